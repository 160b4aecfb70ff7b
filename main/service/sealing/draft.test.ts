import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openDraft, sealDraft } from './draft.ts';

const secrets = { storageKey: randomBytes(32), cardSecret: randomBytes(32).toString('base64url') };
const draft = '00112233445566778899aabbccddeeff';
const words = Buffer.from('第三题之前都答好了');

describe('a sealed draft', () => {
  it('opens with the same card on the same terminal', () => {
    expect(openDraft(secrets, draft, sealDraft(secrets, draft, words))).toEqual(words);
  });

  it('opens with no other card, with no other terminal’s key, and under no other name', () => {
    const sealed = sealDraft(secrets, draft, words);
    const others = [
      { ...secrets, cardSecret: randomBytes(32).toString('base64url') },
      { ...secrets, storageKey: randomBytes(32) },
      // Whoever has the disk has all but the card.
      { ...secrets, cardSecret: '' },
    ];
    for (const other of others) expect(openDraft(other, draft, sealed)).toBeNull();
    expect(openDraft(secrets, 'f'.repeat(32), sealed)).toBeNull();
  });

  it('opens with no bit of it changed, nor cut', () => {
    const { salt, sealed } = sealDraft(secrets, draft, words);
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(openDraft(secrets, draft, { salt, sealed: damaged })).toBeNull();
    }
    for (const length of [0, 4, 15, 16, sealed.length - 12, sealed.length - 1]) {
      expect(openDraft(secrets, draft, { salt, sealed: sealed.subarray(0, length) })).toBeNull();
    }
  });

  it('shares nothing with the state before it', () => {
    const [one, other] = [sealDraft(secrets, draft, words), sealDraft(secrets, draft, words)];
    expect(Buffer.from(one.sealed).equals(other.sealed)).toBe(false);
    expect(openDraft(secrets, draft, { salt: one.salt, sealed: other.sealed })).toBeNull();
  });
});
