import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxSignaturePoints, signature } from '../../main/contract/answers.ts';
import { drawnOn, inkBox, isFull, pathOf, type Stroke } from './strokes.ts';

const drawn = (...points: readonly (readonly [number, number])[]): Stroke =>
  points.reduce<Stroke>((stroke, [xMm, yMm], at) => drawnOn(stroke, { xMm, yMm, ms: at * 8 }, 100), []);

describe('a stroke', () => {
  it('keeps where and when, in hundredths of a millimetre and in milliseconds', () => {
    expect(drawnOn([], { xMm: 12.34567, yMm: 0.1, ms: 99.6 }, 1)).toEqual([[12.35, 0.1, 100]]);
  });

  it('leaves out what lies nearer than half a millimetre', () => {
    expect(drawn([10, 10], [10.2, 10], [10.4, 10], [10.6, 10])).toEqual([
      [10, 10, 0],
      [10.6, 10, 24],
    ]);
  });

  it('takes no more points than there are left', () => {
    expect(drawnOn([[1, 1, 0]], { xMm: 9, yMm: 9, ms: 5 }, 0)).toEqual([[1, 1, 0]]);
    expect(isFull([Array.from({ length: maxSignaturePoints }, () => [0, 0, 0])])).toBe(true);
  });

  it('fits the contract wherever the hand goes, off the field too', () => {
    const point = fc.record({
      xMm: fc.double({ min: -50, max: 390, noNaN: true }),
      yMm: fc.double({ min: -50, max: 390, noNaN: true }),
      ms: fc.double({ min: -1, max: 1e9, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const stroke = points.reduce<Stroke>((sofar, at) => drawnOn(sofar, at, 1000), []);
        const value = { kind: 'signature', widthMm: 200, heightMm: 80, strokes: [stroke] };
        expect(signature.safeParse(value).success).toBe(true);
      }),
    );
  });
});

describe('its picture', () => {
  it('begins and ends where the hand did, and goes round the corners between', () => {
    expect(pathOf(drawn([0, 0], [10, 0], [10, 10]))).toBe('M0 0Q10 0 10 5L10 10');
  });

  it('is a dot where the hand did not move', () => {
    expect(pathOf(drawn([5, 6]))).toBe('M5 6h0');
  });

  it('shows the ink and no empty field', () => {
    expect(inkBox([drawn([50, 20], [60, 20]), drawn([55, 18], [55, 40])])).toBe('48 16 14 26');
  });
});
