import { z } from 'zod';
import { pagePrinterStatus } from '../devices/page-printer.ts';
import { printerStatus } from '../devices/receipt-printer.ts';

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
