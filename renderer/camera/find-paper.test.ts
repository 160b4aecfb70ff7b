import { describe, expect, it } from 'vitest';
import { findPaper } from './find-paper.ts';
import type { Corners, Point } from './picture.ts';
import { drawGrey, random, type Scene } from './test-pictures.ts';

/** The longer side of what the finder looks at. */
const longPx = 320;

const sheet = (corners: Corners, changes: Partial<Scene> = {}): Scene => ({
  width: longPx,
  height: 240,
  corners,
  paper: 235,
  table: 90,
  shade: 1,
  grain: 2,
  blur: 0,
  lamp: null,
  isPrinted: true,
  ...changes,
});

/** A sheet of A4 about the middle, turned, and with its far side shorter by `aslant`. */
function turned(degrees: number, aslant: number, scale = 1): Corners {
  const angle = (degrees * Math.PI) / 180;
  const [halfWidth, halfHeight] = [70 * scale, 99 * scale];
  const place = (x: number, y: number): Point => {
    const far = 1 - aslant * (0.5 - y / (2 * halfHeight));
    return {
      x: longPx / 2 + x * far * Math.cos(angle) - y * Math.sin(angle),
      y: 120 + x * far * Math.sin(angle) + y * Math.cos(angle),
    };
  };
  return [
    place(-halfWidth, -halfHeight),
    place(halfWidth, -halfHeight),
    place(halfWidth, halfHeight),
    place(-halfWidth, halfHeight),
  ];
}

/** How far the worst corner is off, in px, whichever corner is called the first. */
function worstOff(found: Corners | null, meant: Corners): number {
  if (found === null) return Infinity;
  return Math.max(
    ...meant.map((corner) => Math.min(...found.map(({ x, y }) => Math.hypot(x - corner.x, y - corner.y)))),
  );
}

describe('a sheet on a darker table', () => {
  it.each([0, 3, -7, 12, -20, 31, 45])('is found turned by %i degrees', (degrees) => {
    const corners = turned(degrees, 0.1, 0.9);
    expect(worstOff(findPaper(drawGrey(sheet(corners))), corners)).toBeLessThan(1.3);
  });

  it.each([0, 0.15, 0.3])('is found with its far side shorter by %f', (aslant) => {
    const corners = turned(6, aslant);
    expect(worstOff(findPaper(drawGrey(sheet(corners))), corners)).toBeLessThan(1.3);
  });

  it.each([
    ['a lamp at one side', { shade: 0.4 }],
    ['a dim hall', { paper: 120, table: 50, grain: 8 }],
    ['the grain of a cheap camera', { grain: 14 }],
    ['a light table', { table: 185, grain: 4 }],
    ['a picture out of focus', { blur: 2 }],
    ['a reflection on it', { lamp: { u: 0.6, v: 0.3, radius: 0.1 } }],
    ['nothing printed on it', { isPrinted: false }],
  ] satisfies readonly (readonly [string, Partial<Scene>])[])('is found in %s', (_what, changes) => {
    const corners = turned(8, 0.12);
    expect(worstOff(findPaper(drawGrey(sheet(corners, changes))), corners)).toBeLessThan(2);
  });

  it('is found wherever it lies', () => {
    const next = random(7);
    const off = Array.from({ length: 25 }, (_, seed) => {
      const scale = 0.62 + 0.3 * next();
      const moved = turned(60 * next() - 30, 0.2 * next(), scale).map(({ x, y }) => ({ x: x + 30 * next() - 15, y }));
      const corners = moved as unknown as Corners;
      const scene = sheet(corners, { shade: 0.6 + 0.4 * next(), grain: 2 + 6 * next(), table: 50 + 70 * next() });
      return worstOff(findPaper(drawGrey(scene, seed)), corners);
    });
    expect(off.filter((px) => px > 3)).toEqual([]);
  });
});

describe('no sheet', () => {
  it.each([
    ['an empty table', { paper: 90, isPrinted: false }],
    ['a picture that is all grain', { paper: 90, grain: 40, isPrinted: false }],
  ] satisfies readonly (readonly [string, Partial<Scene>])[])('is found on %s', (_what, changes) => {
    expect(findPaper(drawGrey(sheet(turned(5, 0), changes)))).toBeNull();
  });

  it('is found where it is too small to be read', () => {
    expect(findPaper(drawGrey(sheet(turned(5, 0, 0.3))))).toBeNull();
  });
});
