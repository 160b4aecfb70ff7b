import type { CaseStatusWords } from '../wording/case-status.ts';
import type { Plain } from '../wording/shapes.ts';

export const caseStatus: CaseStatusWords = {
  caseHere: {
    'kept-here': { title: '还在这台机器里，没有送出去', help: '存得好好的。联网后自动送出，您不用再交。' },
    sent: { title: '已经送出', help: '平台还没有回话说收到。机器会一直问，您不用再交。' },
    'received-there': {
      title: '平台收到了',
      help: '平台存好了，会转给办理地。办到哪一步，这里看不到，请打下面的电话问。',
    },
    'refused-there': { title: '平台没有收下', help: '' },
  },
  caseCode: {
    elsewhere: {
      title: '回执是真的，但这里没有记录',
      help: '请到打这张回执的机器上再扫一次，或者打下面的电话问。',
    },
    revoked: {
      title: '打这张回执的机器已经停用',
      help: '它还算不算数，这里说不准。请打下面的电话问一问。',
    },
    'unknown-key': {
      title: '这台机器不认识这张回执',
      help: '可能是别的机器打的。请到那台机器上再扫一次，或者打下面的电话问。',
    },
    invalid: {
      title: '这张回执的码不对',
      help: '也许没印清楚，也许被改过。请再扫一次；还是这样，请打下面的电话问。',
    },
  },
  caseRefusal: {
    'content-not-readable': '平台打不开这份申请。请在这里重新办一次。',
    'item-not-accepted': '这件事那边现在不收。请打下面的电话问一问。',
    'paper-not-readable': '有一页材料坏了，没法送到。请带上材料，重新办一次。',
    'number-used-twice': '这个办件号和别人的重了。请打下面的电话，说出办件号。',
    'not-receivable': '这一份平台收不了，已经结束。请在这里重新办一次，或打下面的电话问。',
    unknown: '为什么，这里已经查不到了。请打下面的电话问一问。',
  },
  caseStatus: {
    handedIn: '交的时间',
    call: '有事请打',
    done: '看好了，离开',
    oldList: '这台机器很久没有联网，是按 {{day}} 的名单核对的。',
  },
};

export const caseStatusPlain: Plain<CaseStatusWords> = {
  caseHere: {
    'kept-here': { title: '在机器里，还没送', help: '联网后自动送，您不用再交。' },
    sent: { help: '平台还没回话。您不用再交。' },
    'received-there': { help: '会转给办理地。办到哪一步，请打电话问。' },
  },
  caseCode: {
    elsewhere: { help: '请到打回执的那台机器上扫，或者打电话问。' },
    revoked: { help: '请打下面的电话问一问。' },
    'unknown-key': { help: '请到打回执的那台机器上扫，或者打电话问。' },
    invalid: { help: '请再扫一次；还是这样，请打电话问。' },
  },
};
