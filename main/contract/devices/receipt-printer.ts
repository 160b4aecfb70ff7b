import { z } from 'zod';
import { atSerialPath, atUsbSerial } from './serial-port.ts';

const paper = {
  paperWidthMm: z.union([z.literal(58), z.literal(80)]),
  /** A black and white picture above every receipt: a file in netpbm's P4 format, a dot a pixel, 8 to the millimetre. */
  logo: z.string().min(1).optional(),
};
export const receiptPrinterSettings = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('tcp'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65535),
    ...paper,
  }),
  z.strictObject({ ...atSerialPath, ...paper }),
  z.strictObject({ ...atUsbSerial, ...paper }),
  /** The printer device that Linux makes of a printer on USB, such as /dev/usb/lp0. */
  z.strictObject({ transport: z.literal('usb'), path: z.string().min(1), ...paper }),
]);
export type ReceiptPrinterSettings = Readonly<z.infer<typeof receiptPrinterSettings>>;

export const printerStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  z.strictObject({ state: z.literal('ready'), paperNearEnd: z.boolean() }),
  z.strictObject({ state: z.literal('printing') }),
  z.strictObject({ state: z.literal('no-paper') }),
  z.strictObject({ state: z.literal('cover-open') }),
  z.strictObject({ state: z.literal('cutter-stuck') }),
  z.strictObject({ state: z.literal('fault') }),
  /** Nothing answers at its address. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-printer') }),
]);
export type PrinterStatus = Readonly<z.infer<typeof printerStatus>>;

/** A receipt as it should stand on paper; the driver turns it into the printer's commands. */
export const receiptBlock = z.discriminatedUnion('block', [
  z.strictObject({
    block: z.literal('text'),
    text: z.string(),
    /** Times the printer's own 24-dot characters. */
    size: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    bold: z.boolean(),
    align: z.enum(['left', 'centre']),
  }),
  z.strictObject({ block: z.literal('row'), label: z.string(), value: z.string() }),
  z.strictObject({ block: z.literal('rule') }),
  z.strictObject({ block: z.literal('feed'), lines: z.number().int().min(1).max(10) }),
  z.strictObject({
    block: z.literal('qr'),
    /** Printable ASCII: a control byte inside could be taken for a real-time command by the printer. */
    data: z.string().regex(/^[\x20-\x7e]{1,1000}$/),
  }),
]);
export const receiptDocument = z.array(receiptBlock).min(1).max(100).readonly();
export type ReceiptBlock = Readonly<z.infer<typeof receiptBlock>>;
export type ReceiptDocument = z.infer<typeof receiptDocument>;

export const printOutcome = z.discriminatedUnion('outcome', [
  /** The printer itself said, after the cut, that everything before it was done. */
  z.strictObject({ outcome: z.literal('printed') }),
  /** `part`: something stands on paper, and it is not whole. */
  z.strictObject({ outcome: z.literal('not-printed'), because: printerStatus, onPaper: z.enum(['nothing', 'part']) }),
  /** The connection broke after sending and before the printer said that it was done. */
  z.strictObject({ outcome: z.literal('unknown') }),
]);
export type PrintOutcome = Readonly<z.infer<typeof printOutcome>>;

export const receiptPrinterOrders = [
  z.strictObject({ message: z.literal('print'), jobId: z.string().min(1), document: receiptDocument }),
] as const;

export const receiptPrinterTells = [
  z.strictObject({ message: z.literal('print-outcome'), jobId: z.string(), result: printOutcome }),
] as const;
