import { type ColourPicture, type GreyPicture, greyOf } from './picture.ts';
import { sharpnessOf } from './quality.ts';

/** What an item asks of a picture of a person for a card. */
export interface PhotoRule {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly minKb: number;
  readonly maxKb: number;
}

/**
 * What can be told of a portrait without knowing a face: whether somebody is in the outline, the person sees better. Null where
 * nothing was found.
 */
export type PortraitTrouble = 'too-coarse' | 'too-dark' | 'too-bright' | 'not-white' | 'blurred';

const leastBrightness = 60;
const mostBrightness = 245;
/** As bright as a white wall in a hall is on a picture, and as little coloured. */
const whiteFrom = 180;
const mostColour = 40;
const leastWhiteShare = 0.8;
/** Less than on paper: skin and cloth have soft edges. Tried on drawn heads alone. */
const leastSharpness = 0.008;

/** The largest part in the middle of a picture that has the form asked for. */
export function middleOf(
  size: { readonly width: number; readonly height: number },
  { widthPx, heightPx }: PhotoRule,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const scale = Math.min(size.width / widthPx, size.height / heightPx);
  const [width, height] = [widthPx * scale, heightPx * scale];
  return { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height };
}

/** The outline that head and shoulders belong into, as shares of the picture's sides: a head, and what is under it. */
export const headOutline = { middleX: 0.5, middleY: 0.42, radiusX: 0.25, radiusY: 0.29, shouldersY: 0.72 } as const;

/** `picture`: the part that is kept, small. `close`: from its middle, in the camera's own px. `widthPx`: of the part, there. */
export function portraitTrouble(
  {
    picture,
    close,
    widthPx,
  }: { readonly picture: ColourPicture; readonly close: GreyPicture; readonly widthPx: number },
  rule: PhotoRule,
): PortraitTrouble | null {
  if (widthPx < rule.widthPx) return 'too-coarse';
  const { width, height, data } = picture;
  const grey = greyOf(picture);
  const head: number[] = [];
  let [white, behind] = [0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const reach = distanceFromHead(x / width, y / height);
      if (reach <= 0.6) head.push(grey.data[at] ?? 0);
      // Hair stands out of the outline, and shoulders are below it.
      if (reach < 1.5 || y / height > headOutline.shouldersY) continue;
      const [red, green, blue] = [data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0];
      behind += 1;
      if (
        Math.min(red, green, blue) >= whiteFrom &&
        Math.max(red, green, blue) - Math.min(red, green, blue) <= mostColour
      ) {
        white += 1;
      }
    }
  }
  const brightness = head.toSorted((one, other) => one - other)[Math.floor(head.length / 2)] ?? 0;
  if (brightness < leastBrightness) return 'too-dark';
  if (brightness > mostBrightness) return 'too-bright';
  if (white < leastWhiteShare * behind) return 'not-white';
  return sharpnessOf(close) < leastSharpness ? 'blurred' : null;
}

/** 1 on the outline of the head. */
function distanceFromHead(x: number, y: number): number {
  return Math.hypot((x - headOutline.middleX) / headOutline.radiusX, (y - headOutline.middleY) / headOutline.radiusY);
}

/** From fine to coarse; the first that is small enough is the best there is. */
export const portraitQualities = [0.95, 0.9, 0.82, 0.74, 0.64, 0.52, 0.4, 0.28] as const;

/** The JPEG that keeps within the rule; null where none does. `make`: its bytes in a quality from 0 to 1. */
export async function withinRule<Jpeg extends { readonly size: number }>(
  make: (quality: number) => Promise<Jpeg>,
  { minKb, maxKb }: PhotoRule,
): Promise<Jpeg | null> {
  for (const quality of portraitQualities) {
    const jpeg = await make(quality);
    if (jpeg.size > maxKb * 1024) continue;
    const finer = jpeg.size < minKb * 1024 ? await make(1) : jpeg;
    return finer.size >= minKb * 1024 && finer.size <= maxKb * 1024 ? finer : null;
  }
  return null;
}
