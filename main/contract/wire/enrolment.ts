import { z } from 'zod';
import { digest, publicKey } from './encoded.ts';
import { lease } from './deliveries.ts';
import { keyId } from './keys.ts';

/**
 * Enrolment: the operator reads a one-time code from the platform and types it at the terminal. It is never sent.
 *
 *   code     = 24 letters and digits of Crockford's base 32, printed in fours: 4 name the enrolment, 20 (100 bits) are secret
 *   codeKey  = SHA-256("tongban/1/enrolment-code\0" || the 24 characters, no hyphens)
 *   terminal proves: HMAC-SHA256(codeKey, "tongban/1/enrolment-terminal\0" || terminalKey || responseKey)
 *   platform proves: HMAC-SHA256(codeKey, "tongban/1/enrolment-platform\0" || terminalKey || responseKey || UTF-8 "LLZ01/1")
 *
 * `responseKey` is the first unrevoked response key of the key list, which the terminal has verified against its roots:
 * without that pin anybody on the line could hand over keys of his own.
 */
export const enrolmentCodePattern = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/;

export const enrolmentRequest = z.strictObject({
  v: z.literal(1),
  /** The code's first four characters. */
  enrolment: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}$/),
  terminalKey: publicKey,
  responseKeyId: keyId,
  proof: digest,
});
export type EnrolmentRequest = Readonly<z.infer<typeof enrolmentRequest>>;

/** The same key with the same code gets the same answer again: an answer may be lost. Another key gets none. */
export const enrolmentResponse = z.strictObject({
  v: z.literal(1),
  terminal: z.string(),
  incarnation: z.number().int().min(1),
  lease,
  proof: digest,
});
export type EnrolmentResponse = Readonly<z.infer<typeof enrolmentResponse>>;
