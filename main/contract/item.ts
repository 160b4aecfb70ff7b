import { z } from 'zod';
import { idCard } from './card.ts';
import { maxPapers, questionId } from './answers.ts';
import { areaPair, effective, elements, frequentQuestion, guide, lifeEvent } from './item-elements.ts';
import { words } from './words.ts';

/**
 * A service item as data: what an operator edits instead of code. One file an item, every word of it in every language
 * inside. Beside most words stands `plain`, the wording of elderly mode; where it is left out the ordinary one is used.
 */

const condition = z.strictObject({
  /** An earlier choice question of the same item. */
  question: questionId,
  /** Asked only when the answer is one of these options. */
  isOneOf: z.array(z.string()).min(1),
});
export type Condition = Readonly<z.infer<typeof condition>>;

const questionBase = {
  id: questionId,
  ask: words,
  plain: words.optional(),
  help: words.optional(),
  plainHelp: words.optional(),
  /** What stands before the answer on the check page. */
  label: words,
  /** All must hold. */
  when: z.array(condition).optional(),
};

/** `filled`: stands there and can be changed. `one-touch`: offered as a button "the same as on my card". */
const how = z.enum(['filled', 'one-touch']);

export const question = z.discriminatedUnion('kind', [
  z.strictObject({
    ...questionBase,
    kind: z.literal('choice'),
    options: z
      .array(z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/), words, plain: words.optional() }))
      .min(2)
      .max(5),
  }),
  z.strictObject({
    ...questionBase,
    kind: z.literal('text'),
    /** Decides the keyboard that comes first and what the answer is checked for. */
    content: z.enum(['name', 'address', 'number']),
    /** It stands as a code on the paper, too, and may be scanned. */
    fromCode: z.literal(true).optional(),
    fromCard: z.strictObject({ field: z.enum(['name', 'address']), how }).optional(),
    /** It can be read from the person's own social-security card, where the terminal has a slot for it. */
    fromSocialCard: z.enum(['card-number', 'social-security-number']).optional(),
  }),
  z.strictObject({ ...questionBase, kind: z.literal('phone') }),
  z.strictObject({
    ...questionBase,
    kind: z.literal('region'),
    depth: z.enum(['province', 'city', 'county']),
    fromCard: z.strictObject({ field: z.literal('area'), how: z.literal('filled') }).optional(),
  }),
  z.strictObject({
    ...questionBase,
    kind: z.literal('date'),
    precision: z.enum(['month', 'day']),
    latest: z.literal('today').optional(),
    earliest: z.literal('birth').optional(),
    /** An earlier date question: this one may not lie before it. */
    notBefore: questionId.optional(),
  }),
  /** Drawn with a finger, a pen or a mouse. Nobody hands in without it. */
  z.strictObject({ ...questionBase, kind: z.literal('signature') }),
  /** Something on paper, scanned or photographed page by page. */
  z.strictObject({
    ...questionBase,
    kind: z.literal('paper'),
    maxPages: z.number().int().min(1).max(maxPapers),
    /**
     * `true`: nobody can hand in without it, and a terminal that cannot take it does not offer the item. `false`: whoever
     * does not have it goes on without, and a terminal that cannot take it does not ask for it.
     */
    needed: z.boolean(),
    /** A photograph will do, where the terminal has a camera. */
    photograph: z.literal('will-do').optional(),
  }),
]);
export type Question = Readonly<z.infer<typeof question>>;

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
