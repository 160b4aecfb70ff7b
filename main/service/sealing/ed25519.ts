import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { type Purpose, withPurpose } from '../../contract/wire/purposes.ts';

/** A raw Ed25519 public key of 32 bytes as the key list and the roots carry it. Throws on another length. */
export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== 32) throw new RangeError(`an Ed25519 public key has 32 bytes, not ${raw.length}`);
  return createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
  });
}

/** 64 bytes over "tongban/1/<purpose>\0" || parts. */
export function signFor(purpose: Purpose, privateKey: KeyObject, ...parts: readonly Uint8Array[]): Buffer {
  return sign(null, withPurpose(purpose, ...parts), privateKey);
}

export function verifyFor(
  purpose: Purpose,
  publicKey: KeyObject,
  signature: Uint8Array,
  ...parts: readonly Uint8Array[]
): boolean {
  return verify(null, withPurpose(purpose, ...parts), publicKey, signature);
}
