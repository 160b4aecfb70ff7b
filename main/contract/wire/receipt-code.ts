import { z } from 'zod';
import { exactly, instant, signature } from './encoded.ts';
import { timeQuality } from './envelope.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * The code on a receipt: fields joined by "|", the terminal's Ed25519 signature over purpose `receipt` and all before
 * it at the end. No name, no ID number, no hash of them. Short, because a fine code on thermal paper reads badly.
 */
const receiptFields = z.strictObject({
  caseNumber: z.string(),
  incarnationKey: z.string(),
  /** First 16 bytes of the caseDigest. */
  digestStart: exactly(16),
  at: instant,
  quality: timeQuality,
  /** 16 random bytes: with them the status can be looked up, with the number alone it cannot. */
  secret: exactly(16),
  auditHeadStart: exactly(16),
});
export type ReceiptFields = Readonly<z.infer<typeof receiptFields>>;

export function receiptCodeBody(fields: ReceiptFields): string {
  const { caseNumber, incarnationKey, digestStart, at, quality, secret, auditHeadStart } = fields;
  return [
    'TB1',
    caseNumber,
    incarnationKey,
    digestStart,
    at,
    quality === 'own-clock' ? 'o' : 'p',
    secret,
    auditHeadStart,
  ].join('|');
}

export function parseReceiptCode(
  code: string,
): Result<{ readonly body: string; readonly fields: ReceiptFields; readonly signature: string }, 'not-a-receipt'> {
  const parts = code.split('|');
  const [version, caseNumber, incarnationKey, digestStart, at, quality, secret, auditHeadStart, signed] = parts;
  if (version !== 'TB1' || parts.length !== 9 || (quality !== 'o' && quality !== 'p')) return err('not-a-receipt');
  const fields = receiptFields.safeParse({
    caseNumber,
    incarnationKey,
    digestStart,
    at,
    quality: quality === 'o' ? 'own-clock' : 'since-platform-contact',
    secret,
    auditHeadStart,
  });
  const checked = signature.safeParse(signed);
  if (!fields.success || !checked.success) return err('not-a-receipt');
  return ok({ body: parts.slice(0, 8).join('|'), fields: fields.data, signature: checked.data });
}
