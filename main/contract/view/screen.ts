import { z } from 'zod';
import { answerPath, answerValue, signature } from '../answers.ts';
import { cardPhoto, readerStatus } from '../devices/id-card-reader.ts';
import { caseStatusScreen } from './case-status.ts';
import { findScreen, homeScreen, itemsScreen } from './home.ts';
import { pagesState, printState } from './printing.ts';
import { answerFault, faultPart, questionView } from './question.ts';
import { staffPinScreen, staffScreen } from './staff.ts';
import { caseState } from './waiting.ts';

export const cardRefusal = z.discriminatedUnion('why', [
  z.strictObject({ why: z.literal('expired') }),
  z.strictObject({ why: z.literal('not-yet-valid') }),
  /** The check digit or the form of the ID number. */
  z.strictObject({ why: z.literal('id-number') }),
  z.strictObject({ why: z.literal('unknown-card') }),
  /** In the item's own words: what to do instead. */
  z.strictObject({ why: z.literal('too-young'), instead: z.string() }),
  z.strictObject({ why: z.literal('card-does-not-fit'), instead: z.string() }),
]);
export type CardRefusal = z.infer<typeof cardRefusal>;

/**
 * What is not as the person wants it about their draft: nothing can be kept, because their card gives no secret or the disk
 * takes nothing; or they took it back, and the disk has not let go of it yet.
 */
const draftTrouble = z.enum(['card', 'disk', 'not-erased']);
export type DraftTrouble = z.infer<typeof draftTrouble>;

/** `kept`: the person agreed to it, and can come back to it with their card. `not-erased`: the disk refused; it is tried again. */
export const draftAtEnd = z.enum(['none', 'kept', 'not-erased']);
export type DraftAtEnd = z.infer<typeof draftAtEnd>;

const step = z.strictObject({ at: z.number().int(), of: z.number().int() });

export const screen = z.discriminatedUnion('screen', [
  homeScreen,
  itemsScreen,
  findScreen,
  z.strictObject({
    screen: z.literal('notice'),
    itemName: z.string(),
    takes: z.array(z.strictObject({ what: z.string(), why: z.string() })),
    keeps: z.string(),
    /** What to know before one begins, and what people ask most; none where the item says nothing. */
    guide: z.array(z.strictObject({ title: z.string(), text: z.string() })),
    /** Who agrees here does so for a child, as its guardian. */
    forChild: z.boolean(),
    /** Whether the person wants their answers kept, sealed, in case the machine stops. Not unless they say so. */
    keepDraft: z.boolean(),
    draftTrouble: draftTrouble.nullable(),
  }),
  z.strictObject({
    screen: z.literal('identity'),
    itemName: z.string(),
    step,
    reader: readerStatus,
    /** `getting-ready`: nobody has looked yet whether a card lies there from before. One laid down now would be taken for it. */
    card: z.enum(['getting-ready', 'waiting', 'lift-first', 'reading', 'lay-again', 'refused']),
    refusal: cardRefusal.nullable(),
  }),
  /** This card opens a draft: go on with it, or begin anew. */
  z.strictObject({
    screen: z.literal('resume'),
    itemName: z.string(),
    /** What the draft is for, where that is something else than what was chosen now. */
    otherItemName: z.string().nullable(),
  }),
  z.strictObject({
    screen: z.literal('question'),
    itemName: z.string(),
    step,
    question: answerPath,
    /** Of whom it is asked, in a group: 家庭成员 2. */
    member: z.string().nullable(),
    ask: z.string(),
    help: z.string(),
    view: questionView,
    /** What was answered before, or what the card says; null where nothing is yet. */
    value: answerValue.nullable(),
    /** One touch: the same as answered before. `label`: to what. */
    asBefore: z.strictObject({ label: z.string(), text: z.string() }).nullable(),
    fault: answerFault.nullable(),
    /** Which field it is about, where there are several; else null. */
    faultPart: faultPart.nullable(),
    /** The item's own words for this fault, in place of the page's; mostly null. */
    faultSays: z.string().nullable(),
    /** Came from the check page: continue leads straight back to it. */
    changing: z.boolean(),
    draftTrouble: draftTrouble.nullable(),
  }),
  z.strictObject({
    screen: z.literal('check'),
    itemName: z.string(),
    step,
    rows: z.array(
      z.strictObject({
        /** The member of a group that it is about: rows one after the other under the same words stand together. */
        under: z.string().nullable(),
        label: z.string(),
        text: z.string(),
        /** Drawn in place of the text. */
        signature: signature.nullable(),
        change: answerPath.nullable(),
      }),
    ),
    /** Of the card, where an operator's decoder shows it; see devices/id-card-reader.ts. */
    photo: cardPhoto.nullable(),
    /** Handing in was tried and could not be kept: nothing is lost, and it can be tried again. */
    failed: z.enum(['disk-full', 'disk-fault', 'no-sealing-key']).nullable(),
    submitting: z.boolean(),
  }),
  z.strictObject({
    screen: z.literal('result'),
    itemName: z.string(),
    caseNumber: z.string(),
    state: caseState,
    next: z.string(),
    print: printState,
    /** Null where no copy on A4 can be had. */
    pages: pagesState.nullable(),
  }),
  z.strictObject({
    screen: z.literal('goodbye'),
    /** Why the session ended. */
    because: z.enum(['finished', 'left', 'idle']),
    draft: draftAtEnd,
    cardPresent: z.boolean(),
    /** The same of a card with a chip. */
    chipCardPresent: z.boolean(),
  }),
  caseStatusScreen,
  staffPinScreen,
  staffScreen,
  z.strictObject({
    screen: z.literal('out-of-service'),
    /** Printed small, for the person on the telephone. */
    code: z.enum([
      'profile-1',
      'enrolment-1',
      'enrolment-2',
      'database-newer',
      'database-unreadable',
      'database-locked',
      'sqlite-version',
      'disk-1',
      'disk-2',
      'bundle-1',
    ]),
    helpName: z.string(),
    helpPhone: z.string(),
  }),
]);
export type Screen = Readonly<z.infer<typeof screen>>;
