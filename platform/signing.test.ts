import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { isUsableEd25519Key, rawPublicKey } from './signing.ts';

const p = 2n ** 255n - 19n;
const mod = (a: bigint): bigint => ((a % p) + p) % p;
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; b = mod(b * b), e >>= 1n) if (e & 1n) result = mod(result * b);
  return result;
}
const inverse = (a: bigint): bigint => power(a, p - 2n);
const d = mod(-121665n * inverse(121666n));

function littleEndian(value: bigint): string {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');
}

/** y of 2P, from y of P: on the curve x² = (y² - 1) / (d y² + 1), so that x itself is not needed. */
function doubledY(y: bigint): bigint {
  const y2 = mod(y * y);
  const x2 = mod((y2 - 1n) * inverse(mod(d * y2 + 1n)));
  return mod((y2 + x2) * inverse(mod(1n - d * x2 * y2)));
}

/** The y of all points whose eighth multiple is the neutral one, found from the curve's equation and not from a list. */
function smallOrderYs(): bigint[] {
  // Order 8: 2P has y = 0, so y² = -x² and d y⁴ + 2 y² - 1 = 0; square roots as p = 5 mod 8 allows.
  const rootOfMinusOne = power(2n, (p - 1n) / 4n);
  const squareRoot = (a: bigint): bigint | null =>
    [1n, rootOfMinusOne].map((f) => mod(f * power(a, (p + 3n) / 8n))).find((r) => mod(r * r) === mod(a)) ?? null;
  const s = squareRoot(mod(1n + d));
  const order8 =
    s === null ? [] : [s, -s].map((r) => squareRoot(mod((-1n + r) * inverse(d)))).filter((y) => y !== null);
  return [1n, p - 1n, 0n, ...order8.flatMap((y) => [y, mod(-y)])];
}

it('refuses every point of small order, with either sign, also written beyond the prime', () => {
  const ys = smallOrderYs();
  expect(ys).toHaveLength(5);
  for (const y of ys) {
    expect(doubledY(doubledY(doubledY(y)))).toBe(1n);
    for (const written of [y, y + p].filter((value) => value < 2n ** 255n)) {
      expect(isUsableEd25519Key(littleEndian(written))).toBe(false);
      expect(isUsableEd25519Key(littleEndian(written + 2n ** 255n))).toBe(false);
    }
  }
});

it('takes keys that were made, and nothing of another length', () => {
  const key = rawPublicKey(generateKeyPairSync('ed25519').privateKey);
  expect(isUsableEd25519Key(key)).toBe(true);
  expect(isUsableEd25519Key(key.slice(0, -2))).toBe(false);
});
