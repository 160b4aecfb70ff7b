import type { ColourPicture, Corners, Point } from './picture.ts';
import { distance } from './quad.ts';

/** Of the longer side. A4 at 200 dpi is 2339: more than cameras of this kind see, and a page stays well below its 5 MB. */
const longestPx = 2400;
/** The sides of A4, A5 and A6: the longer by the shorter. */
const paperRatio = Math.SQRT2;

/**
 * How large a sheet is drawn when it lies straight: as many px as its longest sides have in the picture. A sheet seen aslant
 * looks shorter than it is, so one that comes near the usual paper's form gets just that form.
 */
export function straightSize([a, b, c, d]: Corners): { readonly width: number; readonly height: number } {
  const across = Math.max(distance(a, b), distance(d, c));
  const down = Math.max(distance(b, c), distance(a, d));
  const ratio = Math.max(across, down) / Math.min(across, down);
  const isUsual = ratio > paperRatio * 0.9 && ratio < paperRatio * 1.1;
  const long = Math.min(longestPx, Math.max(across, down));
  const short = long / (isUsual ? paperRatio : ratio);
  const [width, height] = across > down ? [long, short] : [short, long];
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

/** The eight numbers that carry the unit square onto four corners: x = (a u + b v + c) / (g u + h v + 1), y likewise. */
type Projection = readonly [number, number, number, number, number, number, number, number];

/** Heckbert's square-to-quad ("Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3). */
function projectionOnto([p0, p1, p2, p3]: Corners): Projection {
  const sumX = p0.x - p1.x + p2.x - p3.x;
  const sumY = p0.y - p1.y + p2.y - p3.y;
  const [dx1, dx2, dy1, dy2] = [p1.x - p2.x, p3.x - p2.x, p1.y - p2.y, p3.y - p2.y];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / determinant;
  const h = (dx1 * sumY - sumX * dy1) / determinant;
  return [
    p1.x - p0.x + g * p1.x,
    p3.x - p0.x + h * p3.x,
    p0.x,
    p1.y - p0.y + g * p1.y,
    p3.y - p0.y + h * p3.y,
    p0.y,
    g,
    h,
  ];
}

function projected([a, b, c, d, e, f, g, h]: Projection, u: number, v: number): Point {
  const by = g * u + h * v + 1;
  return { x: (a * u + b * v + c) / by, y: (d * u + e * v + f) / by };
}

/** The sheet between four corners as if seen from straight above. What lies beyond the picture is white. */
export function straighten(
  picture: ColourPicture,
  corners: Corners,
  { width, height }: { readonly width: number; readonly height: number },
): ColourPicture {
  const { width: fromWidth, height: fromHeight, data: from } = picture;
  const projection = projectionOnto(corners);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const { x: middleX, y: middleY } = projected(projection, (column + 0.5) / width, (row + 0.5) / height);
      // Corners are measured from the frame's edge, and a pixel's value belongs to its middle.
      const [x, y] = [middleX - 0.5, middleY - 0.5];
      if (x < -0.5 || y < -0.5 || x > fromWidth - 0.5 || y > fromHeight - 0.5) continue;
      const left = Math.max(0, Math.floor(x));
      const top = Math.max(0, Math.floor(y));
      const right = Math.min(fromWidth - 1, left + 1);
      const bottom = Math.min(fromHeight - 1, top + 1);
      const acrossX = Math.max(0, x - left);
      const acrossY = Math.max(0, y - top);
      const to = (row * width + column) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (atX: number, atY: number): number => from[(atY * fromWidth + atX) * 4 + channel] ?? 0;
        const upper = at(left, top) * (1 - acrossX) + at(right, top) * acrossX;
        const lower = at(left, bottom) * (1 - acrossX) + at(right, bottom) * acrossX;
        data[to + channel] = upper * (1 - acrossY) + lower * acrossY;
      }
    }
  }
  return { width, height, data };
}
