import type { SocialSecurityCard } from '../../main/contract/devices/smart-card.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { command } from './codec.ts';

/**
 * What a social-security card lets anybody read: LD/T 32 (file structure and data items of 2012). An application is chosen
 * by its name, a file in it by its number, a record by its identifier; a record is that identifier, a length and a value
 * that is filled up to its full length with 00 or FF.
 */

const applicationName = Uint8Array.from([
  ...Buffer.from('sx1.sh.', 'latin1'),
  0xc9,
  0xe7,
  0xbb,
  0xe1,
  0xb1,
  0xa3,
  0xd5,
  0xcf,
]);

export const selectSocialSecurity = command([0x00, 0xa4, 0x04, 0x00], applicationName);

export interface CardRecord {
  readonly file: number;
  readonly id: number;
  readonly valueBytes: number;
}

export const records = {
  cardNumber: { file: 0xef05, id: 0x07, valueBytes: 9 },
  socialSecurityNumber: { file: 0xef06, id: 0x08, valueBytes: 18 },
  name: { file: 0xef06, id: 0x09, valueBytes: 30 },
} as const satisfies Readonly<Record<keyof SocialSecurityCard, CardRecord>>;

export type RecordName = keyof typeof records;

export const selectFile = (file: number): Uint8Array =>
  command([0x00, 0xa4, 0x02, 0x00], Uint8Array.of(file >> 8, file & 0xff));

/** READ RECORD by identifier, identifier and length included. */
export const readRecord = ({ id, valueBytes }: CardRecord): Uint8Array =>
  command([0x00, 0xb2, id, 0x00], new Uint8Array(), valueBytes + 2);

/** What is wrong with a record, never what stands in it. */
export type RecordFault = { readonly record: RecordName; readonly fault: 'cut' | 'other-record' | 'not-text' | 'form' };

/** The value of a record as text; names are GBK, and GB 18030 where a character needs it. */
export function textOfRecord(record: RecordName, bytes: Uint8Array): Result<string, RecordFault> {
  const { id, valueBytes } = records[record];
  const [found, length] = bytes;
  if (found === undefined || length === undefined || length > valueBytes || bytes.length < 2 + length) {
    return err({ record, fault: 'cut' });
  }
  if (found !== id) return err({ record, fault: 'other-record' });
  const text = decoded(withoutFill(bytes.subarray(2, 2 + length)));
  if (text === undefined) return err({ record, fault: 'not-text' });
  return forms[record].test(text) ? ok(text) : err({ record, fault: 'form' });
}

const forms: Readonly<Record<RecordName, RegExp>> = {
  cardNumber: /^[0-9A-Z]{9}$/,
  socialSecurityNumber: /^[0-9A-Z]{1,18}$/,
  name: /^[^\p{Cc}\p{Z}](?:[^\p{Cc}\p{Zl}\p{Zp}]{0,28}[^\p{Cc}\p{Z}])?$/u,
};

/** A trail byte of GBK is never 00 or FF, and never 20: what of them stands at the end is fill. */
function withoutFill(value: Uint8Array): Uint8Array {
  const last = value.findLastIndex((byte) => byte !== 0x00 && byte !== 0xff && byte !== 0x20);
  return value.subarray(0, last + 1);
}

function decoded(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(value);
  } catch {
    return undefined;
  }
}
