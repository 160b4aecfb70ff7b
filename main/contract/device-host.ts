import { z } from 'zod';
import { codeReaderOrders, codeReaderSettings, codeReaderTells } from './devices/code-reader.ts';
import { documentScannerOrders, documentScannerSettings, documentScannerTells } from './devices/document-scanner.ts';
import { idCardReaderOrders, idCardReaderSettings, idCardReaderTells } from './devices/id-card-reader.ts';
import { keypadSettings, keypadTells } from './devices/keypad.ts';
import { pagePrinterOrders, pagePrinterSettings, pagePrinterTells } from './devices/page-printer.ts';
import { receiptPrinterOrders, receiptPrinterSettings, receiptPrinterTells } from './devices/receipt-printer.ts';
import { smartCardReaderOrders, smartCardReaderSettings, smartCardReaderTells } from './devices/smart-card.ts';
import { deviceStatusTell } from './devices/statuses.ts';
import { stickOrders, stickSettings, stickTells } from './devices/stick.ts';

/**
 * Between the service and the device host, over the child-process channel. Either side checks what it gets and refuses
 * what does not fit: the host runs native code that may go wrong in any way, and the service must not go with it.
 */

/** What a terminal has. What is left out it has not: it says so and does the rest. */
export const deviceSettings = z.strictObject({
  idCardReader: idCardReaderSettings.optional(),
  receiptPrinter: receiptPrinterSettings.optional(),
  pagePrinter: pagePrinterSettings.optional(),
  documentScanner: documentScannerSettings.optional(),
  smartCardReader: smartCardReaderSettings.optional(),
  codeReader: codeReaderSettings.optional(),
  keypad: keypadSettings.optional(),
  residentStick: stickSettings.optional(),
});
export type DeviceSettings = Readonly<z.infer<typeof deviceSettings>>;

export const serviceToHost = z.discriminatedUnion('message', [
  /** The first message, once. */
  z.strictObject({ message: z.literal('configure'), devices: deviceSettings }),
  ...idCardReaderOrders,
  ...receiptPrinterOrders,
  ...pagePrinterOrders,
  ...documentScannerOrders,
  ...smartCardReaderOrders,
  ...codeReaderOrders,
  ...stickOrders,
]);
export type ServiceToHost = Readonly<z.infer<typeof serviceToHost>>;

export const aliveEveryMs = 1000;

export const hostToService = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('started'), pid: z.number().int() }),
  /** Every `aliveEveryMs`. A host that is silent for longer hangs, and is killed: a hang must be seen as surely as a crash. */
  z.strictObject({ message: z.literal('alive') }),
  deviceStatusTell,
  ...idCardReaderTells,
  ...receiptPrinterTells,
  ...pagePrinterTells,
  ...documentScannerTells,
  ...smartCardReaderTells,
  ...codeReaderTells,
  ...keypadTells,
  ...stickTells,
]);
export type HostToService = Readonly<z.infer<typeof hostToService>>;
