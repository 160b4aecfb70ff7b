import { z } from 'zod';
import { answerValue, questionId, signature } from './answers.ts';
import { pagePrinterStatus } from './devices/page-printer.ts';
import { maxCodeLength } from './devices/code-reader.ts';
import { keyMeaning } from './devices/keypad.ts';
import { printerStatus } from './devices/receipt-printer.ts';
import { readerStatus } from './devices/id-card-reader.ts';
import { scannerStatus } from './devices/document-scanner.ts';
import { deviceStatuses } from './devices/statuses.ts';
import { picture } from './item.ts';
import { staffPseudonym } from './staff.ts';
import { exactly } from './wire/encoded.ts';
import { language } from './words.ts';

/**
 * What the page shows and what it may ask. The service decides both: the page keeps no answer of its own, so a page
 * that dies is shown again where it was, and one that is taken over can see no more than the screen did.
 */

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

/** What became of a code on the first screen that opened nothing. */
export const codeAtHome = z.enum(['receipt', 'unknown', 'unreadable']);
export type CodeAtHome = z.infer<typeof codeAtHome>;

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

const step = z.strictObject({ at: z.number().int(), of: z.number().int() });

/** Where a case stands, in the four words that are never mixed: kept here, sent, received there, refused there. */
export const caseState = z.enum(['kept-here', 'sent', 'received-there', 'refused-there']);
export type CaseState = z.infer<typeof caseState>;

/** Why a case waits; each has its sentence in the page's words. */
export const waitReason = z.enum([
  'not-tried-yet',
  'no-network',
  'platform-does-not-answer',
  'platform-identity-not-proven',
  'answer-not-understood',
  'answer-signature-wrong',
  'platform-busy',
  'platform-error',
  'platform-fails-on-it',
  'terminal-not-accepted',
  'platform-has-not-opened-it',
  'platform-did-not-take-it',
  'platform-does-not-know-this-version',
  'number-used-twice',
  'acknowledgement-does-not-match',
  'papers-under-way',
  'paper-not-readable-here',
  'damaged-here',
]);
export type WaitReason = z.infer<typeof waitReason>;

export const printState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('printing') }),
  z.strictObject({ state: z.literal('printed') }),
  /** The printer cannot now. `onPaper: part`: a torn beginning lies in the tray and counts for nothing. */
  z.strictObject({ state: z.literal('stopped'), because: printerStatus, onPaper: z.enum(['nothing', 'part']) }),
  /** Whether it came out whole is not known: the person looks, and may print it again. */
  z.strictObject({ state: z.literal('unsure') }),
  z.strictObject({ state: z.literal('no-printer') }),
]);
export type PrintState = z.infer<typeof printState>;

/** How it stands with a copy of what was handed in, on A4. */
export const pagesState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('offered') }),
  z.strictObject({ state: z.literal('printing') }),
  /** The printer has it and wants something before it goes on, which it then does by itself. */
  z.strictObject({ state: z.literal('waiting'), because: pagePrinterStatus }),
  z.strictObject({ state: z.literal('printed') }),
  z.strictObject({ state: z.literal('stopped'), because: pagePrinterStatus }),
  /** Whether it came out is not known. */
  z.strictObject({ state: z.literal('unsure') }),
]);
export type PagesState = Readonly<z.infer<typeof pagesState>>;

/**
 * What is not as the person wants it about their draft: nothing can be kept, because their card gives no secret or the disk
 * takes nothing; or they took it back, and the disk has not let go of it yet.
 */
const draftTrouble = z.enum(['card', 'disk', 'not-erased']);
export type DraftTrouble = z.infer<typeof draftTrouble>;

const triedDevice = z.enum([
  'idCardReader',
  'receiptPrinter',
  'pagePrinter',
  'documentScanner',
  'codeReader',
  'smartCardReader',
]);
export type TriedDevice = z.infer<typeof triedDevice>;

/** A device that staff try. What came of a card, a page or a code is not in it: that it came, is. */
const deviceTry = z.strictObject({
  device: triedDevice,
  state: z.enum([
    'working',
    'put-something-there',
    'take-away-first',
    'again',
    'worked',
    /** Its status says why. */
    'not-worked',
    /** Whether it came out whole, only the paper says. */
    'look-at-paper',
  ]),
});
export type DeviceTry = Readonly<z.infer<typeof deviceTry>>;

/** `kept`: the person agreed to it, and can come back to it with their card. `not-erased`: the disk refused; it is tried again. */
const draftAtEnd = z.enum(['none', 'kept', 'not-erased']);
export type DraftAtEnd = z.infer<typeof draftAtEnd>;

export const screen = z.discriminatedUnion('screen', [
  z.strictObject({
    screen: z.literal('home'),
    items: z.array(z.strictObject({ id: z.string(), name: z.string(), summary: z.string(), picture })),
    /** The machine stopped in the middle of somebody's form: say that it starts over. */
    interrupted: z.boolean(),
    /** Somebody's draft is kept here: whoever agreed to that can go on with their card. Whose it is, nobody knows. */
    draftWaits: z.boolean(),
    /** An item's code may be scanned here. */
    takesCodes: z.boolean(),
    code: codeAtHome.nullable(),
  }),
  z.strictObject({
    screen: z.literal('notice'),
    itemName: z.string(),
    takes: z.array(z.strictObject({ what: z.string(), why: z.string() })),
    keeps: z.string(),
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
    question: questionId,
    ask: z.string(),
    help: z.string(),
    view: questionView,
    /** What was answered before, or what the card says; null where nothing is yet. */
    value: answerValue.nullable(),
    fault: answerFault.nullable(),
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
        label: z.string(),
        text: z.string(),
        /** Drawn in place of the text. */
        signature: signature.nullable(),
        change: questionId.nullable(),
      }),
    ),
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
  z.strictObject({
    screen: z.literal('staff-pin'),
    wrong: z.boolean(),
    lockedSeconds: z.number().int().min(0),
    /**
     * Beside the PIN: how it stands with a staff card. `not-offered`: the settings name none. `not-staff`: it proved a key that
     * is nobody's here.
     */
    card: z.enum(['not-offered', 'no-reader', 'waiting', 'asking', 'insert-again', 'unknown-card', 'not-staff']),
  }),
  z.strictObject({
    screen: z.literal('staff'),
    waiting: z.array(
      z.strictObject({
        caseNumber: z.string(),
        itemName: z.string(),
        submittedAt: z.string(),
        state: caseState,
        reason: waitReason,
        /** Of the last try: status and error codes; or how far papers are, those there of all and bytes: "1/3 41%". */
        detail: z.string(),
        receiptPrinted: z.boolean(),
      }),
    ),
    /** How many older ones come before those in `waiting`. */
    waitingFrom: z.number().int().min(0),
    /** All that wait; `waiting` holds one page of them, oldest first. Null where the database could not be looked into. */
    waitingCount: z.number().int().nullable(),
    /** When staff here last asked for what waits to be sent at once: ISO 8601; null if not since they signed in. */
    askedToSendAt: z.string().nullable(),
    /** Whose card opened it: pulling that card closes it. Null where it was the PIN. */
    card: staffPseudonym.nullable(),
    devices: deviceStatuses,
    trying: deviceTry.nullable(),
    /** Files of items and settings that could not be used: file, line, what is wrong, what would be right. */
    configFaults: z.array(
      z.strictObject({ file: z.string(), line: z.number().int(), wrong: z.string(), right: z.string() }),
    ),
  }),
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
    ]),
    helpName: z.string(),
    helpPhone: z.string(),
  }),
]);
export type Screen = Readonly<z.infer<typeof screen>>;

const pressedKey = z.strictObject({ nth: z.number().int(), key: keyMeaning });
export type PressedKey = Readonly<z.infer<typeof pressedKey>>;

export const view = z.strictObject({
  /** One run of the service. */
  run: z.string(),
  /** Counts the sessions of a run. An act that carries another number is refused: it was meant for somebody else's screen. */
  session: z.number().int(),
  place: z.string(),
  language,
  elderly: z.boolean(),
  online: z.boolean(),
  reader: readerStatus,
  printer: printerStatus,
  /** The device host is being started again. */
  devicesRestarting: z.boolean(),
  /** Someone's answers are held now. */
  inSession: z.boolean(),
  /** What becomes of them should nobody touch the screen any more. */
  draftAtIdle: draftAtEnd,
  helpName: z.string(),
  helpPhone: z.string(),
  /** Nobody has touched the screen: it ends in this many seconds unless someone says "I am here". */
  idleEndsInSeconds: z.number().int().nullable(),
  /** The code reader types: what comes much faster than a person types, and ends by Enter, is a code. */
  codesAreTyped: z.boolean(),
  /** The terminal's own keys: those pressed just now, counted; and which of a keyboard's are such, by `code`. */
  keys: z.strictObject({ pressed: z.array(pressedKey), typed: z.record(z.string(), keyMeaning).nullable() }),
  /** The panel's height in millimetres, by which the page is scaled. */
  panelHeightMm: z.number(),
  screen,
});
export type View = Readonly<z.infer<typeof view>>;

/** A photograph comes in parts of at most so many bytes: one fits into a message to the service. Divisible by 3. */
export const photographPartBytes = 120 * 1024;

const session = z.number().int().min(0);
export const act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('choose-item'), session, item: z.string().max(61) }),
  z.strictObject({ act: z.literal('keep-draft'), session, on: z.boolean() }),
  z.strictObject({ act: z.literal('agree'), session }),
  z.strictObject({ act: z.literal('resume'), session }),
  z.strictObject({ act: z.literal('begin-anew'), session }),
  z.strictObject({ act: z.literal('answer'), session, question: questionId, value: answerValue.nullable() }),
  /** Scan what lies in the feeder or on the glass, to the pages of the question that stands there. */
  z.strictObject({ act: z.literal('scan'), session }),
  z.strictObject({ act: z.literal('stop-scan'), session }),
  z.strictObject({ act: z.literal('remove-page'), session, paper: exactly(16) }),
  /** A photograph of a page for the question that stands there, part after part: `at` counts from 0 and begins a new one. */
  z.strictObject({
    act: z.literal('photograph'),
    session,
    at: z.number().int().min(0).max(100),
    /** JPEG, in parts. */
    base64: z
      .base64()
      .min(4)
      .max((photographPartBytes / 3) * 4),
    last: z.boolean(),
  }),
  /** Light the code reader up. */
  z.strictObject({ act: z.literal('light-code'), session }),
  /** The code reader typed this. */
  z.strictObject({ act: z.literal('typed-code'), session, text: z.string().min(1).max(maxCodeLength) }),
  z.strictObject({ act: z.literal('back'), session }),
  z.strictObject({ act: z.literal('change'), session, question: questionId }),
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
  z.strictObject({ reply: z.literal('refused'), why: z.enum(['stale-session', 'not-now', 'malformed', 'no-service']) }),
]);
export type ActReply = Readonly<z.infer<typeof actReply>>;
