import { z } from 'zod';
import { idCard } from './card.ts';
import { questionId } from './answers.ts';
import { areaPair, effective, elements, frequentQuestion, guide, lifeEvent } from './item-elements.ts';
import { question } from './questions.ts';
import { words } from './words.ts';

/**
 * A service item as data: what an operator edits instead of code. One file an item, every word of it in every language
 * inside. Beside most words stands `plain`, the wording of elderly mode; where it is left out the ordinary one is used.
 */

/** Drawn in renderer/components/item-picture.tsx. */
export const picture = z.enum([
  'certificate',
  'pension',
  'id-card',
  'social-card',
  'medical',
  'housing',
  'family',
  'elderly',
  'tax',
  'company',
  'work',
  'marriage',
]);
export type Picture = z.infer<typeof picture>;

export const item = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
  version: z.number().int().min(1),
  /** Which public source the element values come from, or "sample". Invented values are never shown as the official annex. */
  provenance: z.string().min(1),
  /** Basic code of the implementation list: 12 characters (ZWFW C0109.2). */
  basicCode: z.string().length(12),
  name: words,
  plainName: words.optional(),
  summary: words,
  picture,
  lifeEvents: z.array(lifeEvent).min(1).max(4).optional(),
  /** Words by which people look for it, beside its name. */
  keywords: z
    .strictObject({ zh: z.array(z.string().min(1)).min(1).max(20), en: z.array(z.string().min(1)).min(1).max(20) })
    .optional(),
  handlingMode: z.enum(['fully-online', 'off-site-collection', 'multi-place-joint']),
  promisedWorkingDays: z.number().int().min(0),
  /** Offered from and until these days only. */
  effective: effective.optional(),
  /** Offered between these places only. */
  areas: z.array(areaPair).min(1).max(40).optional(),
  /** The region question that says where it is handled. */
  handlingPlace: questionId.optional(),
  elements: elements.optional(),
  guidance: z.array(guide).min(1).max(8).optional(),
  faq: z.array(frequentQuestion).min(1).max(12).optional(),
  applicant: z.strictObject({
    cards: z.array(z.enum(idCard.options.map((layout) => layout.shape.kind.value))).min(1),
    minimumAgeYears: z.number().int().min(0).optional(),
    /** Said to someone younger: what to do instead. */
    younger: words.optional(),
    /** Said to someone whose card does not fit this item: what to do instead. */
    otherCard: words.optional(),
    /** It is for a child; whose card is laid down is a parent or a guardian. */
    child: z
      .strictObject({
        /** The question that says who the child is. */
        question: questionId,
        /** The child is younger than so many years. */
        belowYears: z.number().int().min(1).max(18),
        /** Said where the child is not: what to do instead. */
        older: words,
      })
      .optional(),
  }),
  notice: z.strictObject({
    /** What is taken, and why: shown before anything is taken. */
    takes: z
      .array(z.strictObject({ what: words, why: words }))
      .min(1)
      .max(5),
    /** Where it goes and how long it stays on this terminal. */
    keeps: words,
  }),
  questions: z.array(question).min(1).max(30),
  /** What happens next and by when: on the screen after handing in, and on the receipt. */
  next: words,
  /** What else the receipt says: what to bring, what to keep. */
  receipt: words.optional(),
});
export type Item = Readonly<z.infer<typeof item>>;
