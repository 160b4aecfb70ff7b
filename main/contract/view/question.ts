import { z } from 'zod';
import { scannerStatus } from '../devices/document-scanner.ts';
import { stickState } from '../devices/stick.ts';
import { regionDepth, textContent } from '../questions.ts';

export const answerFault = z.enum([
  'missing',
  'phone-form',
  'not-an-option',
  'unknown-region',
  'region-not-deep-enough',
  /** It is not one of the places where this can be handled. */
  'region-not-here',
  'date-does-not-exist',
  'date-in-future',
  'date-before-birth',
  'date-before-other',
  'name-form',
  'number-form',
  /** Of an amount: no number, out of its bounds, finer than asked for. */
  'amount-form',
  'amount-too-small',
  'amount-too-large',
  'amount-too-fine',
  'id-number-form',
  /** Its last character or its date of birth shows that a digit is wrong. */
  'id-number-check',
  'credit-code-form',
  'credit-code-check',
  'bank-account-form',
  'bank-account-check',
  /** Of several options, or of members. */
  'too-few',
  'too-many',
  /** Who laid down the card is meant already. */
  'person-is-yourself',
  /** Stands in this group already. */
  'person-twice',
  'person-too-young',
  'person-too-old',
  'text-too-short',
  'text-too-long',
  'signature-too-small',
  'wrong-kind',
  /** Without this promise nobody can hand in here. */
  'promise-needed',
  /** A page that had been kept is not there any more: the disk lost it. */
  'page-gone',
]);
export type AnswerFault = z.infer<typeof answerFault>;

/** Which field of an answer of several it is about. */
export const faultPart = z.enum(['name', 'id-number', 'relation', 'region', 'rest', 'bank', 'number']);
export type FaultPart = z.infer<typeof faultPart>;

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
  /** A file from a stick that is no photograph, or cannot be read. */
  z.strictObject({ state: z.literal('not-a-page') }),
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

/** What is printed on a paper that was laid down may be the answer; the person says whether it is. */
export const paperForQuestion = z.discriminatedUnion('state', [
  /** `share`: of this page, 0 to 1. */
  z.strictObject({
    state: z.literal('reading'),
    page: z.number().int(),
    of: z.number().int(),
    share: z.number(),
  }),
  /** Nothing was found where `offers` is empty. */
  z.strictObject({ state: z.literal('read'), offers: z.array(z.string()).max(2) }),
  z.strictObject({ state: z.literal('stopped') }),
]);
export type PaperForQuestion = Readonly<z.infer<typeof paperForQuestion>>;

/** Where it may be: these places, and what lies in them. Null: anywhere. */
const only = z.array(z.string()).nullable();

/** Each kind of question as its page needs it. */
export const questionView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), options }),
  z.strictObject({ kind: z.literal('many'), options, atLeast: z.number().int(), atMost: z.number().int() }),
  /** `unknown`: not to know is an answer, too. */
  z.strictObject({ kind: z.literal('yes-no'), unknown: z.boolean() }),
  z.strictObject({
    kind: z.literal('text'),
    content: textContent,
    asOnCard,
    code: codeForQuestion.nullable(),
    socialCard: socialCardForQuestion.nullable(),
    paper: paperForQuestion.nullable(),
  }),
  z.strictObject({
    kind: z.literal('number'),
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    decimals: z.number().int(),
    /** Stands behind the number; empty where there is none. */
    unit: z.string(),
  }),
  z.strictObject({ kind: z.literal('id-number') }),
  z.strictObject({ kind: z.literal('credit-code'), code: codeForQuestion.nullable() }),
  z.strictObject({ kind: z.literal('phone') }),
  z.strictObject({ kind: z.literal('bank-account'), banks: options, account: z.enum(['card', 'any']) }),
  z.strictObject({ kind: z.literal('region'), depth: regionDepth, only }),
  z.strictObject({ kind: z.literal('address'), only, asOnCard }),
  z.strictObject({
    kind: z.literal('date'),
    precision: z.enum(['year', 'month', 'day']),
    /** The day, or the month too, may be left out by who does not know it. */
    partial: z.boolean(),
    asOnCard,
    /** The last year there is to choose, for a date that is past; null where any will do, or the day is not known here. */
    latestYear: z.number().int().nullable(),
  }),
  z.strictObject({ kind: z.literal('person'), relations: options }),
  /** The list of a group's members: those there are, and the way to change, remove and add one. */
  z.strictObject({
    kind: z.literal('group'),
    /** What one is called. */
    one: z.string(),
    /** `text`: its first answer. `whole`: nothing more is asked of it. */
    members: z.array(z.strictObject({ title: z.string(), text: z.string(), whole: z.boolean() })),
    atLeast: z.number().int(),
    atMost: z.number().int(),
  }),
  z.strictObject({ kind: z.literal('promise'), text: z.string() }),
  z.strictObject({
    kind: z.literal('paper'),
    maxPages: z.number().int(),
    needed: z.boolean(),
    scanner: scannerStatus,
    /** By part of its name, where the page may be photographed. */
    camera: z.string().nullable(),
    /** What lies on the person's own stick; null where this terminal takes none. */
    stick: stickState.nullable(),
    scan: scanState,
    /** By what it is accepted; empty where nothing is said. */
    standard: z.string(),
    /** A picture of a person for a card, which is made to be so. */
    photo: z
      .strictObject({
        widthPx: z.number().int(),
        heightPx: z.number().int(),
        minKb: z.number().int(),
        maxKb: z.number().int(),
        /** Taken of the person who stands there, by a camera that looks at them; else of a photograph on paper. */
        live: z.boolean(),
      })
      .nullable(),
  }),
  z.strictObject({ kind: z.literal('signature') }),
]);
