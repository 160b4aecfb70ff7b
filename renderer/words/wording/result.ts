import type { PrinterStatus } from '../../../main/contract/devices/receipt-printer.ts';
import type { PagePrinterStatus } from '../../../main/contract/devices/page-printer.ts';
import type { Sentences, Titled } from './shapes.ts';
import type { CaseState } from '../../../main/contract/view/waiting.ts';

export interface ResultWords {
  readonly result: Titled<CaseState>;
  readonly resultRow: Sentences<'number' | 'item' | 'next'>;
  readonly print: Titled<'printing' | 'printed' | 'unsure' | 'no-printer' | 'part'>;
  readonly printStopped: Titled<PrinterStatus['state']>;
  readonly resultButton: Sentences<'again' | 'finish'>;
  /** The copy on A4. */
  readonly pages: Sentences<'offer' | 'again' | 'stop' | 'waiting' | 'stopped'>;
  readonly pagesState: Titled<'printing' | 'printed' | 'unsure'>;
  readonly pagesTrouble: Sentences<PagePrinterStatus['state']>;
}
