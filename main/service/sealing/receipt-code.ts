import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../../contract/result.ts';
import { parseReceiptCode, receiptCodeBody, type ReceiptFields } from '../../contract/wire/receipt-code.ts';
import { signFor, verifyFor } from './ed25519.ts';

/** The text of a receipt's code: the fields of contract/wire/receipt-code.ts and the terminal's signature over them. */
export function signReceiptCode(fields: ReceiptFields, signingKey: KeyObject): string {
  const body = receiptCodeBody(fields);
  return `${body}|${signFor('receipt', signingKey, Buffer.from(body, 'utf8')).toString('base64url')}`;
}

/** `fields` of an unknown key are what the code claims, and nobody's word. */
export type ReceiptFault =
  | { readonly fault: 'not-a-receipt' | 'signature' }
  | { readonly fault: 'unknown-key'; readonly fields: ReceiptFields };

/** Checks a code offline. `keyOf` gives the public key of the incarnation that the code names, if it is known. */
export function verifyReceiptCode(
  code: string,
  keyOf: (incarnationKey: string) => KeyObject | null,
): Result<ReceiptFields, ReceiptFault> {
  const parsed = parseReceiptCode(code);
  if (!parsed.ok) return err({ fault: parsed.error });
  const { body, fields, signature } = parsed.value;
  const key = keyOf(fields.incarnationKey);
  if (key === null) return err({ fault: 'unknown-key', fields });
  return verifyFor('receipt', key, Buffer.from(signature, 'base64url'), Buffer.from(body, 'utf8'))
    ? ok(fields)
    : err({ fault: 'signature' });
}
