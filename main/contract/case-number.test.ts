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

  it('notices one wrong digit of the counter', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 9 }), (given, by) => {
        const good = formatCaseNumber(given);
        const at = good.length - 3;
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
