import { z } from 'zod';
import { base64url, digest, instant, publicKey, signature } from './encoded.ts';

export const keyId = z.string().regex(/^[a-z0-9-]{1,40}$/);

/**
 * Which keys of the platform count. Signed by a root; a terminal holds the highest version it has seen and takes no
 * lower one. The suite of an envelope is looked up here by key, never believed from a message.
 */
export const keyList = z.strictObject({
  v: z.literal(1),
  version: z.number().int().min(1),
  issuedAt: instant,
  keys: z
    .array(
      z.strictObject({
        id: keyId,
        use: z.enum(['sealing', 'acknowledgement', 'response', 'bundle']),
        suite: z.literal(1),
        publicKey,
        /** Seal to no revoked key, believe no signature of one. */
        revoked: z.boolean(),
      }),
    )
    .min(1),
  /** SHA-256 of the platform's TLS public key (SubjectPublicKeyInfo); any of them counts. */
  pins: z.array(digest).min(1),
  /** "LLZ01/1": enrolments that are no longer believed. */
  revokedIncarnations: z.array(z.string()),
});
export type KeyList = Readonly<z.infer<typeof keyList>>;

/** `bytes` is the JSON of a key list. Signed over purpose `key-list`. One known root's signature is enough. */
export const signedKeyList = z.strictObject({
  bytes: base64url,
  signatures: z.array(z.strictObject({ root: z.string(), signature })).min(1),
});
export type SignedKeyList = Readonly<z.infer<typeof signedKeyList>>;
