import { z } from 'zod';
import { digest } from '../wire/encoded.ts';
import { ticket } from './ticket.ts';

export const smartCardReaderSettings = z.strictObject({
  transport: z.literal('pcsc'),
  /**
   * The reader's whole name as PC/SC has it, `*` standing for any run of characters: `*ACR39U*`. Of two of a kind the
   * serial number in the name tells which; the last digits depend on the order they were plugged in.
   */
  reader: z.string().min(1).max(128),
});
export type SmartCardReaderSettings = Readonly<z.infer<typeof smartCardReaderSettings>>;

export const smartCardReaderStatus = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-configured') }),
  z.strictObject({ state: z.literal('connecting') }),
  /** The system's card service does not answer. The driver goes on trying. */
  z.strictObject({ state: z.literal('no-service') }),
  z.strictObject({ state: z.literal('no-reader') }),
  /** More than one reader has a name that fits: which of them is meant nobody can know. */
  z.strictObject({ state: z.literal('several-readers') }),
  /** There, with an empty slot. */
  z.strictObject({ state: z.literal('ready') }),
  z.strictObject({ state: z.literal('card-in') }),
  /**
   * Of the card that is in, or of the reader: it passes when the card is pulled. `mute`: it does not start up, as one does
   * that is upside down. `silent`: it stopped answering. `garbled`: what came was no card's answer.
   */
  z.strictObject({ state: z.literal('fault'), fault: z.enum(['mute', 'silent', 'garbled']) }),
]);
export type SmartCardReaderStatus = Readonly<z.infer<typeof smartCardReaderStatus>>;

/** What a social-security card says of its holder without a PIN. Nothing proves that the card is genuine. */
export const socialSecurityCard = z.strictObject({
  /** The card's own number, which is printed on it: 9 characters. */
  cardNumber: z.string().regex(/^[0-9A-Z]{9}$/),
  /** Of its holder: for citizens their ID number. */
  socialSecurityNumber: z.string().regex(/^[0-9A-Z]{1,18}$/),
  name: z.string().min(1).max(30),
});
export type SocialSecurityCard = Readonly<z.infer<typeof socialSecurityCard>>;

export const socialCardEvent = z.discriminatedUnion('event', [
  /** The slot is empty. */
  z.strictObject({ event: z.literal('waiting') }),
  /** A card was in before this session: it must be pulled first, whoever's it is. */
  z.strictObject({ event: z.literal('pull-first') }),
  z.strictObject({ event: z.literal('reading') }),
  /** It did not read, or was pulled before it had; pull and insert it again, the right way round. */
  z.strictObject({ event: z.literal('insert-again') }),
  /** Another kind of card, or one whose records follow no known form. */
  z.strictObject({ event: z.literal('unknown-card') }),
  z.strictObject({ event: z.literal('read'), card: socialSecurityCard }),
]);
export type SocialCardEvent = Readonly<z.infer<typeof socialCardEvent>>;

export const staffCardEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('waiting') }),
  z.strictObject({ event: z.literal('asking') }),
  z.strictObject({ event: z.literal('insert-again') }),
  /** A card, and none that can prove whose it is. */
  z.strictObject({ event: z.literal('unknown-card') }),
  /** ECDSA over P-256 as DER, base64url: at most 72 bytes. Whose key that is, and whether it is right, the service sees. */
  z.strictObject({ event: z.literal('answered'), signature: z.string().regex(/^[\w-]{8,96}$/) }),
  /** The card that answered is no longer in. */
  z.strictObject({ event: z.literal('pulled') }),
]);
export type StaffCardEvent = Readonly<z.infer<typeof staffCardEvent>>;

export const smartCardReaderOrders = [
  /** Read the next social-security card that is inserted in this session. Events follow until `read` or `stop-social-card`. */
  z.strictObject({ message: z.literal('read-social-card'), ticket }),
  z.strictObject({ message: z.literal('stop-social-card'), ticket }),
  /**
   * Have the card that is in, or the next one, sign this digest: it comes before a session's card. Events follow under the
   * same `challenge` until it is dropped; another one replaces it.
   */
  z.strictObject({ message: z.literal('challenge-staff-card'), challenge: ticket, digest }),
  z.strictObject({ message: z.literal('drop-staff-card'), challenge: ticket }),
] as const;

export const smartCardReaderTells = [
  z.strictObject({ message: z.literal('social-card'), ticket, card: socialCardEvent }),
  z.strictObject({ message: z.literal('staff-card'), challenge: ticket, card: staffCardEvent }),
  /** After `release-card`: sent at once and on every change, until the slot is empty. */
  z.strictObject({ message: z.literal('social-card-present'), ticket, present: z.boolean() }),
] as const;
