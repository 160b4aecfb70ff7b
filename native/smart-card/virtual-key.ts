import { createECDH, type JsonWebKey, type KeyObject } from 'node:crypto';

/** The order of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Signs 32 bytes as a card does: as they are. Node's own `sign` hashes what it is given once more, and a card's key does
 * not. DER.
 */
export function signRaw(privateKey: KeyObject, digest: Uint8Array): Uint8Array {
  const jwk: JsonWebKey = privateKey.export({ format: 'jwk' });
  const secret = numberOf(Buffer.from(jwk.d ?? '', 'base64url'));
  const once = createECDH('prime256v1');
  const point = once.generateKeys();
  const r = numberOf(point.subarray(1, 33)) % order;
  const s = (inverse(numberOf(once.getPrivateKey())) * (numberOf(digest) + r * secret)) % order;
  if (r === 0n || s === 0n) return signRaw(privateKey, digest);
  const integers = [...integer(r), ...integer(s)];
  return Uint8Array.from([0x30, integers.length, ...integers]);
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

/** By Fermat: the order is a prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  for (let base = value % order, power = order - 2n; power > 0n; power >>= 1n) {
    if ((power & 1n) === 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

/** A DER integer: as short as it can be, and never negative. */
function integer(value: bigint): readonly number[] {
  const hex = value.toString(16);
  const bytes = [...Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex')];
  const positive = (bytes[0] ?? 0) < 0x80 ? bytes : [0, ...bytes];
  return [0x02, positive.length, ...positive];
}
