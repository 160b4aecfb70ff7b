import type { Screen } from '../../../main/contract/view/screen.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addChoice({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const reason: Screen = {
    ...question,
    step: { at: 3, of: 6 },
    question: 'reason',
    ask: say(
      '您为什么要开这张证明？',
      'What do you need the certificate for?',
      '开这张证明，做什么用？',
      'What is it for?',
    ),
    help: say(
      '选一项。不确定就选“说不清”，工作人员会联系您。',
      'Choose one. If you are not sure, choose “I cannot say”; we will call you.',
      '点一个就行。',
      'Touch one.',
    ),
    view: {
      kind: 'choice',
      options: [
        { id: 'work', text: say('找工作、入职', 'To find or start work', '找工作', 'Work') },
        { id: 'abroad', text: say('出国、出境', 'To go abroad', '出国', 'Going abroad') },
        { id: 'court', text: say('打官司、办公证', 'For a court or a notary', '打官司', 'A court or notary') },
        { id: 'other', text: say('办别的手续', 'For other formalities', '别的', 'Something else') },
        { id: 'unsure', text: say('说不清', 'I cannot say') },
      ],
    },
    value: { kind: 'choice', option: 'work' },
  };
  add('question-choice', reason, { online: false });
  add('question-not-kept', { ...reason, draftTrouble: 'card' }, { online: false });
  add('question-choice-not-erased', reason, { draftAtIdle: 'not-erased' });
  add('question-choice-missing', { ...reason, value: null, fault: 'missing' });
  add('idle', reason, { idleEndsInSeconds: 27 });
  add('idle-draft-kept', reason, { idleEndsInSeconds: 27, draftAtIdle: 'kept' });
  add('idle-not-erased', reason, { idleEndsInSeconds: 27, draftAtIdle: 'not-erased' });
}
