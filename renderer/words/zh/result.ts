import type { ResultWords } from '../wording/result.ts';
import type { Plain } from '../wording/shapes.ts';

export const result: ResultWords = {
  result: {
    'kept-here': { title: '存好了，在这台机器里', help: '还没有送出去。联网后自动送出，您不用等。' },
    sent: { title: '已经送出', help: '平台还没有回话说收到。机器会一直问，您不用等。' },
    'received-there': { title: '平台收到了', help: '平台存好了，会转给办理地，还没有审核。' },
    'refused-there': { title: '平台没有收下', help: '请工作人员看一看是为什么，再告诉您怎么办。' },
  },
  resultRow: { number: '办件号', item: '办的事', next: '接下来' },
  print: {
    printing: { title: '回执正在下面打印', help: '请等它打完，再拿走。' },
    printed: { title: '回执打好了，请拿走', help: '上面有办件号和二维码，请收好。' },
    unsure: { title: '请看一看回执打完整没有', help: '没有出来，或缺了一截，请点“再打回执”。' },
    'no-printer': { title: '这里不打回执，请记下办件号', help: '写下来，或用手机拍下来。' },
    part: { title: '出来的半张不算数', help: '请不要用它，等一张完整的。' },
  },
  printStopped: {
    'not-configured': { title: '这里不打回执，请记下办件号', help: '您的申请已经存好。' },
    connecting: { title: '打印机正在准备', help: '您的申请已经存好。请稍等，再点“再打回执”。' },
    ready: { title: '打印机好了', help: '您的申请已经存好。请点“再打回执”。' },
    printing: { title: '打印机正忙', help: '您的申请已经存好。请稍等，再点“再打回执”。' },
    'no-paper': {
      title: '纸用完了，您的申请已经存好',
      help: '请工作人员装纸，装好会自动打出来。不等也行，请记下办件号。',
    },
    'cover-open': {
      title: '打印机的盖子开着，您的申请已经存好',
      help: '请工作人员关好盖子，关好会自动打出来。不等也行，请记下办件号。',
    },
    'cutter-stuck': {
      title: '打印机的切刀卡住了，您的申请已经存好',
      help: '请工作人员看一看，好了会自动打出来。不等也行，请记下办件号。',
    },
    fault: {
      title: '打印机出了毛病，您的申请已经存好',
      help: '请工作人员看一看，好了会自动打出来。不等也行，请记下办件号。',
    },
    'no-printer': {
      title: '打印机没有接上，您的申请已经存好',
      help: '请工作人员看一看，好了会自动打出来。不等也行，请记下办件号。',
    },
  },
  resultButton: { again: '再打回执', finish: '办完了，离开' },
  pages: {
    offer: '把我填的打在 A4 纸上',
    again: '再打一次 A4',
    stop: '不打了',
    waiting: '请工作人员看一看，弄好了会自动接着打。您的申请已经存好；离开，这份就不打了。',
    stopped: 'A4 没有打出来，您的申请已经存好。请工作人员看一看，好了就能再打。',
  },
  pagesState: {
    printing: { title: '正在打 A4', help: '请等它打完，再拿走。离开，就不打了。' },
    printed: { title: 'A4 打好了，请拿走', help: '上面有您的个人信息，请收好。' },
    unsure: { title: '请看一看 A4 打出来没有', help: '没有出来，可以再打一次。您的申请已经存好。' },
  },
  pagesTrouble: {
    'not-configured': '这里不打 A4',
    connecting: 'A4 打印机正在准备',
    ready: 'A4 打印机好了',
    printing: 'A4 打印机正忙',
    busy: 'A4 打印机正忙',
    'no-paper': 'A4 纸用完了',
    'cover-open': 'A4 打印机的盖子开着',
    jam: 'A4 打印机卡纸了',
    'no-toner': 'A4 打印机没墨粉了',
    paused: 'A4 打印机停着',
    fault: 'A4 打印机出了毛病',
    'no-printer': 'A4 打印机没有接上',
  },
};

export const resultPlain: Plain<ResultWords> = {
  result: {
    'kept-here': { title: '存好了，在机器里', help: '还没送到。联网后自动送，您不用等。' },
    sent: { help: '平台还没回话，您不用等。' },
  },
  print: { unsure: { help: '没有出来，或缺了一截，请点“再打回执”。' } },
  printStopped: {
    connecting: { help: '申请已经存好。请稍等，再点“再打回执”。' },
    ready: { help: '申请已经存好。请点“再打回执”。' },
    printing: { help: '申请已经存好。请稍等，再点“再打回执”。' },
    'no-paper': { title: '纸用完了，申请已经存好', help: '请工作人员装纸，装好就自动打。' },
    'cover-open': { title: '打印机盖子开着，申请已经存好', help: '请工作人员关好，关好就自动打。' },
    'cutter-stuck': { title: '打印机卡住了，申请已经存好', help: '请工作人员看看，好了就自动打。' },
    fault: { title: '打印机坏了，申请已经存好', help: '请工作人员看看，好了就自动打。' },
    'no-printer': { title: '打印机没接上，申请已经存好', help: '请工作人员看看，好了就自动打。' },
  },
  pages: {
    offer: '打在 A4 纸上',
    waiting: '请工作人员看看，好了自动接着打。',
    stopped: '没打出来，申请已经存好。请工作人员看看。',
  },
};
