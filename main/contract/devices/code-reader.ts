import { z } from 'zod';
import { atSerialPath, atUsbSerial } from './serial-port.ts';
import { ticket } from './ticket.ts';
import { atHid } from './usb.ts';

/** Whose words it understands. Each must be set to end a code by CR. */
const model = z.enum(['honeywell', 'newland', 'gm65', 'datalogic']);

export const codeReaderSettings = z.discriminatedUnion('transport', [
  z.strictObject({ ...atSerialPath, model }),
  z.strictObject({ ...atUsbSerial, model }),
  /** USB HID point of sale. */
  z.strictObject(atHid),
  /** It types what it reads, ASCII alone, and ends it by Enter. Nobody can see whether it is there. */
  z.strictObject({ transport: z.literal('keyboard') }),
]);
export type CodeReaderSettings = Readonly<z.infer<typeof codeReaderSettings>>;

export const codeReaderStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  z.strictObject({ state: z.literal('ready') }),
  /** It is a keyboard to this machine. */
  z.strictObject({ state: z.literal('types') }),
  /** The port or the device is missing or went away. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-reader') }),
  /** Something is there, and what it answers is not a working reader. The driver goes on trying. */
  z.strictObject({ state: z.literal('fault'), fault: z.enum(['silent', 'garbled']) }),
]);
export type CodeReaderStatus = Readonly<z.infer<typeof codeReaderStatus>>;

/** The longest QR code there is holds 7089 digits. */
export const maxCodeLength = 8192;

export const codeEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('read'), text: z.string().min(1).max(maxCodeLength) }),
  /** Something came and was no whole code: hold it there again. */
  z.strictObject({ event: z.literal('unreadable') }),
]);
export type CodeEvent = Readonly<z.infer<typeof codeEvent>>;

export const codeReaderOrders = [
  /**
   * Read the next code under this ticket. Code events follow until `read` or `stop-code`. `light`: have the reader light up
   * and look; without it only what a reader reads of its own accord counts. What was read before this order is not told.
   */
  z.strictObject({ message: z.literal('read-code'), ticket, light: z.boolean() }),
  z.strictObject({ message: z.literal('stop-code'), ticket }),
] as const;

export const codeReaderTells = [z.strictObject({ message: z.literal('code'), ticket, code: codeEvent })] as const;
