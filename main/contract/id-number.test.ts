import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIdNumber, idNumberCheckCharacter } from './id-number.ts';

describe('checkIdNumber', () => {
  it('accepts the published sample of a foreign permanent resident', () => {
    expect(checkIdNumber('931586198001010028').ok).toBe(true);
  });

  it('accepts an area that is no longer a county', () => {
    const first17 = '33010319500101002';
    expect(checkIdNumber(first17 + idNumberCheckCharacter(first17)).ok).toBe(true);
  });

  it('notices any single changed digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const good = '931586198001010028';
        const changed = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1);
        expect(checkIdNumber(changed).ok).toBe(false);
      }),
    );
  });

  it.each([
    ['12345', 'not-18-characters'],
    ['93158619800101002x', 'not-18-characters'],
    ['931586198001010029', 'check-digit'],
  ])('says what is wrong with %s', (idNumber, error) => {
    expect(checkIdNumber(idNumber)).toEqual({ ok: false, error });
  });

  it('refuses a birth date that does not exist', () => {
    const first17 = '34120219900230002';
    expect(checkIdNumber(first17 + idNumberCheckCharacter(first17))).toEqual({ ok: false, error: 'birth-date' });
  });
});
