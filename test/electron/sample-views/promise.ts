import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addPromise({ say, itemName, add }: Sampling): void {
  const promise = {
    ...unanswered,
    itemName,
    step: { at: 8, of: 9 },
    question: 'promise',
    ask: say('下面这些，您能承诺吗？', 'Can you promise this?'),
    help: say('承诺了，就不用交单位开的证明。', 'If you do, no proof from your employer is needed.'),
  } as const;
  const short = say(
    '本人承诺：\n一、填的内容都是真的。\n二、没有在别的地方领过这笔钱。\n三、情况变了，30 天内来说明。\n如果不真实，愿意退回领到的钱，并承担法律责任。',
    'I promise:\n1) what I entered is true.\n2) I have not received this money anywhere else.\n3) Should anything change, I shall say so within 30 days.\nIf this is not true, I return what I received and answer for it under the law.',
  );
  add('question-promise', { ...promise, view: { kind: 'promise', text: short } });
  add(
    'question-promise-long',
    {
      ...promise,
      view: { kind: 'promise', text: Array.from({ length: 5 }, (_, at) => `${at + 1}、${short}`).join('\n') },
    },
    { online: false },
  );
}
