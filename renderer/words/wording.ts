import type { PrinterStatus } from '../../main/contract/devices/receipt-printer.ts';
import type { PagePrinterStatus } from '../../main/contract/devices/page-printer.ts';
import type { ReaderStatus } from '../../main/contract/devices/id-card-reader.ts';
import type { KeypadStatus } from '../../main/contract/devices/keypad.ts';
import type { CodeReaderStatus } from '../../main/contract/devices/code-reader.ts';
import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import type { SmartCardReaderStatus } from '../../main/contract/devices/smart-card.ts';
import type { PictureTrouble } from '../camera/quality.ts';
import type { CameraState } from '../camera/use-camera.ts';
import type { AnswerFault, CodeForQuestion, SocialCardForQuestion } from '../../main/contract/view/question.ts';
import type { CardRefusal, CodeAtHome, DraftAtEnd, DraftTrouble, Screen } from '../../main/contract/view/screen.ts';
import type { DeviceTry } from '../../main/contract/view/staff.ts';
import type { CaseState, WaitReason } from '../../main/contract/view/waiting.ts';

export type QuestionKind = Extract<Screen, { screen: 'question' }>['view']['kind'];
export type OutOfServiceCode = Extract<Screen, { screen: 'out-of-service' }>['code'];
export type GoodbyeReason = Extract<Screen, { screen: 'goodbye' }>['because'];
type Identity = Extract<Screen, { screen: 'identity' }>;
type SubmitFailure = NonNullable<Extract<Screen, { screen: 'check' }>['failed']>;
/** Screens a resident can ask "what do I do here?" on. */
export type HelpTopic = Exclude<Screen['screen'], 'staff-pin' | 'staff' | 'out-of-service'>;

type StaffCardState = Extract<Screen, { screen: 'staff-pin' }>['card'];

type Sentences<Key extends string> = Readonly<Record<Key, string>>;
type Titled<Key extends string> = Readonly<Record<Key, { readonly title: string; readonly help: string }>>;

/**
 * Everything the page itself says; an item's words come with the view. Every value a view can carry has its sentence
 * here, so a new one does not compile before it can be said in both languages.
 */
export interface Wording {
  readonly top: Sentences<'brand' | 'elderly' | 'otherLanguage'>;
  readonly line: Sentences<'offline' | 'offlineKept' | 'devicesRestarting'>;
  /** What a resident is told before it matters; empty where there is nothing to tell. */
  readonly readerLine: Sentences<ReaderStatus['state']>;
  readonly printerLine: Sentences<PrinterStatus['state']>;
  readonly bottom: Sentences<'label' | 'help' | 'staff' | 'leave'>;
  readonly buttons: Sentences<
    'back' | 'continue' | 'readOn' | 'changed' | 'close' | 'previousPage' | 'nextPage' | 'page' | 'rows'
  >;
  readonly busy: Sentences<
    'opening' | 'asking' | 'checking' | 'saving' | 'printing' | 'leaving' | 'ending' | 'one' | 'goingBack'
  >;
  readonly step: string;
  readonly home: Sentences<
    | 'title'
    | 'help'
    | 'helpOrCode'
    | 'interrupted'
    | 'draftWaits'
    | 'noItems'
    | 'howTitle'
    | 'howCard'
    | 'howAnswer'
    | 'howReceipt'
  >;
  readonly homeCode: Sentences<CodeAtHome>;
  readonly socialCard: Sentences<SocialCardForQuestion['state'] | 'drawing'>;
  readonly codeLine: Sentences<
    'light' | 'lightAgain' | 'hold' | 'look' | Exclude<CodeForQuestion['state'], 'none' | 'looking'>
  >;
  readonly notice: Sentences<'title' | 'help' | 'keeps' | 'keepDraft' | 'keepDraftHelp' | 'agree'>;
  readonly identity: {
    readonly card: Titled<Exclude<Identity['card'], 'refused'>>;
    readonly cardButton: Sentences<Identity['card']>;
    readonly reader: Titled<Exclude<ReaderStatus['state'], 'ready'>>;
    readonly refusal: Titled<CardRefusal['why']>;
    readonly noCard: string;
    readonly askStaff: string;
    readonly drawing: string;
  };
  readonly resume: Sentences<'title' | 'titleOther' | 'help' | 'helpOther' | 'goOn' | 'anew' | 'anewOther'>;
  /** What is not as somebody wants it about their draft. */
  readonly draftTrouble: Sentences<DraftTrouble>;
  readonly question: Sentences<'faultTitle' | 'asOnCard' | 'unchosen'>;
  readonly papers: Sentences<
    | 'page'
    | 'remove'
    | 'removeWhich'
    | 'scan'
    | 'scanMore'
    | 'scanning'
    | 'stop'
    | 'without'
    | 'stopped'
    | 'tooLarge'
    | 'full'
    | 'enough'
    | 'disk'
  > & { readonly feeder: Sentences<Extract<ScannerStatus, { state: 'ready' }>['feeder']> };
  readonly camera: Titled<'aim' | 'corners' | 'look'> & {
    readonly corner: Sentences<'upper-left' | 'upper-right' | 'lower-right' | 'lower-left'>;
  } & Sentences<
      | 'open'
      | 'openMore'
      | 'instead'
      | 'close'
      | 'live'
      | 'taken'
      | 'page'
      | 'take'
      | 'takeAnyway'
      | 'again'
      | 'straighten'
      | 'use'
      | 'turn'
      | 'notKept'
      | Exclude<CameraState['state'], 'open'>
      | PictureTrouble
      | 'seen'
      | 'not-seen'
    >;
  readonly signature: Sentences<'field' | 'here' | 'look' | 'clear' | 'full'>;
  readonly scannerLine: Sentences<ScannerStatus['state']>;
  readonly fault: Sentences<Exclude<AnswerFault, 'missing'>>;
  readonly missing: Sentences<QuestionKind | 'name' | 'address' | 'number'>;
  readonly check: Sentences<'title' | 'help' | 'change' | 'changeWhat' | 'submit' | 'failedTitle'>;
  readonly submitFailure: Sentences<SubmitFailure>;
  readonly result: Titled<CaseState>;
  readonly resultRow: Sentences<'number' | 'item' | 'next'>;
  readonly print: Titled<'printing' | 'printed' | 'unsure' | 'no-printer' | 'part'>;
  readonly printStopped: Titled<PrinterStatus['state']>;
  readonly resultButton: Sentences<'again' | 'finish'>;
  /** The copy on A4. */
  readonly pages: Sentences<'offer' | 'again' | 'stop' | 'waiting' | 'stopped'>;
  readonly pagesState: Titled<'printing' | 'printed' | 'unsure'>;
  readonly pagesTrouble: Sentences<PagePrinterStatus['state']>;
  readonly goodbye: Titled<GoodbyeReason>;
  readonly goodbyeDraft: Sentences<Exclude<DraftAtEnd, 'none'>>;
  readonly goodbyeReminder: string;
  readonly goodbyeCard: Sentences<'title' | 'help' | 'drawing'>;
  readonly goodbyeChipCard: Sentences<'title' | 'help' | 'drawing'>;
  readonly idle: Sentences<'title' | 'nothingLost' | 'here' | 'seconds'>;
  readonly idleDraft: Sentences<DraftAtEnd>;
  readonly leave: Sentences<'title' | 'help' | 'helpNotErased' | 'stay' | 'leave'>;
  readonly askStaff: Sentences<'title' | 'help' | 'helpAtDesk' | 'kept' | 'iAmStaff'>;
  readonly helpTitle: string;
  readonly helpFor: Sentences<HelpTopic>;
  readonly pin: Sentences<'title' | 'help' | 'wrong' | 'locked'>;
  readonly staffCard: Sentences<Exclude<StaffCardState, 'not-offered'>>;
  readonly staff: Sentences<
    | 'title'
    | 'cases'
    | 'devices'
    | 'files'
    | 'casesUnknown'
    | 'nothingWaits'
    | 'cannotLook'
    | 'cannotLookHelp'
    | 'waits'
    | 'sendNow'
    | 'askedToSend'
    | 'notPrinted'
    | 'reader'
    | 'printer'
    | 'scanner'
    | 'codeReader'
    | 'keypad'
    | 'smartCardReader'
    | 'byCard'
    | 'samId'
    | 'filesGood'
    | 'filesBad'
    | 'fileLine'
    | 'wrong'
    | 'right'
    | 'back'
    | 'quit'
    | 'quitTitle'
    | 'quitHelp'
    | 'quitStay'
    | 'quitNow'
    | 'nearEnd'
    | 'pagePrinter'
    | 'paperLow'
    | 'tonerLow'
  >;
  readonly staffTry: Sentences<
    | 'begin'
    | 'beginWhat'
    | 'stop'
    | 'stopWhat'
    | 'notFree'
    | 'putCard'
    | 'putCode'
    | 'printed'
    | 'read'
    | Exclude<DeviceTry['state'], 'put-something-there' | 'worked'>
  >;
  readonly caseState: Sentences<CaseState>;
  readonly waitReason: Sentences<WaitReason>;
  readonly readerState: Sentences<ReaderStatus['state']>;
  readonly readerFault: Sentences<Extract<ReaderStatus, { state: 'fault' }>['fault']>;
  readonly printerState: Sentences<PrinterStatus['state']>;
  readonly pagePrinterState: Sentences<PagePrinterStatus['state']>;
  readonly pagePrinterFault: Sentences<Extract<PagePrinterStatus, { state: 'fault' }>['fault']>;
  readonly keypadState: Sentences<KeypadStatus['state']>;
  readonly codeReaderState: Sentences<CodeReaderStatus['state']>;
  readonly codeReaderFault: Sentences<Extract<CodeReaderStatus, { state: 'fault' }>['fault']>;
  readonly scannerState: Sentences<ScannerStatus['state']>;
  readonly scannerFault: Sentences<Extract<ScannerStatus, { state: 'fault' }>['fault']>;
  readonly smartCardReaderState: Sentences<SmartCardReaderStatus['state']>;
  readonly smartCardReaderFault: Sentences<Extract<SmartCardReaderStatus, { state: 'fault' }>['fault']>;
  readonly outOfService: Sentences<'title' | 'help' | 'helpAtDesk' | 'call' | 'code'>;
  readonly outOfServiceCode: Sentences<OutOfServiceCode>;
  readonly oneMoment: Sentences<'title' | 'help' | 'longTitle' | 'longHelp'>;
}

/** What elderly mode says in fewer or plainer words; what is left out is said as ordinarily. */
export type PlainWording = {
  readonly [Part in keyof Wording]?: Wording[Part] extends string
    ? string
    : {
        readonly [Key in keyof Wording[Part]]?: Wording[Part][Key] extends string
          ? string
          : { readonly [Inner in keyof Wording[Part][Key]]?: Partial<Wording[Part][Key][Inner]> };
      };
};
