import { z } from 'zod';
import { answerPath, answerSource, answerValue } from '../../contract/answers.ts';
import { digest, exactly, instant } from '../../contract/wire/encoded.ts';
import { language } from '../../contract/words.ts';

/** What a kept draft holds, sealed. Nothing from the card but answers that were taken from it: the card is read anew. */
export const draftContent = z.strictObject({
  v: z.literal(1),
  item: z.strictObject({ id: z.string(), version: z.number().int() }),
  agreedAt: instant,
  language,
  elderly: z.boolean(),
  /** Where the person was; null before the first question. */
  at: z.strictObject({ question: answerPath, changing: z.boolean() }).or(z.literal('check')).nullable(),
  answers: z.array(z.strictObject({ question: answerPath, value: answerValue, source: answerSource })),
  papers: z.array(
    z.strictObject({
      id: exactly(16),
      key: exactly(32),
      bytes: z.number().int(),
      sealedBytes: z.number().int(),
      chunks: z.number().int(),
      digest,
    }),
  ),
});
export type DraftContent = Readonly<z.infer<typeof draftContent>>;
