import { z } from 'zod';
import { maxMembers, maxPapers, questionId, regionCode } from './answers.ts';
import { idCard } from './card.ts';
import { words } from './words.ts';

/**
 * What an item asks: the kinds of questions, on what it depends that they are asked, and where an answer may come from
 * instead of the person's hand. Everything here is data that an operator writes.
 */

const optionId = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const option = z.strictObject({ id: optionId, words, plain: words.optional() });
export type Option = Readonly<z.infer<typeof option>>;

const years = z.number().int().min(0).max(150);

/**
 * A question that is named is an earlier one: of the same group first, where the condition stands inside one, else of the
 * item. An answer to a question that is itself not asked counts for nothing, and neither does one that is not there.
 */
export const condition = z.union([
  /**
   * Of a choice or of many: any of these options. Of yes-no: `yes`, `no`, `unknown`. Of a promise: `accepted`, `declined`.
   */
  z.strictObject({ question: questionId, isOneOf: z.array(z.string()).min(1) }),
  /** Of a region or an address: it lies in one of these, which may be provinces, cities or counties. */
  z.strictObject({ question: questionId, regionIn: z.array(regionCode).min(1) }),
  /** Of a number; of a group, how many there are. At least one of the two. */
  z.strictObject({ question: questionId, atLeast: z.number(), atMost: z.number().optional() }),
  z.strictObject({ question: questionId, atMost: z.number() }),
  /** Whole years of the card's holder today: `below` without that year itself, `from` with it. At least one of the two. */
  z.strictObject({ card: z.literal('age'), from: years, below: years.optional() }),
  z.strictObject({ card: z.literal('age'), below: years }),
  z.strictObject({
    card: z.literal('kind'),
    isOneOf: z.array(z.enum(idCard.options.map((layout) => layout.shape.kind.value))).min(1),
  }),
]);
export type Condition = Readonly<z.infer<typeof condition>>;

/** `filled`: stands there and can be changed. `one-touch`: offered as a button "the same as on my card". */
const how = z.enum(['filled', 'one-touch']);

/** The answer to an earlier question of the same kind, offered as a button or filled in. */
const fromAnswer = z.strictObject({ question: questionId, how });

const base = {
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

export const textContent = z.enum(['name', 'address', 'number', 'free']);
export type TextContent = z.infer<typeof textContent>;

export const regionDepth = z.enum(['province', 'city', 'county']);

const choice = z.strictObject({ ...base, kind: z.literal('choice'), options: z.array(option).min(2).max(12) });

/** As many as fit. `atLeast` 0: none may fit. */
const many = z.strictObject({
  ...base,
  kind: z.literal('many'),
  options: z.array(option).min(2).max(12),
  atLeast: z.number().int().min(0).max(12),
  atMost: z.number().int().min(1).max(12).optional(),
});

const yesNo = z.strictObject({
  ...base,
  kind: z.literal('yes-no'),
  /** Not to know is an answer, too. */
  unknown: z.literal(true).optional(),
});

const text = z.strictObject({
  ...base,
  kind: z.literal('text'),
  /** Decides the keyboard that comes first and what the answer is checked for. `free`: a sentence or two. */
  content: textContent,
  /** It stands as a code on the paper, too, and may be scanned. */
  fromCode: z.literal(true).optional(),
  fromCard: z.strictObject({ field: z.enum(['name', 'address']), how }).optional(),
  /** It can be read from the person's own social-security card, where the terminal has a slot for it. */
  fromSocialCard: z.enum(['card-number', 'social-security-number']).optional(),
  /**
   * It is printed on a paper asked for before: what stands behind one of these labels is offered as the answer, the likeliest
   * label first.
   */
  fromPaper: z
    .strictObject({ question: questionId, after: z.array(z.string().min(1).max(30)).min(1).max(8) })
    .optional(),
  fromAnswer: fromAnswer.optional(),
});

const number = z.strictObject({
  ...base,
  kind: z.literal('number'),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** How many digits after the point there may be; none where left out. */
  decimals: z.number().int().min(1).max(4).optional(),
  /** Stands behind the field and the answer: 元, 平方米. */
  unit: words.optional(),
});

/** Somebody's number by GB 11643. The card holder's own is never asked for: the card says it. */
const idNumber = z.strictObject({ ...base, kind: z.literal('id-number'), fromAnswer: fromAnswer.optional() });

/** Of a company or another body: GB 32100. */
const creditCode = z.strictObject({
  ...base,
  kind: z.literal('credit-code'),
  /** It stands as a code on the licence, too, and may be scanned. */
  fromCode: z.literal(true).optional(),
  fromAnswer: fromAnswer.optional(),
});

const phone = z.strictObject({ ...base, kind: z.literal('phone'), fromAnswer: fromAnswer.optional() });

const bankAccount = z.strictObject({
  ...base,
  kind: z.literal('bank-account'),
  /** Where money can be sent to. */
  banks: z.array(option).min(1).max(20),
  /** `card`: the number on a bank card, which carries a check digit. `any`: a passbook's or a company's, too. */
  account: z.enum(['card', 'any']),
  fromAnswer: fromAnswer.optional(),
});

const date = z.strictObject({
  ...base,
  kind: z.literal('date'),
  precision: z.enum(['year', 'month', 'day']),
  /** Whoever does not know the day, or not even the month, says what they know. */
  partial: z.literal(true).optional(),
  latest: z.literal('today').optional(),
  earliest: z.literal('birth').optional(),
  /** An earlier date question: this one may not lie before it. */
  notBefore: questionId.optional(),
  fromCard: z.strictObject({ field: z.literal('birth'), how }).optional(),
  fromAnswer: fromAnswer.optional(),
});

const region = z.strictObject({
  ...base,
  kind: z.literal('region'),
  depth: regionDepth,
  /** The places where it may be: these, and what lies in them. */
  only: z.array(regionCode).min(1).max(40).optional(),
  fromCard: z.strictObject({ field: z.literal('area'), how: z.literal('filled') }).optional(),
  fromAnswer: fromAnswer.optional(),
});

/** A county and the rest, which nobody has to type twice. */
const address = z.strictObject({
  ...base,
  kind: z.literal('address'),
  only: z.array(regionCode).min(1).max(40).optional(),
  fromCard: z.strictObject({ field: z.literal('address'), how }).optional(),
  fromAnswer: fromAnswer.optional(),
});

/** Somebody else: name, ID number, and what they are to the card's holder. */
const person = z.strictObject({
  ...base,
  kind: z.literal('person'),
  relations: z.array(option).min(1).max(12),
  /** Whole years today. Said to who is younger or older: in the question's own help. */
  ageYears: z.strictObject({ from: years.optional(), below: years.optional() }).optional(),
});

/** Something on paper, scanned or photographed page by page. */
const paper = z.strictObject({
  ...base,
  kind: z.literal('paper'),
  maxPages: z.number().int().min(1).max(maxPapers),
  /**
   * `true`: nobody can hand in without it, and a terminal that cannot take it does not offer the item. `false`: whoever
   * does not have it goes on without, and a terminal that cannot take it does not ask for it.
   */
  needed: z.boolean(),
  /** A photograph will do, where the terminal has a camera. */
  photograph: z.literal('will-do').optional(),
  /** By what it is accepted or sent back, as the person is told before they lay it down. */
  standard: words.optional(),
  /** It is a picture of a person for a card. The terminal makes it so: of this size, on white, in a JPEG of so many kilobytes. */
  photo: z
    .strictObject({
      widthPx: z.number().int().min(100).max(2000),
      heightPx: z.number().int().min(100).max(2000),
      background: z.literal('white'),
      minKb: z.number().int().min(1),
      maxKb: z.number().int().max(2000),
    })
    .optional(),
});

/** 告知承诺: in place of a proof the person promises. Who declines may be asked for the paper, by a condition. */
const promise = z.strictObject({
  ...base,
  kind: z.literal('promise'),
  text: words,
  plainText: words.optional(),
  /** Nobody hands in without it: for who cannot promise, there is a counter. Left out, to decline is an answer, too. */
  needed: z.literal(true).optional(),
});

/** Drawn with a finger, a pen or a mouse. Nobody hands in without it. */
const signature = z.strictObject({ ...base, kind: z.literal('signature') });

const memberKinds = [
  choice,
  many,
  yesNo,
  text,
  number,
  idNumber,
  creditCode,
  phone,
  bankAccount,
  date,
  region,
  address,
  person,
  paper,
] as const;

/** What may be asked of each member of a group. */
export const memberQuestion = z.discriminatedUnion('kind', memberKinds);
export type MemberQuestion = Readonly<z.infer<typeof memberQuestion>>;

/** The same asked of several, one after the other: the members of a family. `ask` stands over the list of those there are. */
const group = z.strictObject({
  ...base,
  kind: z.literal('group'),
  /** What one of them is called: 家庭成员, "member of the family". Before a number, and on buttons. */
  one: words,
  atLeast: z.number().int().min(0).max(maxMembers),
  atMost: z.number().int().min(1).max(maxMembers),
  questions: z.array(memberQuestion).min(1).max(8),
});
export type GroupQuestion = Readonly<z.infer<typeof group>>;

export const question = z.discriminatedUnion('kind', [...memberKinds, promise, signature, group]);
export type Question = Readonly<z.infer<typeof question>>;
