import { err, ok, type Result } from '../../main/contract/result.ts';
import { command, tlv, valueOf } from './codec.ts';

/**
 * A staff card is any card with a PIV application (NIST SP 800-73-4) whose card authentication key (9E) is on P-256: what
 * is bought over the counter. That key signs without a PIN, 32 bytes at a time; it cannot be taken out of the card.
 */

const pivApplication = Uint8Array.of(0xa0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00);
const eccP256 = 0x11;
const cardAuthenticationKey = 0x9e;
/** Dynamic authentication template, and in it: what is to be signed, and the signature. */
const template = 0x7c;
const challengeTag = 0x81;
const responseTag = 0x82;
/** Of a DER signature over P-256: two integers of at most 33 bytes. */
const longestSignature = 72;
const derSequence = 0x30;

export const selectPiv = command([0x00, 0xa4, 0x04, 0x00], pivApplication, 0);

/** GENERAL AUTHENTICATE: sign this SHA-256 digest. */
export function signDigest(digest: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new Error(`a digest of ${digest.length} bytes is none of SHA-256`);
  const asked = [...tlv(responseTag, new Uint8Array()), ...tlv(challengeTag, digest)];
  return command([0x00, 0x87, eccP256, cardAuthenticationKey], tlv(template, Uint8Array.from(asked)), 0);
}

/** The signature in an answer to `signDigest`, DER. It has the right shape; whether it is right only its key tells. */
export function signatureOf(data: Uint8Array): Result<Uint8Array, 'not-a-signature'> {
  const inner = valueOf(template, data);
  const signature = inner.ok ? valueOf(responseTag, inner.value) : inner;
  if (!signature.ok || signature.value.length > longestSignature) return err('not-a-signature');
  const sequence = valueOf(derSequence, signature.value);
  const whole = sequence.ok && sequence.value.length + 2 === signature.value.length;
  return whole ? ok(signature.value) : err('not-a-signature');
}

/** The card's side: the digest it is asked to sign, or undefined. */
export function digestAskedFor(asked: Uint8Array): Uint8Array | undefined {
  const prefix = signDigest(new Uint8Array(32)).subarray(0, -33);
  if (asked.length !== prefix.length + 33 || prefix.some((byte, at) => asked[at] !== byte)) return undefined;
  return asked.slice(prefix.length, prefix.length + 32);
}

export const signatureAnswer = (signature: Uint8Array): Uint8Array => tlv(template, tlv(responseTag, signature));
