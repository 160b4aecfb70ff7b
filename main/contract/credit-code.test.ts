import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCreditCode, creditCodeCheckCharacter, creditCodeIn } from './credit-code.ts';

// Of two companies, as they are printed on their own pages.
const published = ['91330100799655058B', '9144030071526726XG'] as const;

describe('checkCreditCode', () => {
  it.each(published)('accepts %s', (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, value: code });
  });

  it('notices any single changed digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const good = published[0];
        const changed = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1);
        expect(checkCreditCode(changed).ok).toBe(false);
      }),
    );
  });

  it.each([
    ['91330100799655058', 'form'],
    ['91330100799655058b', 'form'],
    ['9133010079965505OB', 'form'],
    ['91330100799655058C', 'check-character'],
  ])('says what is wrong with %s', (code, error) => {
    expect(checkCreditCode(code)).toEqual({ ok: false, error });
  });

  it('is found in what a licence’s code says, and not in longer numbers', () => {
    const address = `https://example.gov.cn/%7B1?uniscid=${published[1]}&entname=x`;
    expect(creditCodeIn(address)).toBe(published[1]);
    expect(creditCodeIn(published[0].toLowerCase())).toBe(published[0]);
    expect(creditCodeIn(`9${published[0]}`)).toBeNull();
    expect(creditCodeIn('91330100799655058C')).toBeNull();
  });

  it('has a check character for every beginning', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^9[1-3]\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/), (first17) => {
        expect(checkCreditCode(first17 + creditCodeCheckCharacter(first17)).ok).toBe(true);
      }),
    );
  });
});
