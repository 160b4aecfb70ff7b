import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addGroup({ say, itemName, add }: Sampling): void {
  const one = say('家庭成员', 'member of the family');
  const member = (at: number, text: string, whole = true) => ({ title: `${one} ${at}`, text, whole });
  const three = [
    member(1, say('张丽 · 妻子', 'Zhang Li · wife')),
    member(2, say('王小明 · 儿子', 'Wang Xiaoming · son')),
    member(3, say('王小', 'Wang Xiao'), false),
  ];
  const group = {
    ...unanswered,
    itemName,
    step: { at: 5, of: 9 },
    question: 'family',
    ask: say('家里还有谁？', 'Who else is there in your family?'),
    help: say('一个一个填，不用填您自己。', 'One after the other, and not yourself.'),
  } as const;
  const view = { kind: 'group', one, atLeast: 1, atMost: 8 } as const;
  add('question-group-empty', { ...group, view: { ...view, members: [] } });
  add('question-group-none', { ...group, view: { ...view, atLeast: 0, members: [] } });
  add('question-group', { ...group, view: { ...view, members: three.slice(0, 2) } }, { online: false });
  add('question-group-not-whole', { ...group, view: { ...view, members: three }, fault: 'missing' });
  add('question-group-full', {
    ...group,
    view: {
      ...view,
      members: Array.from({ length: 8 }, (_, at) => member(at + 1, say('王小明 · 儿子', 'Wang Xiaoming · son'))),
    },
  });
}
