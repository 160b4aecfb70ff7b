import { err, ok, type Result } from '../../main/contract/result.ts';

/**
 * Commands and answers of cards with contacts: ISO/IEC 7816-4. Short ones only: at most 255 bytes go to a card at a time,
 * and at most 256 and a status come back.
 */

/** A card's answer: what it says, and the two bytes that say how it went. */
export interface Answer {
  readonly data: Uint8Array;
  readonly status: Status;
}

export type Status =
  | { readonly status: 'ok' }
  /** `bytes` more are ready to be fetched; 256 is written as 0. */
  | { readonly status: 'more'; readonly bytes: number }
  /** The command asked for a wrong length; `bytes` is the right one. */
  | { readonly status: 'other-length'; readonly bytes: number }
  /** No such application, file or record. */
  | { readonly status: 'not-found' }
  /** The card knows what was asked for and does not do it. */
  | { readonly status: 'refused'; readonly word: number };

const statusBytes = 2;
const longestData = 256;

/** None where the bytes can be no answer: too few, too many, or a status outside 61xx, 6xxx and 9xxx. */
export function parseAnswer(bytes: Uint8Array): Answer | undefined {
  if (bytes.length < statusBytes || bytes.length > longestData + statusBytes) return undefined;
  const [high = 0, low = 0] = bytes.subarray(-statusBytes);
  if (high === 0x60 || !(high >> 4 === 6 || high >> 4 === 9)) return undefined;
  return { data: bytes.subarray(0, -statusBytes), status: statusOf(high, low) };
}

function statusOf(high: number, low: number): Status {
  if (high === 0x90 && low === 0x00) return { status: 'ok' };
  if (high === 0x61) return { status: 'more', bytes: low };
  if (high === 0x6c) return { status: 'other-length', bytes: low };
  // 6A82 file or application, 6A83 record, 6A88 data, 6999 "applet not selected" of Java cards.
  if (high === 0x6a && (low === 0x82 || low === 0x83 || low === 0x88)) return { status: 'not-found' };
  if (high === 0x69 && low === 0x99) return { status: 'not-found' };
  return { status: 'refused', word: (high << 8) | low };
}

/** The same command asking for `bytes`; for one that ends in its expected length. */
export function askingFor(command: Uint8Array, bytes: number): Uint8Array {
  const again = Uint8Array.from(command);
  again[again.length - 1] = bytes;
  return again;
}

/** GET RESPONSE. */
export const fetchRest = (bytes: number): Uint8Array => Uint8Array.of(0x00, 0xc0, 0x00, 0x00, bytes);

/** `expected`: what the card is to answer at most, 256 written as 0; undefined where it answers a status alone. */
export function command(
  [cla, ins, p1, p2]: readonly [number, number, number, number],
  data: Uint8Array,
  expected?: number,
): Uint8Array {
  if (data.length > 255) throw new Error(`a command of ${data.length} bytes does not fit a short one`);
  const head = data.length > 0 ? [cla, ins, p1, p2, data.length] : [cla, ins, p1, p2];
  return Uint8Array.from([...head, ...data, ...(expected === undefined ? [] : [expected])]);
}

export type TlvFault = 'cut' | 'tag';

/** The value of a BER object that must have this one-byte tag; lengths up to 65,535. What comes after it is left alone. */
export function valueOf(tag: number, bytes: Uint8Array): Result<Uint8Array, TlvFault> {
  const [found, first] = bytes;
  if (found === undefined || first === undefined) return err('cut');
  if (found !== tag) return err('tag');
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  if (lengthBytes > 2 || (first >= 0x80 && lengthBytes === 0) || bytes.length < 2 + lengthBytes) return err('cut');
  const length =
    lengthBytes === 0 ? first : bytes.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const value = bytes.subarray(2 + lengthBytes, 2 + lengthBytes + length);
  return value.length === length ? ok(value) : err('cut');
}

/** A BER object with a one-byte tag and a value of at most 127 bytes. */
export function tlv(tag: number, value: Uint8Array): Uint8Array {
  if (value.length > 127) throw new Error(`a value of ${value.length} bytes needs a longer length`);
  return Uint8Array.from([tag, value.length, ...value]);
}
