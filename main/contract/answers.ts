import { z } from 'zod';
import { exactly } from './wire/encoded.ts';

export const questionId = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
/** A question of the item, or one of a member of a group: `group.N.question`, N from 1. */
export const answerPath = z.string().regex(/^[a-z][a-z0-9-]{0,40}(\.[1-9]\d?\.[a-z][a-z0-9-]{0,40})?$/);
/** Of one group. */
export const maxMembers = 20;
/** GB/T 2260, six digits: a province, a city or a county. */
export const regionCode = z.string().regex(/^\d{6}$/);

/** Of one case. */
export const maxPapers = 20;

/** Of one signature: a metre of ink. At half a millimetre a point, a name of four dense characters takes two thirds of it. */
export const maxSignaturePoints = 2000;
const mostMm = 400;
const millimetres = z.number().min(0).max(mostMm);

/**
 * Strokes as they were drawn, in order, of points in order: millimetres from the field's left and upper edge, and
 * milliseconds since the first touch. How somebody writes tells more than what it looks like.
 */
export const signature = z
  .strictObject({
    kind: z.literal('signature'),
    widthMm: millimetres,
    heightMm: millimetres,
    strokes: z
      .array(
        z
          .array(z.tuple([millimetres, millimetres, z.number().int().min(0).max(3_600_000)]))
          .min(1)
          .max(maxSignaturePoints),
      )
      .max(200),
  })
  .refine(({ strokes }) => strokes.reduce((sum, { length }) => sum + length, 0) <= maxSignaturePoints, {
    error: 'more points than a signature has',
  });
export type Signature = Readonly<z.infer<typeof signature>>;

const optionId = z.string().max(60);

/** An answer as the page gives it and as it is sealed. Which kind belongs to a question, its definition says. */
export const answerValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), option: optionId }),
  z.strictObject({ kind: z.literal('many'), options: z.array(optionId).max(12) }),
  z.strictObject({ kind: z.literal('yes-no'), answer: z.enum(['yes', 'no', 'unknown']) }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(400) }),
  /** In digits with a point, as money is written: a fraction of two would lose a cent. */
  z.strictObject({ kind: z.literal('number'), number: z.string().max(20) }),
  z.strictObject({ kind: z.literal('id-number'), idNumber: z.string().max(20) }),
  z.strictObject({ kind: z.literal('credit-code'), code: z.string().max(30) }),
  z.strictObject({ kind: z.literal('phone'), digits: z.string().max(20) }),
  /** `bank`: an option of the question; empty while none is chosen. */
  z.strictObject({ kind: z.literal('bank-account'), bank: optionId, number: z.string().max(40) }),
  z.strictObject({ kind: z.literal('region'), code: regionCode }),
  /** `region` is empty while none is chosen. */
  z.strictObject({ kind: z.literal('address'), region: regionCode.or(z.literal('')), rest: z.string().max(400) }),
  /** A day; a month or a year where the question asks for no more, or the person knows no more. */
  z.strictObject({ kind: z.literal('date'), date: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/) }),
  /** `relation`: an option of the question; empty while none is chosen. */
  z.strictObject({
    kind: z.literal('person'),
    name: z.string().max(100),
    idNumber: z.string().max(20),
    relation: optionId,
  }),
  /** That these are all. Who they are, their own answers say. */
  z.strictObject({ kind: z.literal('group'), members: z.number().int().min(0).max(maxMembers) }),
  z.strictObject({ kind: z.literal('promise'), accepted: z.boolean() }),
  /** One touch: "the same as on my card". The service puts the card's own value in its place. */
  z.strictObject({ kind: z.literal('as-on-card') }),
  /** One touch: the same as answered before. The service puts that answer in its place. */
  z.strictObject({ kind: z.literal('as-before') }),
  /** Pages that were scanned or photographed, in order; none where somebody goes on without. Which there are, the service knows. */
  z.strictObject({ kind: z.literal('paper'), papers: z.array(exactly(16)).max(maxPapers) }),
  signature,
]);
export type AnswerValue = Readonly<z.infer<typeof answerValue>>;
/** What a draft and a case hold: what the card says, or was answered before, has been put in. */
export type GivenValue = Exclude<AnswerValue, { kind: 'as-on-card' | 'as-before' }>;

/**
 * `photographed`: of several pages at least one was. `social-card`: from the chip of one; `card` is the ID card.
 * `paper`: read from the print on one that was laid down, and said by the person to be right.
 * `earlier-answer`: by one touch the same as another, and it was not from the card.
 */
export const answerSource = z.enum([
  'card',
  'typed',
  'scanned',
  'photographed',
  'signed',
  'social-card',
  'paper',
  'earlier-answer',
]);
export type AnswerSource = z.infer<typeof answerSource>;
