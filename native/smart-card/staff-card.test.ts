import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestAskedFor, selectPiv, signatureAnswer, signatureOf, signDigest } from './staff-card.ts';
import { signRaw } from './virtual-key.ts';

const digest = createHash('sha256').update('to be signed').digest();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('commands to a staff card', () => {
  it('are those of PIV', () => {
    expect(Buffer.from(selectPiv).toString('hex')).toBe('00a4040009a0000003080000100000');
    expect(Buffer.from(signDigest(digest)).toString('hex')).toBe(`0087119e267c2482008120${digest.toString('hex')}00`);
    expect(digestAskedFor(signDigest(digest))).toEqual(Uint8Array.from(digest));
    expect(digestAskedFor(selectPiv)).toBeUndefined();
  });
});

describe('the virtual key', () => {
  it('signs a digest as it is, so that any verifier of the whole text agrees', () => {
    for (let time = 0; time < 50; time += 1) {
      const signature = signRaw(privateKey, digest);
      expect(verify('sha256', Buffer.from('to be signed'), publicKey, signature)).toBe(true);
      expect(verify('sha256', Buffer.from('to be signed!'), publicKey, signature)).toBe(false);
    }
  });
});

describe('an answer with a signature', () => {
  it('gives it back', () => {
    const signature = signRaw(privateKey, digest);
    expect(signatureOf(signatureAnswer(signature))).toEqual({ ok: true, value: signature });
  });

  it('is refused where it is cut, another object, or too long', () => {
    const answer = signatureAnswer(signRaw(privateKey, digest));
    for (let length = 0; length < answer.length; length += 1)
      expect(signatureOf(answer.subarray(0, length)).ok).toBe(false);
    expect(signatureOf(signatureAnswer(Uint8Array.of(0x31, 0x00))).ok).toBe(false);
    expect(signatureOf(signatureAnswer(Uint8Array.from([0x30, 80, ...new Uint8Array(80)]))).ok).toBe(false);
  });

  it('whatever comes: no exception, and nothing longer than a signature', () => {
    const answer = signatureAnswer(signRaw(privateKey, digest));
    const changed = fc.tuple(fc.nat(answer.length - 1), fc.nat(255)).map(([at, byte]) => {
      const bytes = Uint8Array.from(answer);
      bytes[at] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const signature = signatureOf(bytes);
        if (signature.ok) expect(signature.value.length).toBeLessThanOrEqual(72);
      }),
      { numRuns: 2000 },
    );
  });
});
