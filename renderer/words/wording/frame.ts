import type { PrinterStatus } from '../../../main/contract/devices/receipt-printer.ts';
import type { ReaderStatus } from '../../../main/contract/devices/id-card-reader.ts';
import type { Sentences } from './shapes.ts';
import type { DraftAtEnd, Screen } from '../../../main/contract/view/screen.ts';

/** Screens a resident can ask "what do I do here?" on. */
export type HelpTopic = Exclude<Screen['screen'], 'staff-pin' | 'staff' | 'out-of-service'>;

export interface FrameWords {
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
  readonly idle: Sentences<'title' | 'nothingLost' | 'here' | 'seconds'>;
  readonly idleDraft: Sentences<DraftAtEnd>;
  readonly leave: Sentences<'title' | 'help' | 'helpNotErased' | 'stay' | 'leave'>;
  readonly askStaff: Sentences<'title' | 'help' | 'helpAtDesk' | 'kept' | 'iAmStaff'>;
  readonly helpTitle: string;
  readonly helpFor: Sentences<HelpTopic>;
}
