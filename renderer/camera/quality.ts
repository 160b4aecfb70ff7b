import type { Corners, GreyPicture } from './picture.ts';
import { softened } from './picture.ts';

/** What a person can do something about before the picture is taken; null where it is good. */
export type PictureTrouble = 'too-dark' | 'glare' | 'blurred';

/** Below it small print runs together; found on the sample pages in quality.test.ts. */
const leastSharpness = 0.02;
const leastBrightness = 70;
/** A lamp's reflection: as bright as the camera can see, on a sheet that elsewhere is clearly not. */
const glareFrom = 250;
const sheetBelow = 236;
const mostGlareShare = 0.005;

/** `whole` with the sheet's corners in it, and the sheet's middle in the camera's full resolution. */
export function troubleOf(whole: GreyPicture, corners: Corners, middle: GreyPicture): PictureTrouble | null {
  const counts = brightnessesInside(whole, corners);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const brightness = shareReached(counts, 0.5 * all);
  if (brightness < leastBrightness) return 'too-dark';
  const glaring = counts.reduce((sum, count, value) => (value >= glareFrom ? sum + count : sum), 0);
  if (brightness < sheetBelow && glaring > mostGlareShare * all) return 'glare';
  return sharpnessOf(middle) < leastSharpness ? 'blurred' : null;
}

/**
 * The variance of the Laplacian, against the variance of the brightness itself: the usual measure alone takes a pale form
 * for a blurred one. Softened before, so that a camera's grain in a dim hall does not count as sharp. A sheet with nothing
 * on it counts as sharp: there is nothing to read.
 */
export function sharpnessOf(picture: GreyPicture): number {
  const { width, height, data } = softened(picture);
  let [count, sum, squares, laplacianSquares] = [0, 0, 0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const here = data[at] ?? 0;
      const around = (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      // Its mean over a picture is as good as zero.
      laplacianSquares += (around - 4 * here) ** 2;
      sum += here;
      squares += here ** 2;
      count += 1;
    }
  }
  const variance = squares / count - (sum / count) ** 2;
  return variance < 25 ? 1 : laplacianSquares / count / variance;
}

function brightnessesInside({ width, height, data }: GreyPicture, corners: Corners): Uint32Array {
  const counts = new Uint32Array(256);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isInside = corners.every((from, at) => {
        const to = corners[(at + 1) % 4] ?? from;
        return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) > 0;
      });
      if (!isInside) continue;
      const value = data[y * width + x] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  return counts;
}

function shareReached(counts: Uint32Array, target: number): number {
  let seen = 0;
  for (const [value, count] of counts.entries()) {
    seen += count;
    if (seen >= target) return value;
  }
  return 255;
}
