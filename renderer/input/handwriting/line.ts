import type { Ink, Point, Stroke } from './ink.ts';

/**
 * Ink as short pieces of nearly the same length, in a box around 0 that is made so that the ink's spread is the same for every
 * writing: half of it lies within a quarter of the box to each side.
 */
export interface Line {
  readonly count: number;
  /** The middle of each piece, about -0.5 to 0.5; down is more. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Where each piece goes, as a part of the box. */
  readonly dx: Float32Array;
  readonly dy: Float32Array;
  /** To which stroke a piece belongs, from 0. */
  readonly stroke: Uint8Array;
}

/** Of the diagonal of what is written. Finer says no more and costs time. */
const pieceShare = 0.02;
/** A scribble may be endless: its pieces become longer rather than more. */
const mostPieces = 600;
/** A hand that trembles goes to and fro within a few pieces. */
const smoothings = 2;

export function lineOf(ink: Ink): Line {
  const strokes = ink.filter(({ length }) => length > 0);
  const length = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  const piece = Math.max(diagonal(strokes.flat()) * pieceShare, length / mostPieces, 1e-6);
  const even = strokes.map((stroke) => smoothed(evenly(stroke, piece)));
  const count = even.reduce((sum, { length }) => sum + length - 1, 0);
  const line = {
    count,
    x: new Float32Array(count),
    y: new Float32Array(count),
    dx: new Float32Array(count),
    dy: new Float32Array(count),
    stroke: new Uint8Array(count),
  };
  let next = 0;
  for (const [nth, points] of even.entries()) {
    for (let at = 1; at < points.length; at += 1) {
      const [a, b] = [points[at - 1] as Point, points[at] as Point];
      line.x[next] = (a.x + b.x) / 2;
      line.y[next] = (a.y + b.y) / 2;
      line.dx[next] = b.x - a.x;
      line.dy[next] = b.y - a.y;
      line.stroke[next] = nth;
      next += 1;
    }
  }
  intoBox(line);
  return line;
}

function diagonal(points: readonly Point[]): number {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return points.length === 0 ? 0 : Math.hypot(right - left, bottom - top);
}

function lengthOf(stroke: Stroke): number {
  let length = 0;
  for (let at = 1; at < stroke.length; at += 1) {
    const [a, b] = [stroke[at - 1] as Point, stroke[at] as Point];
    length += Math.hypot(b.x - a.x, b.y - a.y);
  }
  return length;
}

/** At least two points: a dot is a very short line. */
function evenly(stroke: Stroke, piece: number): readonly Point[] {
  const length = lengthOf(stroke);
  const first = stroke[0] as Point;
  if (length < piece / 4) return [first, { x: first.x + piece / 8, y: first.y + piece / 8 }];
  const pieces = Math.max(1, Math.round(length / piece));
  const step = length / pieces;
  const points = [first];
  let from = first;
  let left = step;
  for (let at = 1; at < stroke.length && points.length < pieces; at += 1) {
    const to = stroke[at] as Point;
    let rest = Math.hypot(to.x - from.x, to.y - from.y);
    while (rest >= left && points.length < pieces) {
      from = { x: from.x + ((to.x - from.x) * left) / rest, y: from.y + ((to.y - from.y) * left) / rest };
      points.push(from);
      rest = Math.hypot(to.x - from.x, to.y - from.y);
      left = step;
    }
    left -= rest;
    from = to;
  }
  points.push(stroke.at(-1) as Point);
  return points;
}

/** The ends stay where they are. */
function smoothed(points: readonly Point[]): readonly Point[] {
  let now = points;
  for (let time = 0; time < smoothings; time += 1) {
    const before = now;
    now = before.map((point, at) => {
      const [a, b] = [before[at - 1], before[at + 1]];
      if (a === undefined || b === undefined) return point;
      return { x: (a.x + 2 * point.x + b.x) / 4, y: (a.y + 2 * point.y + b.y) / 4 };
    });
  }
  return now;
}

/** Half the box holds twice the spread to each side. */
const spreadInBox = 0.25;

/**
 * The middle is the ink's centre of gravity and the size is its spread: one stroke that goes too far moves neither much. A
 * writing that is too wide or too high is brought nearer to a square, and 一 is not made one.
 */
function intoBox({ count, x, y, dx, dy }: Line): void {
  let [mass, middleX, middleY] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const length = Math.hypot(dx[at] as number, dy[at] as number);
    mass += length;
    middleX += length * (x[at] as number);
    middleY += length * (y[at] as number);
  }
  if (mass === 0) return;
  middleX /= mass;
  middleY /= mass;
  let [spreadX, spreadY] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    const length = Math.hypot(dx[at] as number, dy[at] as number);
    spreadX += length * ((x[at] as number) - middleX) ** 2;
    spreadY += length * ((y[at] as number) - middleY) ** 2;
  }
  spreadX = Math.sqrt(spreadX / mass);
  spreadY = Math.sqrt(spreadY / mass);
  const larger = Math.max(spreadX, spreadY, 1e-9);
  const ratio = Math.min(spreadX, spreadY) / larger;
  const kept = Math.sqrt(Math.sin((Math.PI / 2) * ratio));
  const scaleLarger = spreadInBox / larger;
  const scaleSmaller = ratio < 1e-3 ? scaleLarger : (scaleLarger * kept) / ratio;
  const [scaleX, scaleY] = spreadX >= spreadY ? [scaleLarger, scaleSmaller] : [scaleSmaller, scaleLarger];
  for (let at = 0; at < count; at += 1) {
    x[at] = ((x[at] as number) - middleX) * scaleX;
    y[at] = ((y[at] as number) - middleY) * scaleY;
    dx[at] = (dx[at] as number) * scaleX;
    dy[at] = (dy[at] as number) * scaleY;
  }
}
