import { z } from 'zod';
import { scannerStatus } from '../devices/document-scanner.ts';

export const answerFault = z.enum([
  'missing',
  'phone-form',
  'not-an-option',
  'unknown-region',
  'region-not-deep-enough',
  'date-does-not-exist',
  'date-in-future',
  'date-before-birth',
  'date-before-other',
  'name-form',
  'number-form',
  'text-too-short',
  'text-too-long',
  'signature-too-small',
  'wrong-kind',
  /** A page that had been kept is not there any more: the disk lost it. */
  'page-gone',
]);
export type AnswerFault = z.infer<typeof answerFault>;

const options = z.array(z.strictObject({ id: z.string(), text: z.string() }));
const asOnCard = z.strictObject({ masked: z.string() }).nullable();

/** How the last scan or photograph of this question stands. Pages that came whole are kept however it ended. */
export const scanState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none') }),
  /** `pages`: that have come whole so far. */
  z.strictObject({ state: z.literal('running'), pages: z.number().int().min(0) }),
  /** A photograph is being kept. */
  z.strictObject({ state: z.literal('keeping') }),
  z.strictObject({ state: z.literal('stopped'), because: scannerStatus }),
  z.strictObject({ state: z.literal('page-too-large') }),
  /** There were more pages than are taken. */
  z.strictObject({ state: z.literal('full') }),
  /** The page could not be kept here. */
  z.strictObject({ state: z.literal('disk') }),
]);
export type ScanState = Readonly<z.infer<typeof scanState>>;

/** A code that may be scanned in place of typing. */
export const codeForQuestion = z.strictObject({
  /** `out`: the reader does not work. `looking`: lit. `not-this`: a code, and none such as is asked for. */
  state: z.enum(['out', 'none', 'looking', 'unreadable', 'not-this', 'read']),
  /** A touch lights the reader up; without it a code is just held there. */
  canLight: z.boolean(),
  /** What was read last for this question, and how many it is. */
  text: z.string().nullable(),
  nth: z.number().int(),
});
export type CodeForQuestion = Readonly<z.infer<typeof codeForQuestion>>;

/** A social-security card that may be inserted in place of typing. */
export const socialCardForQuestion = z.strictObject({
  /** `out`: the slot does not work. `not-yours`: a good card, and of somebody else than the ID card. */
  state: z.enum(['out', 'none', 'pull-first', 'reading', 'insert-again', 'unknown-card', 'not-yours', 'read']),
  /** What was read last for this question, and how many it is. */
  text: z.string().nullable(),
  nth: z.number().int(),
});
export type SocialCardForQuestion = Readonly<z.infer<typeof socialCardForQuestion>>;

export const questionView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), options }),
  z.strictObject({
    kind: z.literal('text'),
    content: z.enum(['name', 'address', 'number']),
    asOnCard,
    code: codeForQuestion.nullable(),
    socialCard: socialCardForQuestion.nullable(),
  }),
  z.strictObject({ kind: z.literal('phone') }),
  z.strictObject({ kind: z.literal('region'), depth: z.enum(['province', 'city', 'county']) }),
  z.strictObject({
    kind: z.literal('date'),
    precision: z.enum(['month', 'day']),
    /** The last year there is to choose, for a date that is past; null where any will do, or the day is not known here. */
    latestYear: z.number().int().nullable(),
  }),
  z.strictObject({
    kind: z.literal('paper'),
    maxPages: z.number().int(),
    needed: z.boolean(),
    scanner: scannerStatus,
    /** By part of its name, where the page may be photographed. */
    camera: z.string().nullable(),
    scan: scanState,
  }),
  z.strictObject({ kind: z.literal('signature') }),
]);
