import { z } from 'zod';

/** Bytes in JSON: base64url without padding. */
export const base64url = z.string().regex(/^[\w-]*$/);

/** The last character's spare bits must be zero: else one value has several spellings, and a changed code still verifies. */
const lastCharacter = { 2: '[AEIMQUYcgkosw048]', 4: '[AQgw]' } as const;

/** Exactly so many bytes. */
export function exactly(bytes: 16 | 32 | 64 | 80) {
  const characters = Math.ceil((bytes * 4) / 3);
  const spareBits = (characters * 6 - bytes * 8) as keyof typeof lastCharacter;
  return z.string().regex(new RegExp(`^[\\w-]{${characters - 1}}${lastCharacter[spareBits]}$`));
}

/** SHA-256. */
export const digest = exactly(32);
/** Ed25519 or X25519 public key, raw. */
export const publicKey = exactly(32);
/** Ed25519. */
export const signature = exactly(64);
export const instant = z.iso.datetime();
