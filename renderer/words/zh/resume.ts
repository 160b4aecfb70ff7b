import type { ResumeWords } from '../wording/resume.ts';
import type { Plain } from '../wording/shapes.ts';

export const resume: ResumeWords = {
  resume: {
    title: '上次没填完，接着填吗？',
    titleOther: '上次没填完的是：{{name}}',
    help: '您上次填到一半，机器停了，或者没有人点。填的都还在。重新填，就删掉它们。',
    helpOther: '填的都还在。可以先接着填它；办新的，就删掉它。',
    goOn: '接着填',
    anew: '重新填',
    anewOther: '办新的',
  },
  draftTrouble: {
    card: '这张证件没有读到照片，没法替您存着。请一次填完。',
    disk: '机器现在存不下，没法替您存着。请一次填完，并告诉工作人员。',
    'not-erased': '先前存的内容，机器现在删不掉，会一直试。请告诉工作人员。',
  },
};

export const resumePlain: Plain<ResumeWords> = {
  resume: { titleOther: '上次没填完：{{name}}', anew: '重新填', anewOther: '办新的' },
};
