import { z } from 'zod';
import { answerPath, answerValue, maxMembers } from '../answers.ts';
import { maxCodeLength } from '../devices/code-reader.ts';
import { exactly } from '../wire/encoded.ts';
import { language } from '../words.ts';
import { looking } from './home.ts';
import { triedDevice } from './staff.ts';

/** A photograph comes in parts of at most so many bytes: one fits into a message to the service. Divisible by 3. */
export const photographPartBytes = 120 * 1024;

const member = z.number().int().min(1).max(maxMembers);
const session = z.number().int().min(0);
export const act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('choose-item'), session, item: z.string().max(61) }),
  /** Before there is a session: look for an item. */
  z.strictObject({ act: z.literal('look'), session, for: looking }),
  z.strictObject({ act: z.literal('keep-draft'), session, on: z.boolean() }),
  z.strictObject({ act: z.literal('agree'), session }),
  z.strictObject({ act: z.literal('resume'), session }),
  z.strictObject({ act: z.literal('begin-anew'), session }),
  z.strictObject({ act: z.literal('answer'), session, question: answerPath, value: answerValue.nullable() }),
  /**
   * Scan what lies in the feeder or on the glass, to the pages of the question that stands there. `instead`: the first page
   * that comes takes the place of this one.
   */
  z.strictObject({ act: z.literal('scan'), session, instead: exactly(16).optional() }),
  z.strictObject({ act: z.literal('stop-scan'), session }),
  /** A photograph from the person's own stick, by its number in the list that is shown. */
  z.strictObject({
    act: z.literal('take-from-stick'),
    session,
    file: z.number().int().min(0),
    instead: exactly(16).optional(),
  }),
  z.strictObject({ act: z.literal('remove-page'), session, paper: exactly(16) }),
  z.strictObject({ act: z.literal('move-page'), session, paper: exactly(16), to: z.enum(['earlier', 'later']) }),
  /** A page of the question that stands there, as the person laid it down: part `at` of it, from 0. Answered by `page-part`. */
  z.strictObject({ act: z.literal('look-at-page'), session, paper: exactly(16), at: z.number().int().min(0).max(100) }),
  /**
   * A photograph of a page for the question that stands there, part after part: `at` counts from 0 and begins a new one. With
   * `instead` it takes that page's place: one that was turned, cut or taken again.
   */
  z.strictObject({
    act: z.literal('photograph'),
    session,
    at: z.number().int().min(0).max(100),
    instead: exactly(16).optional(),
    /** JPEG, in parts. */
    base64: z
      .base64()
      .min(4)
      .max((photographPartBytes / 3) * 4),
    last: z.boolean(),
  }),
  /** Stop reading what is printed on the papers; read it after all. */
  z.strictObject({ act: z.literal('stop-reading'), session }),
  z.strictObject({ act: z.literal('read-again'), session }),
  /** Light the code reader up. */
  z.strictObject({ act: z.literal('light-code'), session }),
  /** The code reader typed this. */
  z.strictObject({ act: z.literal('typed-code'), session, text: z.string().min(1).max(maxCodeLength) }),
  z.strictObject({ act: z.literal('back'), session }),
  z.strictObject({ act: z.literal('change'), session, question: answerPath }),
  /** On the list of a group. */
  z.strictObject({ act: z.literal('add-member'), session }),
  z.strictObject({ act: z.literal('change-member'), session, member }),
  z.strictObject({ act: z.literal('remove-member'), session, member }),
  z.strictObject({ act: z.literal('submit'), session }),
  z.strictObject({ act: z.literal('print-again'), session }),
  z.strictObject({ act: z.literal('print-pages'), session }),
  z.strictObject({ act: z.literal('stop-pages'), session }),
  z.strictObject({ act: z.literal('finish'), session }),
  z.strictObject({ act: z.literal('leave'), session }),
  /** Touched the screen, or said "I am here". */
  z.strictObject({ act: z.literal('here'), session }),
  z.strictObject({ act: z.literal('language'), session, language }),
  z.strictObject({ act: z.literal('elderly'), session, on: z.boolean() }),
  z.strictObject({ act: z.literal('staff-open'), session }),
  z.strictObject({ act: z.literal('staff-pin'), session, pin: z.string().regex(/^\d{4,12}$/) }),
  z.strictObject({ act: z.literal('staff-page'), session, to: z.enum(['next', 'previous']) }),
  z.strictObject({ act: z.literal('staff-send-now'), session }),
  z.strictObject({ act: z.literal('staff-try'), session, device: triedDevice }),
  z.strictObject({ act: z.literal('staff-stop-try'), session }),
  z.strictObject({ act: z.literal('staff-close'), session }),
  z.strictObject({ act: z.literal('staff-quit'), session }),
]);
export type Act = Readonly<z.infer<typeof act>>;

export const actReply = z.discriminatedUnion('reply', [
  z.strictObject({ reply: z.literal('done') }),
  /** To `look-at-page`. */
  z.strictObject({ reply: z.literal('page-part'), base64: z.base64(), last: z.boolean() }),
  z.strictObject({ reply: z.literal('refused'), why: z.enum(['stale-session', 'not-now', 'malformed', 'no-service']) }),
]);
export type ActReply = Readonly<z.infer<typeof actReply>>;
