import { brightnessAt, type Corners, type GreyPicture, type Point, softened } from './picture.ts';
import { areaOf, cross, distance, fourSidesAround, hullOf, isConvex, meeting, sidesOf } from './quad.ts';

/** Of the whole picture: a smaller sheet is read better after the hand has come nearer. */
const leastShare = 0.12;
/** How many brightnesses are tried as the border between sheet and table. */
const borders = 12;
/** Points looked at along each side. */
const looks = 32;
/** Of these points so many must see the sheet brighter inside than outside. */
const leastSupport = 0.7;
const leastStep = 8;

/**
 * Where a sheet of paper lies that is brighter than what it lies on; null where nothing looks like one. For pictures of
 * about 320 px on the longer side, in whose px the corners are, from its edge.
 *
 * Many brightnesses are tried rather than the one that divides the picture best: a lamp at one side makes the table there
 * brighter than the sheet's far end. Edge detectors and lines through them find every printed table on the sheet as well.
 */
export function findPaper(picture: GreyPicture): Corners | null {
  const soft = softened(softened(picture));
  let best: { readonly corners: Corners; readonly score: number } | null = null;
  for (const border of bordersOf(soft)) {
    for (const blob of blobsAbove(soft, border)) {
      const hull = hullOf(blob.rim);
      const corners = fourSidesAround(hull);
      if (corners === null || !looksLikeSheet(corners, soft)) continue;
      const roundness = areaOf(hull) / areaOf(corners);
      const filled = blob.enclosed / areaOf(hull);
      if (roundness < 0.9 || filled < 0.85) continue;
      const score = supportOf(corners, soft) * roundness;
      if (score >= leastSupport && (best === null || score > best.score)) best = { corners, score };
    }
  }
  if (best === null) return null;
  const refined = refine(best.corners, softened(picture));
  return fromEdge(looksLikeSheet(refined, soft) ? refined : best.corners);
}

/** Up to here a whole number is a pixel's middle; half a pixel of so small a picture is three of the camera's. */
function fromEdge([a, b, c, d]: Corners): Corners {
  const each = ({ x, y }: Point): Point => ({ x: x + 0.5, y: y + 0.5 });
  return [each(a), each(b), each(c), each(d)];
}

function looksLikeSheet(corners: Corners, { width, height }: GreyPicture): boolean {
  if (!isConvex(corners) || areaOf(corners) < leastShare * width * height) return false;
  const slack = 0.02 * Math.max(width, height);
  if (corners.some(({ x, y }) => x < -slack || y < -slack || x > width + slack || y > height + slack)) return false;
  const [top = 0, right = 0, bottom = 0, left = 0] = sidesOf(corners).map(([from, to]) => distance(from, to));
  if (Math.max(top / bottom, bottom / top, left / right, right / left) > 1.9) return false;
  return corners.every((corner, at) => {
    const before = corners[(at + 3) % 4] ?? corner;
    const after = corners[(at + 1) % 4] ?? corner;
    // The sine of the angle: 50 to 130 degrees.
    return cross(before, corner, after) / (distance(before, corner) * distance(corner, after)) > 0.766;
  });
}

/** Evenly over the brightnesses that occur, the darkest and the brightest twentieth left out. */
function bordersOf({ data }: GreyPicture): readonly number[] {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  const at = (share: number): number => {
    let seen = 0;
    for (let value = 0; value < 256; value += 1) {
      seen += counts[value] ?? 0;
      if (seen > share * data.length) return value;
    }
    return 255;
  };
  const [dark, bright] = [at(0.05), at(0.95)];
  return Array.from({ length: borders }, (_, step) => dark + ((step + 0.5) * (bright - dark)) / borders);
}

interface Blob {
  /** With what it encloses in each row: print would leave little of a sheet on a light table. */
  readonly enclosed: number;
  /** The first and the last pixel of each row. */
  readonly rim: readonly Point[];
}

/** What hangs together and is brighter, where it is large enough to be a sheet. */
function blobsAbove({ width, height, data }: GreyPicture, border: number): readonly Blob[] {
  const seen = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  const blobs: Blob[] = [];
  for (let start = 0; start < data.length; start += 1) {
    if (seen[start] === 1 || (data[start] ?? 0) <= border) continue;
    const first = new Int32Array(height).fill(width);
    const last = new Int32Array(height).fill(-1);
    let pixels = 0;
    let depth = 0;
    const take = (at: number): void => {
      if (seen[at] === 1 || (data[at] ?? 0) <= border) return;
      seen[at] = 1;
      stack[depth] = at;
      depth += 1;
    };
    take(start);
    while (depth > 0) {
      depth -= 1;
      const at = stack[depth] ?? 0;
      const x = at % width;
      const y = (at - x) / width;
      pixels += 1;
      if (x < (first[y] ?? 0)) first[y] = x;
      if (x > (last[y] ?? 0)) last[y] = x;
      if (x > 0) take(at - 1);
      if (x < width - 1) take(at + 1);
      if (y > 0) take(at - width);
      if (y < height - 1) take(at + width);
    }
    if (pixels < leastShare * 0.3 * data.length) continue;
    const rim: Point[] = [];
    let enclosed = 0;
    for (let y = 0; y < height; y += 1) {
      const [from = width, to = -1] = [first[y], last[y]];
      // A pixel's own four corners: its middle alone would make every sheet half a pixel too small.
      if (to < from) continue;
      enclosed += to - from + 1;
      for (const edge of [y - 0.5, y + 0.5]) rim.push({ x: from - 0.5, y: edge }, { x: to + 0.5, y: edge });
    }
    blobs.push({ enclosed, rim });
  }
  return blobs;
}

/** Along a side, clear of its ends, and the direction out of the sheet. */
function along(
  from: Point,
  to: Point,
): { readonly points: readonly Point[]; readonly outX: number; readonly outY: number } {
  const length = distance(from, to);
  const points = Array.from({ length: looks }, (_, at) => {
    const share = 0.06 + (0.88 * at) / (looks - 1);
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
  });
  return { points, outX: (to.y - from.y) / length, outY: -(to.x - from.x) / length };
}

function supportOf(corners: Corners, picture: GreyPicture): number {
  let seen = 0;
  for (const [from, to] of sidesOf(corners)) {
    const { points, outX, outY } = along(from, to);
    for (const { x, y } of points) {
      const inside = brightnessAt(picture, x - 3 * outX, y - 3 * outY);
      const outside = brightnessAt(picture, x + 3 * outX, y + 3 * outY);
      if (inside - outside >= leastStep) seen += 1;
    }
  }
  return seen / (4 * looks);
}

/** Each side anew, through the places where the brightness falls steepest. */
function refine(corners: Corners, picture: GreyPicture): Corners {
  const sides = sidesOf(corners).map(([from, to]) => {
    const { points, outX, outY } = along(from, to);
    const steepest = points.map(({ x, y }) => {
      let best = { out: 0, fall: 0 };
      for (let out = -4; out <= 4; out += 0.5) {
        const inside = brightnessAt(picture, x + (out - 1) * outX, y + (out - 1) * outY);
        const outside = brightnessAt(picture, x + (out + 1) * outX, y + (out + 1) * outY);
        if (inside - outside > best.fall) best = { out, fall: inside - outside };
      }
      return { x: x + best.out * outX, y: y + best.out * outY };
    });
    return lineThrough(steepest);
  });
  const [top, right, bottom, left] = sides;
  if (top === undefined || right === undefined || bottom === undefined || left === undefined) return corners;
  const meet = (one: readonly [Point, Point], other: readonly [Point, Point]) => meeting(...one, ...other);
  const met = [meet(left, top), meet(top, right), meet(right, bottom), meet(bottom, left)];
  const [a = null, b = null, c = null, d = null] = met;
  return a === null || b === null || c === null || d === null ? corners : [a, b, c, d];
}

/** By least squares, and once more without the quarter that lies furthest off: a thumb or a paper clip on the edge. */
function lineThrough(points: readonly Point[]): readonly [Point, Point] {
  const [a, b] = leastSquares(points);
  const length = distance(a, b);
  const nearest = points.toSorted((p, q) => Math.abs(cross(a, b, p)) / length - Math.abs(cross(a, b, q)) / length);
  return leastSquares(nearest.slice(0, Math.ceil(0.75 * points.length)));
}

function leastSquares(points: readonly Point[]): readonly [Point, Point] {
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  return [
    { x: meanX, y: meanY },
    { x: meanX + Math.cos(angle), y: meanY + Math.sin(angle) },
  ];
}
