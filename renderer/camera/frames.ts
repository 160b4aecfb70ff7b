import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';
import { photographPartBytes } from '../../main/contract/view/act.ts';
import type { Wish } from '../acts.ts';
import { findPaper } from './find-paper.ts';
import { type ColourPicture, type Corners, type GreyPicture, greyOf, type Point } from './picture.ts';
import { middleOf, type PhotoRule, type PortraitTrouble, portraitTrouble, withinRule } from './portrait-rules.ts';
import { type PictureTrouble, troubleOf } from './quality.ts';
import { straighten, straightSize } from './straighten.ts';

/** The longer side of what the finder looks at. */
const smallPx = 320;
/** A square of the sheet's middle, in the camera's own px, that tells whether it is sharp. */
const middlePx = 400;
const jpegQuality = 0.85;

/** What is seen in a picture, in whose px the corners are. */
export interface Seen {
  readonly corners: Corners | null;
  readonly trouble: PictureTrouble | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function lookAt(source: CanvasImageSource, size: Size): Seen {
  const scale = smallPx / Math.max(size.width, size.height);
  const small = greyOf(
    drawn(source, { x: 0, y: 0, ...size }, { width: size.width * scale, height: size.height * scale }),
  );
  const found = findPaper(small);
  if (found === null) return { corners: null, trouble: null };
  const corners = scaled(found, 1 / scale);
  const [a, b, c, d] = corners;
  const side = Math.min(middlePx, size.width, size.height);
  const within = (middle: number, length: number): number => Math.min(Math.max(middle - side / 2, 0), length - side);
  const x = within((a.x + b.x + c.x + d.x) / 4, size.width);
  const y = within((a.y + b.y + c.y + d.y) / 4, size.height);
  const middle = greyOf(drawn(source, { x, y, width: side, height: side }, { width: side, height: side }));
  return { corners, trouble: troubleOf(small, found, middle satisfies GreyPicture) };
}

/** Where nothing was found: a little inside the picture's edge, for the person to put right. */
export function guessedCorners({ width, height }: Size): Corners {
  const [left, right, top, bottom] = [0.1 * width, 0.9 * width, 0.1 * height, 0.9 * height];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

/** A picture of its own, of which the next frame takes nothing. */
export function frozen(source: CanvasImageSource, size: Size): ColourPicture {
  return drawn(source, { x: 0, y: 0, ...size }, size);
}

export function straightened(picture: ColourPicture, corners: Corners): ColourPicture {
  return straighten(picture, corners, straightSize(corners));
}

/** Shows a picture on a canvas; with null nothing is left on it. */
export function paint(canvas: HTMLCanvasElement, picture: ColourPicture | null): void {
  canvas.width = picture?.width ?? 0;
  canvas.height = picture?.height ?? 0;
  if (picture === null) return;
  const pixels = new ImageData(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  contextOf(canvas).putImageData(pixels, 0, 0);
}

/**
 * As acts to be sent one after the other, for the place of the page `instead` or for the end. With a `rule` just as it says.
 * Null where even a coarse picture would be too large.
 */
export async function photographActs(
  picture: ColourPicture,
  instead: string | undefined,
  rule: PhotoRule | null,
): Promise<readonly Wish[] | null> {
  const canvas = document.createElement('canvas');
  paint(canvas, rule === null ? picture : fitted(picture, rule));
  const jpeg = rule === null ? await pageJpeg(canvas) : await withinRule((quality) => jpegOf(canvas, quality), rule);
  paint(canvas, null);
  if (jpeg === null) return null;
  const count = Math.ceil(jpeg.size / photographPartBytes);
  return Promise.all(
    Array.from({ length: count }, async (_, at): Promise<Wish> => {
      const part = jpeg.slice(at * photographPartBytes, (at + 1) * photographPartBytes);
      const place = instead === undefined ? {} : { instead };
      return { act: 'photograph', at, base64: await base64Of(part), last: at === count - 1, ...place };
    }),
  );
}

async function pageJpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
  const fine = await jpegOf(canvas, jpegQuality);
  const jpeg = fine.size <= maxPageBytes ? fine : await jpegOf(canvas, jpegQuality / 2);
  return jpeg.size <= maxPageBytes ? jpeg : null;
}

/** The middle of a picture in the form and the size that a rule asks for; nothing is stretched. */
export function fitted(picture: ColourPicture, rule: PhotoRule): ColourPicture {
  const canvas = document.createElement('canvas');
  paint(canvas, picture);
  const made = drawn(canvas, middleOf(picture, rule), { width: rule.widthPx, height: rule.heightPx });
  paint(canvas, null);
  return made;
}

/** The side of what a portrait is looked at in: half of the size it is usually kept in. */
const smallPortraitPx = 179;

export function lookAtPortrait(source: CanvasImageSource, size: Size, rule: PhotoRule): PortraitTrouble | null {
  const part = middleOf(size, rule);
  const small = { width: smallPortraitPx, height: (smallPortraitPx * rule.heightPx) / rule.widthPx };
  const side = Math.min(middlePx, part.width, part.height);
  const face = { x: part.x + (part.width - side) / 2, y: Math.max(part.y, part.y + 0.42 * part.height - side / 2) };
  return portraitTrouble(
    {
      picture: drawn(source, part, small),
      close: greyOf(drawn(source, { ...face, width: side, height: side }, { width: side, height: side })),
      widthPx: part.width,
    },
    rule,
  );
}

/** A part of a picture, in the size it is wanted in. */
export function drawn(source: CanvasImageSource, from: Point & Size, to: Size): ColourPicture {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(to.width);
  canvas.height = Math.round(to.height);
  const context = contextOf(canvas);
  context.drawImage(source, from.x, from.y, from.width, from.height, 0, 0, canvas.width, canvas.height);
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
  paint(canvas, null);
  return { width, height, data };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('there is no canvas here');
  return context;
}

function scaled([a, b, c, d]: Corners, by: number): Corners {
  const each = ({ x, y }: Point): Point => ({ x: x * by, y: y * by });
  return [each(a), each(b), each(c), each(d)];
}

function jpegOf(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no picture came out')) : resolve(blob)),
      'image/jpeg',
      quality,
    );
  });
}

function base64Of(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      // An address of its own kind: data:image/jpeg;base64,…
      if (typeof reader.result === 'string') resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(new Error('a part of the picture could not be read')));
    reader.readAsDataURL(part);
  });
}
