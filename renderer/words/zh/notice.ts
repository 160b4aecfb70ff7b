import type { NoticeWords } from '../wording/notice.ts';
import type { Plain } from '../wording/shapes.ts';

export const notice: NoticeWords = {
  notice: {
    title: '办之前，先看几句话',
    help: '这件事要用到下面这些。同意了，才开始读身份证。',
    keeps: '放在哪里，放多久',
    forChild: '您是替孩子办',
    forChildHelp: '孩子没满 14 岁，用他的信息要监护人同意。您点“同意”，就是作为监护人同意。',
    keepDraft: '万一停电或走开，替我存着',
    keepDraftHelp:
      '填的内容加密存在这台机器里，最多 24 小时。再放上同一张身份证，就能接着填。交了，或点“不办了”，就删掉。',
    agree: '同意，开始办',
    guide: '说明和问答',
  },
};

export const noticePlain: Plain<NoticeWords> = {
  notice: { help: '同意了，才读身份证。' },
};
