import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCaseNumber, parseCaseNumber } from './case-number.ts';

const parts = fc.record({
  terminal: fc.stringMatching(/^[A-Z0-9]{3,8}$/),
  incarnation: fc.integer({ min: 1, max: 999999 }),
  counter: fc.integer({ min: 1, max: 999999999 }),
});

describe('case number', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(parseCaseNumber(formatCaseNumber(given))).toEqual({ ok: true, value: given });
      }),
    );
  });

  it('is the one worked out by hand: LLZ01-1-0047', () => {
    // L is 21, Z is 35: 21 21 35 0 1 1 0047 and two zeros.
    const remainder = Number(BigInt('212135011004700') % 97n);
    expect(formatCaseNumber({ terminal: 'LLZ01', incarnation: 1, counter: 47 })).toBe(
      `LLZ01-1-0047-${String(98 - remainder).padStart(2, '0')}`,
    );
  });

  it('notices one wrong digit of the counter', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 9 }), (given, by) => {
        const good = formatCaseNumber(given);
        const at = good.length - 4;
        const wrong = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1);
        expect(parseCaseNumber(wrong).ok).toBe(false);
      }),
    );
  });

  it('has no number zero', () => {
    expect(parseCaseNumber(formatCaseNumber({ terminal: 'LLZ01', incarnation: 1, counter: 0 }))).toEqual({
      ok: false,
      error: 'form',
    });
  });
});
