import { type GreyPicture, softened } from '../camera/picture.ts';
import { sharpnessOf } from '../camera/quality.ts';

/** What makes a page come back from the office, seen before it goes there; null where nothing was found. */
export type PageTrouble = 'blank' | 'too-dark' | 'blurred' | 'too-coarse';

/** The longer side of what the whole page is looked at in. */
export const wholePagePx = 800;
/** A square of the page in its own px, by which it is told whether it is sharp. */
export const closePx = 400;

/** By how much ink is darker than the paper around it, after softening; less is dust, a crease, the other side shining through. */
const inkStep = 28;
/** Four words on an A4 page are more; the grain of a scanner's glass is less. */
const leastInkShare = 0.0004;
const leastBrightness = 70;
const leastSharpness = 0.02;
/** Of the shorter side. At 600 px A4 has 72 a inch: the small print of a form runs together. */
const leastPx = 600;

export interface PageLook {
  /** As it was taken. */
  readonly size: { readonly width: number; readonly height: number };
  /** The whole page, at most `wholePagePx` long. */
  readonly whole: GreyPicture;
  /** The square around `inkiestPlace`, in the page's own px. */
  readonly close: GreyPicture;
}

/** A page that fills its picture, as scanned or straightened. Advice: whoever knows better keeps it all the same. */
export function pageTrouble({ size, whole, close }: PageLook): PageTrouble | null {
  if (Math.min(size.width, size.height) < leastPx) return 'too-coarse';
  if (brightnessOf(whole) < leastBrightness) return 'too-dark';
  if (inkShare(whole) < leastInkShare) return 'blank';
  return sharpnessOf(close) < leastSharpness ? 'blurred' : null;
}

const cell = 40;

/** The middle of the part with most on it, as shares of the sides: sharpness shows where something is written. */
export function inkiestPlace(whole: GreyPicture): { readonly x: number; readonly y: number } {
  const { width, height, data } = whole;
  let best = { x: 0.5, y: 0.5, variance: 0 };
  for (let top = 0; top + cell <= height; top += cell) {
    for (let left = 0; left + cell <= width; left += cell) {
      let [sum, squares] = [0, 0];
      for (let y = top; y < top + cell; y += 1) {
        for (let x = left; x < left + cell; x += 1) {
          const value = data[y * width + x] ?? 0;
          sum += value;
          squares += value * value;
        }
      }
      const variance = squares / cell ** 2 - (sum / cell ** 2) ** 2;
      if (variance > best.variance) best = { x: (left + cell / 2) / width, y: (top + cell / 2) / height, variance };
    }
  }
  return best;
}

/** The median. */
function brightnessOf({ data }: GreyPicture): number {
  return data.toSorted()[Math.floor(data.length / 2)] ?? 0;
}

/** The share that is clearly darker than the paper a little way around: a page that is grey all over has no ink. */
function inkShare(picture: GreyPicture): number {
  const { width, height, data } = softened(picture);
  let dark = 0;
  let looked = 0;
  // The outermost part is the sheet's edge and the glass beside it.
  const margin = Math.round(Math.max(width, height) * 0.03);
  const reach = 12;
  for (let y = margin; y < height - margin; y += 1) {
    for (let x = margin; x < width - margin; x += 1) {
      const around = Math.max(
        data[y * width + Math.max(0, x - reach)] ?? 0,
        data[y * width + Math.min(width - 1, x + reach)] ?? 0,
        data[Math.max(0, y - reach) * width + x] ?? 0,
        data[Math.min(height - 1, y + reach) * width + x] ?? 0,
      );
      looked += 1;
      if (around - (data[y * width + x] ?? 0) > inkStep) dark += 1;
    }
  }
  return looked === 0 ? 0 : dark / looked;
}
