import { describe, expect, it } from 'vitest';
import type { Corners, GreyPicture } from '../camera/picture.ts';
import { drawGrey, random, type Scene } from '../camera/test-pictures.ts';
import { inkiestPlace, pageTrouble } from './page-checks.ts';

const size = { width: 1654, height: 2339 };

/** The whole of a sheet that fills its picture, `scale` px for each of `size`. */
function sheet(changes: Partial<Scene>, seed = 1): GreyPicture {
  const [width, height] = [566, 800];
  const corners: Corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  return drawGrey(
    {
      width,
      height,
      corners,
      paper: 235,
      table: 80,
      shade: 1,
      grain: 2,
      blur: 0,
      lamp: null,
      isPrinted: true,
      ...changes,
    },
    seed,
  );
}
/** 400 px of its own out of the lines of print. */
function close(changes: Partial<Scene>): GreyPicture {
  const corners: Corners = [
    { x: -400, y: -300 },
    { x: 1254, y: -300 },
    { x: 1254, y: 2039 },
    { x: -400, y: 2039 },
  ];
  return drawGrey({
    width: 400,
    height: 400,
    corners,
    paper: 235,
    table: 80,
    shade: 1,
    grain: 2,
    blur: 0,
    lamp: null,
    isPrinted: true,
    ...changes,
  });
}
const trouble = (changes: Partial<Scene>, of = size) =>
  pageTrouble({ size: of, whole: sheet(changes), close: close(changes) });

describe('a page', () => {
  it('is good when it is printed, sharp and light, also on grey paper and with grain', () => {
    expect(trouble({})).toBeNull();
    expect(trouble({ paper: 190, grain: 6 })).toBeNull();
    expect(trouble({ shade: 0.7 })).toBeNull();
  });

  it('is blank with nothing on it, whatever its paper is like', () => {
    expect(trouble({ isPrinted: false })).toBe('blank');
    expect(trouble({ isPrinted: false, grain: 8 })).toBe('blank');
    expect(trouble({ isPrinted: false, paper: 160, shade: 0.7 })).toBe('blank');
  });

  it('is not blank with four words on it', () => {
    const whole = sheet({ isPrinted: false });
    const next = random(3);
    for (let stroke = 0; stroke < 60; stroke += 1) {
      const [x, y] = [200 + Math.floor(next() * 90), 300 + Math.floor(next() * 12)];
      for (let down = 0; down < 9; down += 1)
        for (const over of [0, 1, 2]) whole.data[(y + down) * whole.width + x + over] = 40;
    }
    expect(pageTrouble({ size, whole, close: close({}) })).toBeNull();
  });

  it('is too dark, not sharp or too coarse', () => {
    expect(trouble({ paper: 60 })).toBe('too-dark');
    expect(trouble({ blur: 3 })).toBe('blurred');
    expect(trouble({}, { width: 500, height: 707 })).toBe('too-coarse');
  });
});

it('finds where most is written', () => {
  const whole = sheet({ isPrinted: false });
  for (let y = 640; y < 680; y += 1) for (let x = 80; x < 120; x += 2) whole.data[y * whole.width + x] = 20;
  const { x, y } = inkiestPlace(whole);
  expect([Math.round(x * whole.width), Math.round(y * whole.height)]).toEqual([100, 660]);
});
