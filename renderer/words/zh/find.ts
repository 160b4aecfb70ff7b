import type { FindWords } from '../wording/find.ts';
import type { Plain } from '../wording/shapes.ts';

export const find: FindWords = {
  lifeEvent: {
    child: '生孩子、带孩子',
    study: '上学',
    work: '找工作、换工作',
    home: '买房、租房',
    moving: '搬家、换地方住',
    marriage: '结婚',
    illness: '看病',
    'old-age': '养老',
    business: '开店、办公司',
    money: '交税、用钱',
    documents: '证件和证明',
  },
  find: {
    pickEvent: '点一下和哪件事有关。不知道是哪样，点“打字找”。',
    pickEventOrCode: '点一下和哪件事有关，或者扫这件事的码。',
    used: '这里办得最多的',
    all: '看全部',
    allTitle: '能办的事，全在这里',
    byWord: '打字找',
    pickItem: '点一下要办的事。',
    title: '想办什么事？',
    help: '写一两个字，或者打拼音，只打每个字的头一个字母也行。',
    example: '比如：犯罪记录，或者 fzjl',
    nothing: '没有找到',
    nothingHelp: '换个说法，少写几个字试试；或者点“看全部”，也可以请工作人员。',
    back: '回到开头',
  },
};

export const findPlain: Plain<FindWords> = {
  find: {
    pickEvent: '点一样。找不到，点“看全部”。',
    pickEventOrCode: '点一样。找不到，点“看全部”。',
    help: '写一两个字就行。',
    nothingHelp: '少写几个字试试，或者请工作人员。',
  },
};
