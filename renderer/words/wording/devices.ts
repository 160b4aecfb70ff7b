import type { PrinterStatus } from '../../../main/contract/devices/receipt-printer.ts';
import type { PagePrinterStatus } from '../../../main/contract/devices/page-printer.ts';
import type { ReaderStatus } from '../../../main/contract/devices/id-card-reader.ts';
import type { KeypadStatus } from '../../../main/contract/devices/keypad.ts';
import type { CodeReaderStatus } from '../../../main/contract/devices/code-reader.ts';
import type { ScannerStatus } from '../../../main/contract/devices/document-scanner.ts';
import type { SmartCardReaderStatus } from '../../../main/contract/devices/smart-card.ts';
import type { Sentences } from './shapes.ts';

export interface DevicesWords {
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
}
