import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasLuhnDigit } from './bank-card.ts';

describe('hasLuhnDigit', () => {
  it('holds for the number by which the formula is commonly shown', () => {
    expect(hasLuhnDigit('49927398716')).toBe(true);
    expect(hasLuhnDigit('49927398717')).toBe(false);
    expect(hasLuhnDigit('')).toBe(false);
  });

  it('notices any single changed digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^62\d{14,16}$/), fc.nat(14), fc.integer({ min: 1, max: 9 }), (start, at, by) => {
        const good = [...Array(10).keys()].map((digit) => start + digit).find(hasLuhnDigit) ?? '';
        expect(good).not.toBe('');
        const changed = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1);
        expect(hasLuhnDigit(changed)).toBe(false);
      }),
    );
  });
});
