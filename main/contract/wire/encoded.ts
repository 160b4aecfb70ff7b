import { z } from 'zod';

/** Bytes in JSON: base64url without padding. */
export const base64url = z.string().regex(/^[\w-]*$/);

const exactly = (bytes: number) => base64url.length(Math.ceil((bytes * 4) / 3));

/** SHA-256. */
export const digest = exactly(32);
/** Ed25519 or X25519 public key, raw. */
export const publicKey = exactly(32);
/** Ed25519. */
export const signature = exactly(64);
export const instant = z.iso.datetime();
