import type { ColourPicture, Corners, GreyPicture } from './picture.ts';
import { greyOf } from './picture.ts';

/** Pictures as a camera over a table gives them, drawn anew each time and always the same. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly corners: Corners;
  /** Brightness. */
  readonly paper: number;
  readonly table: number;
  /** How much darker the far side is, across the picture: 0.5 is half as bright. */
  readonly shade: number;
  /** Standard deviation, in steps of brightness. */
  readonly grain: number;
  /** Radius in px; 0 is sharp. */
  readonly blur: number;
  /** A lamp's reflection: where on the sheet, and its radius, in shares of the sheet. */
  readonly lamp: { readonly u: number; readonly v: number; readonly radius: number } | null;
  readonly isPrinted: boolean;
}

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function draw(scene: Scene, seed = 1): ColourPicture {
  const next = random(seed);
  const { width, height, shade, grain } = scene;
  const bright = new Float32Array(width * height);
  const toSheet = inverseOf(scene.corners);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (const [overX, overY] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ] as const) {
        const [u, v] = toSheet(x + overX, y + overY);
        const isOnSheet = u >= 0 && u < 1 && v >= 0 && v < 1;
        sum += isOnSheet ? sheetAt(scene, u, v) : tableAt(scene, x, y);
      }
      bright[y * width + x] = (sum / 4) * (1 - (1 - shade) * (x / width));
    }
  }
  const seen = scene.blur === 0 ? bright : blurred(bright, width, height, scene.blur);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < seen.length; at += 1) {
    // The sum of four is near enough to a bell.
    const noise = (next() + next() + next() + next() - 2) * 1.73 * grain;
    const value = (seen[at] ?? 0) + noise;
    data.set([value, value, value, 255], at * 4);
  }
  return { width, height, data };
}

export const drawGrey = (scene: Scene, seed = 1): GreyPicture => greyOf(draw(scene, seed));

function tableAt({ table }: Scene, x: number, y: number): number {
  return table + 8 * Math.sin(y / 9 + 2 * Math.sin(x / 60));
}

/** Lines of little strokes with a heading and a ruled table: what makes finders of straight lines stumble. */
function sheetAt({ paper, lamp, isPrinted }: Scene, u: number, v: number): number {
  if (lamp !== null && Math.hypot(u - lamp.u, (v - lamp.v) * Math.SQRT2) < lamp.radius) return 400;
  if (!isPrinted || u < 0.1 || u > 0.9 || v < 0.08 || v > 0.92) return paper;
  if (v < 0.13) return u > 0.3 && u < 0.7 && isInk(u * 24, v * 60) ? 40 : paper;
  if (v > 0.6 && v < 0.8) {
    const onRule = Math.abs((v * 40) % 1) < 0.12 || Math.abs((u * 8) % 1) < 0.03;
    return onRule ? 60 : paper;
  }
  const isLine = (v * 40) % 1 < 0.55;
  return isLine && isInk(u * 60, v * 40) ? 50 : paper;
}

function isInk(column: number, row: number): boolean {
  const cell = Math.sin(Math.floor(column * 3) * 12.9898 + Math.floor(row * 4) * 78.233) * 43758.5453;
  return cell - Math.floor(cell) > 0.45;
}

/** From the picture's px to the sheet's unit square. */
function inverseOf([p0, p1, p2, p3]: Corners): (x: number, y: number) => readonly [number, number] {
  const sumX = p0.x - p1.x + p2.x - p3.x;
  const sumY = p0.y - p1.y + p2.y - p3.y;
  const [dx1, dx2, dy1, dy2] = [p1.x - p2.x, p3.x - p2.x, p1.y - p2.y, p3.y - p2.y];
  const by = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / by;
  const h = (dx1 * sumY - sumX * dy1) / by;
  const [a, b, c] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p0.x];
  const [d, e, f] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y, p0.y];
  return (x, y) => {
    const u = (e - f * h) * x + (c * h - b) * y + (b * f - c * e);
    const v = (f * g - d) * x + (a - c * g) * y + (c * d - a * f);
    const scale = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
    return [u / scale, v / scale];
  };
}

function blurred(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  let now = values;
  // A box three times over is near enough to a lens.
  for (let turn = 0; turn < 3; turn += 1) {
    now = boxed(now, width, height, 1, width, radius);
    now = boxed(now, height, width, width, 1, radius);
  }
  return now;
}

function boxed(
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  radius: number,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    for (let at = 0; at < length; at += 1) {
      let sum = 0;
      for (let near = -radius; near <= radius; near += 1) {
        const within = Math.min(Math.max(at + near, 0), length - 1);
        sum += values[line * lineStep + within * step] ?? 0;
      }
      out[line * lineStep + at * step] = sum / (2 * radius + 1);
    }
  }
  return out;
}
