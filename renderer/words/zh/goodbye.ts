import type { GoodbyeWords } from '../wording/goodbye.ts';

export const goodbye: GoodbyeWords = {
  goodbye: {
    finished: { title: '办完了，请慢走', help: '屏幕上的内容已经清掉。' },
    left: { title: '好，不办了', help: '您填的内容已经全部删掉。' },
    idle: { title: '很久没有人点，已经结束', help: '填了没交的内容已经全部删掉。' },
  },
  goodbyeDraft: {
    kept: '填的内容替您加密存着，最多 24 小时。回来放上同一张身份证，就能接着填。',
    'not-erased': '存的内容机器现在删不掉，会一直试。它加了密，别人打不开。请告诉工作人员。',
  },
  goodbyeReminder: '身份证、回执、手机，都拿好了吗？',
  goodbyeCard: { title: '请拿走您的身份证', help: '它还放在读卡器上。', drawing: '从读卡器上拿走身份证' },
  goodbyeChipCard: { title: '请拔出您的卡', help: '它还插在卡槽里。', drawing: '把卡从卡槽里拔出来' },
};
