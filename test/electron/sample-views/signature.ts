import { sampleSignature } from '../sample-signature.ts';
import type { Sampling } from './sampling.ts';
import { unanswered } from './unanswered.ts';

export function addSignature({ say, itemName, add }: Sampling): void {
  const question = { ...unanswered, itemName } as const;
  const signature = {
    ...question,
    step: { at: 6, of: 7 },
    question: 'signature',
    ask: say('请签上您的名字', 'Please sign your name'),
    help: say('签了，就是说上面填的都是真的。', 'With it you say that what you entered is true.'),
    view: { kind: 'signature' },
  } as const;
  add('question-signature', signature);
  add('question-signature-missing', { ...signature, fault: 'missing' }, { online: false });
  add('question-signature-signed', { ...signature, value: sampleSignature });
}
