import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

/** More than one answer, more answers than fit, and yes or no. */
export function addSeveral({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const papers = [
    { id: 'id-card', text: say('身份证', 'ID card') },
    { id: 'register', text: say('户口簿', 'Household register') },
    { id: 'marriage', text: say('结婚证', 'Marriage certificate') },
    { id: 'house', text: say('房产证或租房合同', 'Deed or lease', '房产证', 'Deed or lease') },
    { id: 'work', text: say('工作证明', 'Proof of work') },
    { id: 'student', text: say('学生证', 'Student card') },
    { id: 'none', text: say('都没有', 'None of them') },
  ];
  const many: Screen = {
    ...question,
    step: { at: 4, of: 9 },
    question: 'papers',
    ask: say('您手上有哪些证件？', 'Which of these do you have?', '手上有哪些证件？', 'Which do you have?'),
    help: say('有的都点上。', 'Touch all that you have.'),
    view: { kind: 'many', options: papers.slice(0, 4), atLeast: 1, atMost: 4 },
  };
  add('question-many', many);
  add(
    'question-many-chosen',
    { ...many, value: { kind: 'many', options: ['id-card', 'register'] } },
    { online: false },
  );
  add('question-many-full', {
    ...many,
    view: { kind: 'many', options: papers, atLeast: 2, atMost: 3 },
    value: { kind: 'many', options: ['id-card', 'register', 'house'] },
  });
  add('question-many-too-few', {
    ...many,
    view: { kind: 'many', options: papers.slice(0, 5), atLeast: 2, atMost: 5 },
    value: { kind: 'many', options: ['work'] },
    fault: 'too-few',
  });
  const long: Screen = {
    ...question,
    step: { at: 2, of: 9 },
    question: 'relation',
    ask: say('和户主是什么关系？', 'What are you to the head of the household?'),
    help: '',
    view: {
      kind: 'choice',
      options: [
        { id: 'self', text: say('就是户主', 'I am the head myself') },
        { id: 'spouse', text: say('丈夫或妻子', 'Husband or wife') },
        { id: 'child', text: say('儿子或女儿', 'Son or daughter') },
        { id: 'parent', text: say('父亲或母亲', 'Father or mother') },
        { id: 'sibling', text: say('兄弟或姐妹', 'Brother or sister') },
        { id: 'grandchild', text: say('孙子、孙女或外孙', 'Grandchild') },
        { id: 'other', text: say('别的关系', 'Something else') },
      ],
    },
  };
  add('question-choice-long', long);
  add('question-choice-long-last', { ...long, value: { kind: 'choice', option: 'other' } });
  add('question-choice-long-missing', { ...long, fault: 'missing' }, { online: false });
  const yesNo: Screen = {
    ...question,
    step: { at: 5, of: 9 },
    question: 'insured-before',
    ask: say('以前在别的地方参过保吗？', 'Were you insured anywhere else before?'),
    help: say('不记得，就点“不知道”，会帮您查。', 'If you do not remember, say so: it will be looked up.'),
    view: { kind: 'yes-no', unknown: true },
  };
  add('question-yes-no-unknown', yesNo);
  add('question-yes-no', {
    ...yesNo,
    view: { kind: 'yes-no', unknown: false },
    value: { kind: 'yes-no', answer: 'no' },
  });
}
