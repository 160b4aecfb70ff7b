import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { profile } from '../../main/contract/profile.ts';
import { createManualTimers } from '../../main/service/manual-timers.ts';
import { createStaffCards } from '../../main/service/staff/cards.ts';
import { createLock } from '../../main/service/staff/lock.ts';
import { signRaw } from '../../native/smart-card/virtual-key.ts';

/** The service's challenge and a card's key, which signs as a card does. */
const newPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
type Pair = ReturnType<typeof newPair>;
const [seven, nine, stranger] = [newPair(), newPair(), newPair()];

const listed = (pseudonym: string, { publicKey }: { readonly publicKey: KeyObject }) => ({
  pseudonym,
  publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
});

function cards() {
  const lock = createLock(createManualTimers());
  return { lock, staff: createStaffCards([listed('staff-7', seven), listed('staff-9', nine)], lock) };
}

const signed = ({ privateKey }: Pair, digest: string): string =>
  Buffer.from(signRaw(privateKey, Buffer.from(digest, 'base64url'))).toString('base64url');

describe('what a staff card signs', () => {
  it('proves whose card it is', () => {
    const { staff } = cards();
    const [one, other] = [staff.challenge(), staff.challenge()];
    expect(one.judge(signed(seven, one.digest))).toEqual({ answer: 'right', pseudonym: 'staff-7' });
    expect(other.judge(signed(nine, other.digest))).toEqual({ answer: 'right', pseudonym: 'staff-9' });
  });

  it('proves nothing with another key, for another challenge, or a second time', () => {
    const { staff } = cards();
    const [one, other] = [staff.challenge(), staff.challenge()];
    expect(other.judge(signed(stranger, other.digest))).toEqual({ answer: 'wrong' });
    const right = signed(seven, one.digest);
    expect(staff.challenge().judge(right)).toEqual({ answer: 'wrong' });
    expect(one.judge(right)).toEqual({ answer: 'right', pseudonym: 'staff-7' });
    expect(one.judge(right)).toEqual({ answer: 'wrong' });
  });

  it('is never the same twice, and no bare random number', () => {
    const { staff } = cards();
    const digests = Array.from({ length: 100 }, () => staff.challenge().digest);
    expect(new Set(digests).size).toBe(100);
  });

  it('is refused whatever stands in the place of a signature', () => {
    const { staff } = cards();
    for (const signature of ['', 'AAAA', createHash('sha512').update('').digest('base64url'), 'MAYCAQACAQA']) {
      expect(staff.challenge().judge(signature)).not.toMatchObject({ answer: 'right' });
    }
  });

  it('is not looked at while the desk is locked', () => {
    const { staff, lock } = cards();
    for (let wrong = 0; wrong < 5; wrong += 1) lock.fail();
    const one = staff.challenge();
    expect(one.judge(signed(seven, one.digest))).toEqual({ answer: 'locked' });
  });

  it('is verified by keys on P-256 alone, which the settings see to', () => {
    const staffSettings = profile.shape.staff;
    const pinHash = `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(staffSettings.safeParse({ pinHash, cards: [listed('staff-7', seven)] }).success).toBe(true);
    expect(staffSettings.safeParse({ pinHash, cards: [listed('staff-7', other)] }).success).toBe(false);
    expect(staffSettings.safeParse({ pinHash, cards: [listed('王芳', seven)] }).success).toBe(false);
    expect(
      staffSettings.safeParse({ pinHash, cards: [listed('staff-7', seven), listed('staff-8', seven)] }).success,
    ).toBe(false);
  });
});
