import { describe, expect, it } from 'vitest';
import type { Ink } from '../../../renderer/input/handwriting/ink.ts';
import { handwritingFrom } from '../../../renderer/input/handwriting/matcher.ts';
import * as data from '../../../renderer/input/handwriting/shapes/characters.generated.ts';
import { randomFrom } from './random.ts';
import { strokesOf } from './sources.ts';
import { type Habits, poorHabits, usualHabits, written } from './write.ts';

const read = handwritingFrom(data);
const shapeOf = (text: string): Ink => strokesOf(text) ?? [];

/** Share of characters, among those that nothing was learned from, that come first and that come among five. */
function shares(habits: Habits, every: number): { readonly first: number; readonly five: number } {
  const random = randomFrom(9_100);
  const places = Array.from(data.characters)
    .filter((_, at) => at % (2 * every) === 1)
    .map((text) => read(written(shapeOf(text), habits, random)).indexOf(text));
  const share = (most: number) => places.filter((place) => place >= 0 && place < most).length / places.length;
  return { first: share(1), five: share(5) };
}

describe('writing that is shaken, joined and out of order', () => {
  it('is read at first in 19 of 20, and among five in 99 of 100', () => {
    const { first, five } = shares(usualHabits, 12);
    expect(first).toBeGreaterThanOrEqual(0.95);
    expect(five).toBeGreaterThanOrEqual(0.99);
  });

  it('is mostly read where the hand is poor', () => {
    const { first, five } = shares(poorHabits, 12);
    expect(first).toBeGreaterThanOrEqual(0.84);
    expect(five).toBeGreaterThanOrEqual(0.91);
  });
});

describe('writing by the book', () => {
  const text = '赵建国广元市';

  it.each(Array.from(text))('%s is read wherever and however large it is, and whatever its shape', (character) => {
    const placed = (x: number, y: number): Ink =>
      shapeOf(character).map((stroke) => stroke.map((point) => ({ x: 40 + x * point.x, y: 300 + y * point.y })));
    for (const ink of [placed(600, 600), placed(60, 60), placed(400, 560), placed(560, 400)]) {
      expect(read(ink)[0]).toBe(character);
    }
  });

  it.each(Array.from(text))('%s is read in any order of its strokes', (character) => {
    expect(read(shapeOf(character).toReversed())[0]).toBe(character);
  });

  it.each(['口', '日', '人', '王', '书'])('%s is read where the pen was never lifted', (character) => {
    expect(read([shapeOf(character).flat()]).slice(0, 5)).toContain(character);
  });
});
