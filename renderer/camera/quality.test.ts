import { describe, expect, it } from 'vitest';
import type { Corners } from './picture.ts';
import { sharpnessOf, troubleOf } from './quality.ts';
import { drawGrey, type Scene } from './test-pictures.ts';

const corners: Corners = [
  { x: 60, y: 20 },
  { x: 260, y: 20 },
  { x: 260, y: 230 },
  { x: 60, y: 230 },
];
const scene = (changes: Partial<Scene> = {}): Scene => ({
  width: 320,
  height: 240,
  corners,
  paper: 215,
  table: 80,
  shade: 1,
  grain: 2,
  blur: 0,
  lamp: null,
  isPrinted: true,
  ...changes,
});
/** The middle of a sheet that is 900 px wide: characters 14 px high, as 12-point print before a camera of 1080 lines. */
const middle = (changes: Partial<Scene> = {}) =>
  drawGrey({
    ...scene(changes),
    width: 400,
    height: 400,
    corners: [
      { x: -250, y: -200 },
      { x: 650, y: -200 },
      { x: 650, y: 1073 },
      { x: -250, y: 1073 },
    ],
  });

const troubleIn = (changes: Partial<Scene>) => troubleOf(drawGrey(scene(changes)), corners, middle(changes));

describe('a picture of a sheet', () => {
  it('is good when it is sharp and evenly lit', () => {
    expect(troubleIn({})).toBeNull();
    expect(troubleIn({ grain: 8 })).toBeNull();
    expect(troubleIn({ shade: 0.6 })).toBeNull();
    expect(troubleIn({ paper: 250 })).toBeNull();
    expect(troubleIn({ isPrinted: false })).toBeNull();
  });

  it('is blurred when the hand or the lens was', () => {
    expect(troubleIn({ blur: 3 })).toBe('blurred');
    expect(troubleIn({ blur: 3, grain: 8 })).toBe('blurred');
    expect(troubleIn({ blur: 3, shade: 0.6 })).toBe('blurred');
  });

  it('glares where a lamp is mirrored in it', () => {
    expect(troubleIn({ lamp: { u: 0.5, v: 0.4, radius: 0.08 } })).toBe('glare');
  });

  it('is too dark where nobody could read it', () => {
    expect(troubleIn({ paper: 60, table: 20 })).toBe('too-dark');
  });
});

it('calls a sharper picture of the same sheet sharper', () => {
  const sharpness = [0, 1, 2, 3].map((blur) => sharpnessOf(middle({ blur })));
  expect(sharpness).toEqual(sharpness.toSorted((a, b) => b - a));
});
