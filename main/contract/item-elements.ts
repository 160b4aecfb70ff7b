import { z } from 'zod';
import { questionId, regionCode } from './answers.ts';
import { isoDate } from './card.ts';
import { phoneNumber } from './phone-number.ts';
import { words } from './words.ts';

/**
 * The standard elements of an item in the implementation list (ZWFW C0109.2, GB/T 39554) beside those that the terminal
 * cannot do without, which stand in item.ts. An item may leave all of them out; `npm run items -- check` then counts it as
 * incomplete. Half of them is an error: nobody can see from the outside which half.
 */

const workingDays = z.number().int().min(0).max(366);
const materialId = questionId;

/** 01 licence, 02 penalty, 03 coercion, 04 levy, 05 payment, 06 inspection, 07 confirmation, 08 reward, 09 ruling, 10 other, 20 public service. */
const itemType = z.enum([
  'licence',
  'penalty',
  'coercion',
  'levy',
  'payment',
  'inspection',
  'confirmation',
  'reward',
  'ruling',
  'other',
  'public-service',
]);

/** Of the body that decides. In an implementation code they are 1 to 6. */
export const level = z.enum(['national', 'province', 'city', 'county', 'town', 'village']);

const material = z.strictObject({
  id: materialId,
  name: words,
  /** `sometimes`: only for those whom its question is asked. `optional`: it helps, and it works without. */
  needed: z.enum(['always', 'sometimes', 'optional']),
  type: z.enum(['original', 'copy', 'original-and-copy', 'form', 'photo']),
  format: z.enum(['paper', 'electronic', 'either']),
  /** At most. What is read from a chip, filled in or fetched has none. */
  pages: z.number().int().min(0).max(20),
  /** Who makes it. */
  source: z.enum(['applicant', 'government', 'third-party']),
  /** How it comes in here: the ID card, the answers themselves, fetched by the office, or by a question of this item. */
  handedIn: z.union([z.enum(['card', 'answers', 'office']), z.strictObject({ question: questionId })]),
  /** By what it is accepted or sent back. */
  acceptance: words,
  filling: words.optional(),
  /** Where a blank one is to be had. */
  blankForm: words.optional(),
  /** What a good one looks like. */
  sample: words.optional(),
});

export const elements = z.strictObject({
  /** 18 characters of the body's credit code, one of the level, 12 of the basic code; longer by GB/T 39046. */
  implementationCode: z.string().regex(/^[0-9A-Z]{31,36}$/),
  /** The implementation code and two more, for one of its cases. */
  handleItemCode: z.string().regex(/^[0-9A-Z]{33,38}$/),
  state: z.enum(['in-force', 'suspended', 'withdrawn']),
  type: itemType,
  level,
  department: words,
  legalBasis: z.array(words).min(1).max(6),
  conditions: z.array(words).min(1).max(8),
  flow: z
    .array(z.strictObject({ step: words, does: words, workingDays: workingDays.optional() }))
    .min(2)
    .max(8),
  statutoryWorkingDays: workingDays,
  projectType: z.enum(['at-once', 'promised']),
  channels: z
    .array(z.enum(['terminal', 'counter', 'website', 'phone-app', 'post']))
    .min(1)
    .max(5),
  /** How often somebody must come to a counter at most. */
  visits: z.number().int().min(0).max(9),
  fee: z.strictObject({
    /** None: it costs nothing. */
    amounts: z.array(z.strictObject({ what: words, yuan: z.number().min(0).multipleOf(0.01) })).max(6),
    basis: words,
    /** How and when it is paid. */
    paid: words.optional(),
  }),
  contact: z.strictObject({ name: words, phone: phoneNumber }),
  supervision: z.strictObject({ name: words, phone: phoneNumber }),
  office: z.strictObject({ address: words, hours: words }),
  /** How far apart the places of collection and of handling may lie; named places stand in `areas`. */
  reach: z.enum(['nationwide', 'named-places', 'province', 'city', 'county']),
  /** Whether a terminal may handle it at all. */
  terminal: z.boolean(),
  appointment: z.boolean(),
  courier: z.boolean(),
  result: z.strictObject({
    name: words,
    type: z.enum(['certificate', 'document', 'record', 'payment', 'other']),
  }),
  /** 1 guidance, 2 forms to take away, 3 handed in online, 4 all of it online. */
  onlineDepth: z.number().int().min(1).max(4),
  materials: z.array(material).min(1).max(12),
});
export type Elements = Readonly<z.infer<typeof elements>>;

/** Codes of provinces, cities or counties; one stands for all below it. */
const places = z.array(regionCode).min(1).max(60);

/** From which places of collection to which places of handling an item is open. */
export const areaPair = z.strictObject({
  collection: places,
  handling: places,
  /** Under which it is. */
  agreement: z.strictObject({ name: words, from: isoDate, until: isoDate.optional() }).optional(),
});
export type AreaPair = Readonly<z.infer<typeof areaPair>>;

/** First day and last day, both included. */
export const effective = z.strictObject({ from: isoDate, until: isoDate.optional() });

export const lifeEvent = z.enum([
  'child',
  'study',
  'work',
  'home',
  'moving',
  'marriage',
  'illness',
  'old-age',
  'business',
  'money',
  'documents',
]);
export type LifeEvent = z.infer<typeof lifeEvent>;

/** What to know before one begins. */
export const guide = z.strictObject({ title: words, text: words, plain: words.optional() });
export type Guide = Readonly<z.infer<typeof guide>>;

export const frequentQuestion = z.strictObject({ asked: words, answer: words, plain: words.optional() });
export type FrequentQuestion = Readonly<z.infer<typeof frequentQuestion>>;
