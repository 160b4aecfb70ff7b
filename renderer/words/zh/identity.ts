import type { IdentityWords } from '../wording/identity.ts';
import type { Plain } from '../wording/shapes.ts';

export const identity: IdentityWords = {
  identity: {
    card: {
      'getting-ready': { title: '请稍等，读卡器马上好', help: '好了再放身份证。' },
      waiting: { title: '请把身份证平放在发亮的区域', help: '放好后请不要移动，大约一秒。' },
      'lift-first': { title: '请先拿起上面的证件', help: '那里还放着一张证件。拿起来，再放上您自己的。' },
      reading: { title: '正在读，请不要动', help: '大约一秒。' },
      'lay-again': { title: '没读出来，请拿起身份证再放一次', help: '放平，放好后等一秒。' },
    },
    cardButton: {
      'getting-ready': '请稍等…',
      waiting: '等待放卡…',
      'lift-first': '等待拿起…',
      reading: '正在读…',
      'lay-again': '等待再放一次…',
      refused: '请工作人员',
    },
    reader: {
      'not-configured': { title: '这台机器不能读身份证', help: '请工作人员帮忙，或到柜台办。' },
      connecting: { title: '读卡器正在准备', help: '请稍等，好了就能放身份证。' },
      'no-reader': { title: '读卡器没有接上', help: '接好后自动恢复。请工作人员看一看，或到柜台办。' },
      fault: { title: '读卡器现在用不了', help: '机器还在试。请工作人员看一看，或到柜台办。' },
    },
    refusal: {
      expired: { title: '这张身份证已经过期', help: '有新的就换上来放好。还没有换的，请工作人员告诉您怎么办。' },
      'not-yet-valid': { title: '这张身份证还没有生效', help: '请换上现在有效的身份证，或请工作人员帮忙。' },
      'id-number': { title: '身份证号码对不上', help: '读出来的号码不对。请工作人员看一看证件。' },
      'unknown-card': {
        title: '不认识这种证件',
        help: '请换上居民身份证或居住证；不清楚，就请工作人员看一看。',
      },
      'too-young': { title: '这件事现在不能在这里办', help: '请看下面，或请工作人员帮忙。' },
      'card-does-not-fit': { title: '用这种证件办不了这件事', help: '请看下面，或请工作人员帮忙。' },
    },
    noCard: '没带身份证，或读不出来',
    askStaff: '请工作人员帮忙',
    drawing: '把身份证平放在读卡器发亮的区域',
  },
};

export const identityPlain: Plain<IdentityWords> = {
  identity: {
    card: {
      waiting: { title: '请把身份证放在发亮的地方', help: '放平，等一秒。' },
      'lift-first': { help: '拿起来，再放您自己的。' },
      'lay-again': { title: '没读出来，请再放一次', help: '拿起来，放平，等一秒。' },
    },
    noCard: '没带，或读不出来',
  },
};
