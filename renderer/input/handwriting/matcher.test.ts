import { expect, it } from 'vitest';
import { handwritingFrom } from './matcher.ts';
import * as data from './shapes/characters.generated.ts';

/** How well writing is read, is tested in build/data/handwriting. Here is what is hardly writing. */

const read = handwritingFrom(data);

it('nothing is read as nothing', () => {
  expect(read([])).toEqual([]);
  expect(read([[]])).toEqual([]);
});

it('a dot, a line and a scribble give candidates', () => {
  const scribble = Array.from({ length: 900 }, (_, at) => ({ x: 300 * Math.sin(at), y: 300 * Math.cos(at * 1.7) }));
  for (const ink of [
    [[{ x: 5, y: 5 }]],
    [
      [
        { x: 5, y: 5 },
        { x: 300, y: 8 },
      ],
    ],
    [scribble],
  ]) {
    expect(read(ink).length).toBeGreaterThan(0);
  }
  expect(
    read([
      [
        { x: 5, y: 5 },
        { x: 300, y: 8 },
      ],
    ])[0],
  ).toBe('一');
});

it('more strokes than anything has are still read in the time of a frame or two', () => {
  const many = Array.from({ length: 200 }, (_, stroke) =>
    Array.from({ length: 30 }, (__, at) => ({ x: 300 * Math.sin(stroke * 7 + at), y: 300 * Math.cos(at * stroke) })),
  );
  const onceMs = (): number => {
    const start = performance.now();
    read(many);
    return performance.now() - start;
  };
  expect(Math.min(onceMs(), onceMs(), onceMs())).toBeLessThan(100);
});
