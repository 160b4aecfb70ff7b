import { z } from 'zod';
import { idCard } from './card.ts';
import { digest } from './wire/encoded.ts';

/**
 * Between the service and the device host, over the child-process channel. Either side checks what it gets and refuses
 * what does not fit: the host runs native code that may go wrong in any way, and the service must not go with it.
 */

/**
 * Names the session on whose behalf a card is read. Random, made by the service when a session begins. An answer under
 * another ticket is thrown away, so a slow or re-started host cannot hand one person's card to the next.
 */
export const ticket = z.string().regex(/^[0-9a-f]{32}$/);

/** Names one scan of a session. Random. */
const scanId = ticket;

export const readerStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  z.strictObject({ state: z.literal('ready'), samId: z.string() }),
  /** The port is missing or went away. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-reader') }),
  /** The port is there and what answers is not a working reader. The driver goes on trying. */
  z.strictObject({
    state: z.literal('fault'),
    fault: z.enum(['silent', 'garbled', 'sam-self-test', 'sam-not-authorised']),
  }),
]);
export type ReaderStatus = Readonly<z.infer<typeof readerStatus>>;

/** What happens on the reader while a session waits for a card. */
export const cardEvent = z.discriminatedUnion('event', [
  /** Nothing lies there. */
  z.strictObject({ event: z.literal('waiting') }),
  /** A card lay there before this session: it must be lifted first, whoever's it is. */
  z.strictObject({ event: z.literal('lift-first') }),
  /** A card was laid down in this session and is being read. */
  z.strictObject({ event: z.literal('reading') }),
  /** It did not read; lift and lay down again. */
  z.strictObject({ event: z.literal('lay-again') }),
  /** The reader read it, and what it says follows no known layout. */
  z.strictObject({ event: z.literal('unknown-card') }),
  z.strictObject({
    event: z.literal('read'),
    card: idCard,
    samId: z.string(),
    /**
     * SHA-256 over the card's text block (256 bytes) and photo block (1024 bytes): what only a live read of this very card
     * gives. Opens this person's draft. The blocks themselves stay in the host. Null where the card gave no photo: text
     * alone could be guessed.
     */
    cardSecret: digest.nullable(),
  }),
]);
export type CardEvent = Readonly<z.infer<typeof cardEvent>>;

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

export const scannerStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  /** From the feeder where it holds paper, else from the glass. */
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
]);
export type ScanOutcome = Readonly<z.infer<typeof scanOutcome>>;

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

export const serialPortPath = z.string().min(1);
export const deviceSettings = z.strictObject({
  idCardReader: z
    .strictObject({
      transport: z.literal('serial'),
      path: serialPortPath,
      baud: z.union([z.literal(9600), z.literal(19200), z.literal(38400), z.literal(57600), z.literal(115200)]),
    })
    .optional(),
  receiptPrinter: z
    .strictObject({
      transport: z.literal('tcp'),
      host: z.string().min(1),
      port: z.number().int().min(1).max(65535),
      paperWidthMm: z.union([z.literal(58), z.literal(80)]),
    })
    .optional(),
  documentScanner: z
    .strictObject({
      transport: z.literal('escl'),
      /** The scanner's eSCL root, such as http://192.168.1.20/eSCL. */
      url: z.url({ protocol: /^https?$/ }),
    })
    .optional(),
});
export type DeviceSettings = Readonly<z.infer<typeof deviceSettings>>;

export const serviceToHost = z.discriminatedUnion('message', [
  /** The first message, once. */
  z.strictObject({ message: z.literal('configure'), devices: deviceSettings }),
  /**
   * A session begins. A card already lying there is from now on an old one: it is not read under this ticket until it
   * has been seen gone. Replaces the ticket before it.
   */
  z.strictObject({ message: z.literal('watch-card'), ticket }),
  /** The person has agreed: read the next card laid down under this ticket. Card events follow until `read` or `stop-card`. */
  z.strictObject({ message: z.literal('read-card'), ticket }),
  /** Stop reading under this ticket (the person went back). Watching goes on. */
  z.strictObject({ message: z.literal('stop-card'), ticket }),
  /** The session is over: report by `card-present` whether a card still lies there, until it is gone. */
  z.strictObject({ message: z.literal('release-card'), ticket }),
  z.strictObject({ message: z.literal('print'), jobId: z.string().min(1), document: receiptDocument }),
  /** Scan what lies on the glass, or all that lies in the feeder. Parts and one outcome follow under the same `scan`. */
  z.strictObject({ message: z.literal('scan'), ticket, scan: scanId }),
  /** The person has left or has had enough: the scanner stops, and no part of this session comes any more. */
  z.strictObject({ message: z.literal('stop-scan'), ticket }),
]);
export type ServiceToHost = Readonly<z.infer<typeof serviceToHost>>;

export const aliveEveryMs = 1000;

export const hostToService = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('started'), pid: z.number().int() }),
  /** Every `aliveEveryMs`. A host that is silent for longer hangs, and is killed: a hang must be seen as surely as a crash. */
  z.strictObject({ message: z.literal('alive') }),
  z.strictObject({ message: z.literal('reader-status'), status: readerStatus }),
  z.strictObject({ message: z.literal('printer-status'), status: printerStatus }),
  z.strictObject({ message: z.literal('card'), ticket, card: cardEvent }),
  /** After `release-card`: sent at once and on every change. */
  z.strictObject({ message: z.literal('card-present'), ticket, present: z.boolean() }),
  z.strictObject({ message: z.literal('scanner-status'), status: scannerStatus }),
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
  z.strictObject({ message: z.literal('print-outcome'), jobId: z.string(), result: printOutcome }),
]);
export type HostToService = Readonly<z.infer<typeof hostToService>>;
