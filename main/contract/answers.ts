import { z } from 'zod';
import { exactly } from './wire/encoded.ts';

export const questionId = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
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

/** An answer as the page gives it and as it is sealed. Which kind belongs to a question, its definition says. */
export const answerValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), option: z.string().max(60) }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(400) }),
  z.strictObject({ kind: z.literal('phone'), digits: z.string().max(20) }),
  z.strictObject({ kind: z.literal('region'), code: regionCode }),
  /** A day, or a month where the question asks for no more. */
  z.strictObject({ kind: z.literal('date'), date: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/) }),
  /** One touch: "the same as on my card". The service puts the card's own value in its place. */
  z.strictObject({ kind: z.literal('as-on-card') }),
  /** Pages that were scanned or photographed, in order; none where somebody goes on without. Which there are, the service knows. */
  z.strictObject({ kind: z.literal('paper'), papers: z.array(exactly(16)).max(maxPapers) }),
  signature,
]);
export type AnswerValue = Readonly<z.infer<typeof answerValue>>;
/** What a draft and a case hold: the card's value has been put in. */
export type GivenValue = Exclude<AnswerValue, { kind: 'as-on-card' }>;

/** `photographed`: of several pages at least one was. `social-card`: from the chip of one; `card` is the ID card. */
export const answerSource = z.enum(['card', 'typed', 'scanned', 'photographed', 'signed', 'social-card']);
export type AnswerSource = z.infer<typeof answerSource>;
