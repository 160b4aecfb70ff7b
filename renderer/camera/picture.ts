/** Brightness of a picture, row by row: 0 is black. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** As a canvas gives it: red, green, blue, opacity of each pixel, row by row. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** In px from the upper left of a picture, whose first pixel reaches from 0 to 1; fractions are meant. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Upper left, upper right, lower right, lower left of a sheet as it is to be read. */
export type Corners = readonly [Point, Point, Point, Point];

export function greyOf({ width, height, data }: ColourPicture): GreyPicture {
  const grey = new Uint8ClampedArray(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = 0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0);
  }
  return { width, height, data: grey };
}

/** The mean of the nine pixels around each; the frame's outermost ones stand for what would lie outside. */
export function softened({ width, height, data }: GreyPicture): GreyPicture {
  const rows = new Float32Array(width * height);
  const out = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const here = data[at] ?? 0;
      rows[at] = (data[x > 0 ? at - 1 : at] ?? here) + here + (data[x < width - 1 ? at + 1 : at] ?? here);
    }
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const above = rows[y > 0 ? at - width : at] ?? 0;
      const below = rows[y < height - 1 ? at + width : at] ?? 0;
      out[at] = (above + (rows[at] ?? 0) + below) / 9;
    }
  }
  return { width, height, data: out };
}

/** Between pixels, by the four around; beyond the frame the nearest one. */
export function brightnessAt({ width, height, data }: GreyPicture, x: number, y: number): number {
  const inX = Math.min(Math.max(x, 0), width - 1);
  const inY = Math.min(Math.max(y, 0), height - 1);
  const left = Math.floor(inX);
  const top = Math.floor(inY);
  const right = Math.min(left + 1, width - 1);
  const bottom = Math.min(top + 1, height - 1);
  const [acrossX, acrossY] = [inX - left, inY - top];
  const upper = (data[top * width + left] ?? 0) * (1 - acrossX) + (data[top * width + right] ?? 0) * acrossX;
  const lower = (data[bottom * width + left] ?? 0) * (1 - acrossX) + (data[bottom * width + right] ?? 0) * acrossX;
  return upper * (1 - acrossY) + lower * acrossY;
}
