import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ColourPicture, type Corners, greyOf } from './picture.ts';
import { straighten, straightSize } from './straighten.ts';
import { draw, type Scene } from './test-pictures.ts';

const scene = (corners: Corners, width = 480, height = 640): Scene => ({
  width,
  height,
  corners,
  paper: 235,
  table: 60,
  shade: 1,
  grain: 0,
  blur: 0,
  lamp: null,
  isPrinted: true,
});

/** The mean difference in brightness, the outermost hundredth left out. */
function difference(one: ColourPicture, other: ColourPicture): number {
  const [a, b] = [greyOf(one), greyOf(other)];
  let [sum, count] = [0, 0];
  for (let y = Math.ceil(a.height / 100); y < a.height * 0.99; y += 1) {
    for (let x = Math.ceil(a.width / 100); x < a.width * 0.99; x += 1) {
      sum += Math.abs((a.data[y * a.width + x] ?? 0) - (b.data[y * a.width + x] ?? 0));
      count += 1;
    }
  }
  return sum / count;
}

const corner = (x: number, y: number) => ({ x, y });
const flat = (width: number, height: number): Corners => [
  corner(0, 0),
  corner(width, 0),
  corner(width, height),
  corner(0, height),
];

it('gives back what lies straight already', () => {
  const picture = draw(scene(flat(300, 424), 300, 424));
  expect(difference(straighten(picture, flat(300, 424), { width: 300, height: 424 }), picture)).toBeLessThan(0.01);
});

it('shows a sheet seen aslant as one seen from above', () => {
  const aslant: Corners = [corner(90, 60), corner(400, 110), corner(450, 600), corner(40, 520)];
  const size = straightSize(aslant);
  const seen = straighten(draw(scene(aslant)), aslant, size);
  const meant = draw(scene(flat(size.width, size.height), size.width, size.height));
  expect(difference(seen, meant)).toBeLessThan(12);
  // The measure would notice: the same sheet by corners that are off by a line of print.
  const off: Corners = [corner(90, 72), corner(400, 122), corner(450, 612), corner(40, 532)];
  expect(difference(straighten(draw(scene(aslant)), off, size), meant)).toBeGreaterThan(25);
});

it('makes of a sheet with sides nearly as usual just the usual form, and leaves another as it is', () => {
  expect(straightSize([corner(0, 0), corner(200, 0), corner(200, 270), corner(0, 270)])).toEqual({
    width: 191,
    height: 270,
  });
  expect(straightSize(flat(540, 856))).toEqual({ width: 540, height: 856 });
});

it('never makes a picture larger than a page may be, whatever the corners', () => {
  const somewhere = fc.record({ x: fc.integer({ min: 1, max: 8000 }), y: fc.integer({ min: 1, max: 8000 }) });
  fc.assert(
    fc.property(somewhere, somewhere, somewhere, somewhere, (a, b, c, d) => {
      const { width, height } = straightSize([a, b, c, d]);
      fc.pre(Number.isFinite(width) && Number.isFinite(height));
      expect(Math.max(width, height)).toBeLessThanOrEqual(2400);
    }),
  );
});

it('shows white where the sheet reaches beyond the picture', () => {
  const picture = draw({ ...scene(flat(100, 141), 100, 141), paper: 40, isPrinted: false });
  const beyond: Corners = [corner(-50, 0), corner(100, 0), corner(100, 141), corner(-50, 141)];
  const { data } = straighten(picture, beyond, { width: 150, height: 141 });
  expect([data[0], data[4 * 149]]).toEqual([255, 40]);
});
