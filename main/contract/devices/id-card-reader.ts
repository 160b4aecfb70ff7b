import { z } from 'zod';
import { idCard } from '../card.ts';
import { digest } from '../wire/encoded.ts';
import { samStatus } from '../wire/envelope.ts';
import { atSerialPath, atUsbSerial } from './serial-port.ts';
import { atHid } from './usb.ts';
import { ticket } from './ticket.ts';

/** A program of the operator's, which is given the photo block of each card that is read: see native/transports/photo-decoder.ts. */
const photoDecoder = z.strictObject({
  /** Absolute. */
  program: z.string().regex(/^(\/|[A-Za-z]:\\)/),
  args: z.array(z.string()).optional(),
});
export type PhotoDecoder = Readonly<z.infer<typeof photoDecoder>>;

const withPhoto = { photoDecoder: photoDecoder.optional() } as const;

export const idCardReaderSettings = z.discriminatedUnion('transport', [
  z.strictObject({ ...atSerialPath, ...withPhoto }),
  z.strictObject({ ...atUsbSerial, ...withPhoto }),
  /** Frames over HID reports. */
  z.strictObject({ ...atHid, ...withPhoto }),
]);
export type IdCardReaderSettings = Readonly<z.infer<typeof idCardReaderSettings>>;

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
    samStatus: samStatus.nullable(),
    /**
     * SHA-256 over the card's text block (256 bytes) and photo block (1024 bytes): what only a live read of this very card
     * gives. Opens this person's draft. The blocks themselves stay in the host. Null where the card gave no photo: text
     * alone could be guessed.
     */
    cardSecret: digest.nullable(),
  }),
]);
export type CardEvent = Readonly<z.infer<typeof cardEvent>>;

/** A card's photo is 102 x 126 dots: uncompressed 39 KB. */
export const maxPhotoBytes = 64 * 1024;

/** What an operator's own decoder has made of the photo on a card. Shown beside the name, and kept nowhere. */
export const cardPhoto = z.strictObject({
  type: z.enum(['image/png', 'image/jpeg', 'image/bmp']),
  base64: z
    .base64()
    .min(4)
    .max(Math.ceil(maxPhotoBytes / 3) * 4),
});
export type CardPhoto = Readonly<z.infer<typeof cardPhoto>>;

export const idCardReaderOrders = [
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
] as const;

export const idCardReaderTells = [
  z.strictObject({ message: z.literal('card'), ticket, card: cardEvent }),
  /** After `read`, where there is a decoder. `cardSecret`: of the card it is on, because it may come when another was read since. */
  z.strictObject({ message: z.literal('card-photo'), ticket, cardSecret: digest, photo: cardPhoto }),
  /** After `release-card`: sent at once and on every change. */
  z.strictObject({ message: z.literal('card-present'), ticket, present: z.boolean() }),
] as const;
