import { z } from 'zod';
import { ticket } from './ticket.ts';

export const pagePrinterSettings = z.strictObject({
  transport: z.literal('ipp'),
  /** A queue of this machine's CUPS, such as ipp://localhost/printers/office, or a printer's own ipp://192.168.1.42/ipp/print. */
  url: z.url({ protocol: /^ipp$/ }),
});
export type PagePrinterSettings = Readonly<z.infer<typeof pagePrinterSettings>>;

export const pagePrinterStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  z.strictObject({ state: z.literal('ready'), paperLow: z.boolean(), tonerLow: z.boolean() }),
  /** It prints for this terminal. */
  z.strictObject({ state: z.literal('printing') }),
  /** It prints for somebody else: an office's printer has more than one user. What it is given waits its turn. */
  z.strictObject({ state: z.literal('busy') }),
  z.strictObject({ state: z.literal('no-paper') }),
  z.strictObject({ state: z.literal('cover-open') }),
  z.strictObject({ state: z.literal('jam') }),
  z.strictObject({ state: z.literal('no-toner') }),
  /** Somebody has stopped the queue, or closed it to new jobs. */
  z.strictObject({ state: z.literal('paused') }),
  z.strictObject({
    state: z.literal('fault'),
    fault: z.enum(['silent', 'garbled', 'not-a-printer', 'takes-no-pdf', 'refused', 'stopped-by-device']),
  }),
  /** Nothing answers at its address, or its queue cannot reach it. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-printer') }),
]);
export type PagePrinterStatus = Readonly<z.infer<typeof pagePrinterStatus>>;

/** What should stand on A4; the device host makes the pages of it. */
export const pageDocument = z.strictObject({
  place: z.string(),
  title: z.string(),
  /** Printed large. */
  number: z.strictObject({ label: z.string(), value: z.string() }),
  rows: z.array(z.strictObject({ label: z.string(), value: z.string() })).max(100),
  /** In small print under the rows. */
  notes: z.array(z.string()).max(10),
});
export type PageDocument = Readonly<z.infer<typeof pageDocument>>;

export const pagesOutcome = z.discriminatedUnion('outcome', [
  /** The printer itself said that the job is done. */
  z.strictObject({ outcome: z.literal('printed') }),
  z.strictObject({ outcome: z.literal('not-printed'), because: pagePrinterStatus }),
  /** It was sent, and whether it came out is not known. */
  z.strictObject({ outcome: z.literal('unknown') }),
]);
export type PagesOutcome = Readonly<z.infer<typeof pagesOutcome>>;

export const pagePrinterOrders = [
  /**
   * Prints the document of this session. A printer that wants paper or a closed cover keeps it and goes on by itself; the
   * status says what it wants. The end of the session cancels it, as `stop-pages` does.
   */
  z.strictObject({ message: z.literal('print-pages'), ticket, document: pageDocument }),
  /** The person has had enough. No outcome comes any more. */
  z.strictObject({ message: z.literal('stop-pages'), ticket }),
] as const;

export const pagePrinterTells = [
  z.strictObject({ message: z.literal('pages-outcome'), ticket, result: pagesOutcome }),
] as const;
