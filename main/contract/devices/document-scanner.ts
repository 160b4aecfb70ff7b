import { z } from 'zod';
import { ticket } from './ticket.ts';

/** Names one scan of a session. Random. */
export const scanId = ticket;

/** Whether a sheet in the feeder is two pages, front and back. Where the scanner cannot do that it is one. */
const bothSides = z.boolean().optional();

export const documentScannerSettings = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('escl'),
    /** The scanner's eSCL root, such as http://192.168.1.20/eSCL. */
    url: z.url({ protocol: /^https?$/ }),
    bothSides,
  }),
  z.strictObject({
    transport: z.literal('sane'),
    /** As `scanimage -L` names it. */
    device: z.string().min(1),
    bothSides,
  }),
]);
export type DocumentScannerSettings = Readonly<z.infer<typeof documentScannerSettings>>;

export const scannerStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  /** From the feeder where it holds paper, else from the glass. `empty`, too, where a feeder does not say what it holds. */
  z.strictObject({ state: z.literal('ready'), feeder: z.enum(['none', 'empty', 'loaded']) }),
  z.strictObject({ state: z.literal('scanning') }),
  /** It works for somebody else just now: a network scanner has more than one user. */
  z.strictObject({ state: z.literal('busy') }),
  z.strictObject({ state: z.literal('jam') }),
  z.strictObject({ state: z.literal('cover-open') }),
  z.strictObject({ state: z.literal('fault'), fault: z.enum(['silent', 'garbled', 'stopped-by-device']) }),
  /** Nothing answers at its address. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-scanner') }),
]);
export type ScannerStatus = Readonly<z.infer<typeof scannerStatus>>;

/** One page is at most this long; a longer one is refused before it is kept. */
export const maxPageBytes = 5 * 1024 * 1024;
/** A page travels in parts of at most so many bytes. */
export const maxPagePartBytes = 256 * 1024;

export const scanOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('done'), pages: z.number().int().min(1) }),
  /** Pages that came whole before it are good. `because` is the state that stopped it. */
  z.strictObject({ outcome: z.literal('not-scanned'), because: scannerStatus }),
  /** A page longer than `maxPageBytes`. */
  z.strictObject({ outcome: z.literal('page-too-large') }),
  /** A file that was to be one, and is no photograph or cannot be read. */
  z.strictObject({ outcome: z.literal('not-a-page') }),
]);
export type ScanOutcome = Readonly<z.infer<typeof scanOutcome>>;

export const documentScannerOrders = [
  /** Scan what lies on the glass, or all that lies in the feeder. Parts and one outcome follow under the same `scan`. */
  z.strictObject({ message: z.literal('scan'), ticket, scan: scanId }),
  /** The person has left or has had enough: the scanner stops, and no part of this session comes any more. */
  z.strictObject({ message: z.literal('stop-scan'), ticket }),
] as const;

export const documentScannerTells = [
  z.strictObject({
    message: z.literal('page-part'),
    ticket,
    scan: scanId,
    /** From 1. Parts of a page come in order, pages one after the other. */
    page: z.number().int().min(1),
    /** JPEG, in parts. */
    base64: z.base64().max(Math.ceil(maxPagePartBytes / 3) * 4),
    last: z.boolean(),
  }),
  z.strictObject({ message: z.literal('scan-outcome'), ticket, scan: scanId, result: scanOutcome }),
] as const;
