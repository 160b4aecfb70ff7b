import type { HomeWords } from '../wording/home.ts';
import type { Plain } from '../wording/shapes.ts';

export const home: HomeWords = {
  home: {
    title: '今天想办什么事？',
    help: '点一下要办的事。',
    helpOrCode: '点一下要办的事，或者扫这件事的码。',
    interrupted: '机器刚才重新启动了。没交的内容已经删掉；拿到办件号的都已存好。不确定交没交，请问工作人员。',
    draftWaits:
      '机器刚才重新启动了。同意过替您存着的，点要办的事，再放上身份证，就能接着填；没同意的，没交的已经删掉，请重新填。拿到办件号的都已存好。',
    noItems: '现在没有可以办的事，请找工作人员。',
    howTitle: '三步就办好',
    howCard: '放上身份证',
    howAnswer: '回答几个问题',
    howReceipt: '拿走回执',
  },
  homeCode: {
    unknown: '这个码在这里用不上。请点一下要办的事。',
    unreadable: '没扫出来。请把码拿稳，对着扫码口再扫一次。',
  },
};

export const homePlain: Plain<HomeWords> = {
  home: { interrupted: '机器刚才重启了。没交的已经删掉；拿到办件号的都存好了。不确定，请问工作人员。' },
};
