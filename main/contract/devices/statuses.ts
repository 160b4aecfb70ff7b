import { z } from 'zod';
import { codeReaderStatus } from './code-reader.ts';
import { scannerStatus } from './document-scanner.ts';
import { readerStatus } from './id-card-reader.ts';
import { keypadStatus } from './keypad.ts';
import { pagePrinterStatus } from './page-printer.ts';
import { printerStatus } from './receipt-printer.ts';
import { smartCardReaderStatus } from './smart-card.ts';

/** What each device of the terminal says of itself: from its driver to the staff page, unchanged on the way. */
export const deviceStatuses = z.strictObject({
  idCardReader: readerStatus,
  receiptPrinter: printerStatus,
  pagePrinter: pagePrinterStatus,
  documentScanner: scannerStatus,
  smartCardReader: smartCardReaderStatus,
  codeReader: codeReaderStatus,
  keypad: keypadStatus,
});
export type DeviceStatuses = Readonly<z.infer<typeof deviceStatuses>>;

const tell = z.literal('device-status');
export const deviceStatusTell = z.discriminatedUnion('device', [
  z.strictObject({ message: tell, device: z.literal('idCardReader'), status: readerStatus }),
  z.strictObject({ message: tell, device: z.literal('receiptPrinter'), status: printerStatus }),
  z.strictObject({ message: tell, device: z.literal('pagePrinter'), status: pagePrinterStatus }),
  z.strictObject({ message: tell, device: z.literal('documentScanner'), status: scannerStatus }),
  z.strictObject({ message: tell, device: z.literal('smartCardReader'), status: smartCardReaderStatus }),
  z.strictObject({ message: tell, device: z.literal('codeReader'), status: codeReaderStatus }),
  z.strictObject({ message: tell, device: z.literal('keypad'), status: keypadStatus }),
]);
export type DeviceStatusTell = Readonly<z.infer<typeof deviceStatusTell>>;

/** Of a device host that has not said anything yet, or is gone. */
export const allConnecting: DeviceStatuses = {
  idCardReader: { state: 'connecting' },
  receiptPrinter: { state: 'connecting' },
  pagePrinter: { state: 'connecting' },
  documentScanner: { state: 'connecting' },
  smartCardReader: { state: 'connecting' },
  codeReader: { state: 'connecting' },
  keypad: { state: 'connecting' },
};

/** Of a hall that is closed: no device host runs. */
export const noneConfigured: DeviceStatuses = {
  idCardReader: { state: 'not-configured' },
  receiptPrinter: { state: 'not-configured' },
  pagePrinter: { state: 'not-configured' },
  documentScanner: { state: 'not-configured' },
  smartCardReader: { state: 'not-configured' },
  codeReader: { state: 'not-configured' },
  keypad: { state: 'not-configured' },
};

export function withStatus(statuses: DeviceStatuses, { device, status }: DeviceStatusTell): DeviceStatuses {
  return { ...statuses, [device]: status };
}
