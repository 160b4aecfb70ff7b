import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { type Purpose, withPurpose } from '../main/contract/wire/purposes.ts';

/** SHA-256("tongban/1/<purpose>\0" || parts). */
export function digestOf(purpose: Purpose, ...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256')
    .update(withPurpose(purpose, ...parts))
    .digest();
}

/** Ed25519 over "tongban/1/<purpose>\0" || parts, 64 bytes. */
export function signFor(purpose: Purpose, key: KeyObject, ...parts: readonly Uint8Array[]): Buffer {
  return sign(null, withPurpose(purpose, ...parts), key);
}

export function signatureHolds(
  purpose: Purpose,
  key: KeyObject,
  signature: Uint8Array,
  ...parts: readonly Uint8Array[]
): boolean {
  return verify(null, withPurpose(purpose, ...parts), key, signature);
}

/** The raw 32 bytes of the public half of an Ed25519 or X25519 private key, base64url. */
export function rawPublicKey(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError(`no raw form of a ${key.asymmetricKeyType} key`);
  return x;
}

/** An Ed25519 public key from its raw base64url form. */
export function ed25519PublicKey(raw: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw } });
}

/**
 * The y coordinates of Edwards25519's points of order 1, 2, 4 and 8, and their encodings beyond the prime. OpenSSL takes
 * them as keys, and under such a key one signature fits many messages: who enrols with it could later deny any case.
 */
const smallOrderEncodings = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

/** False for the zero key and its kin, whichever sign bit they carry. */
export function isUsableEd25519Key(raw: string): boolean {
  const bytes = Buffer.from(raw, 'base64url');
  if (bytes.length !== 32) return false;
  bytes.writeUInt8(bytes.readUInt8(31) & 0x7f, 31);
  return !smallOrderEncodings.includes(bytes.toString('hex'));
}
