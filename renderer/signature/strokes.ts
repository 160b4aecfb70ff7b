import { maxSignaturePoints, type Signature } from '../../main/contract/answers.ts';

export type Strokes = Signature['strokes'];
export type Stroke = Strokes[number];

/** Nearer ones say no more about a line, and would use up the points of a long name. */
const leastStepMm = 0.5;
/** Of all a signature's time, an hour: somebody was called away. */
const longestMs = 3_600_000;

export function pointsIn(strokes: Strokes): number {
  return strokes.reduce((sum, { length }) => sum + length, 0);
}

/** With one more point, unless it lies too near the last one or `left` are none. */
export function drawnOn(
  stroke: Stroke,
  at: { readonly xMm: number; readonly yMm: number; readonly ms: number },
  left: number,
): Stroke {
  const last = stroke.at(-1);
  if (left <= 0) return stroke;
  if (last !== undefined && Math.hypot(at.xMm - last[0], at.yMm - last[1]) < leastStepMm) return stroke;
  const inField = (mm: number): number => Math.round(Math.max(0, mm) * 100) / 100;
  return [...stroke, [inField(at.xMm), inField(at.yMm), Math.min(longestMs, Math.max(0, Math.round(at.ms)))]];
}

export function isFull(strokes: Strokes): boolean {
  return pointsIn(strokes) >= maxSignaturePoints;
}

/** An SVG path in millimetres. By way of the middles between points, so that a quick hand's corners are round again. */
export function pathOf(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return '';
  const start = `M${first[0]} ${first[1]}`;
  const last = rest.at(-1);
  // A line of no length with round ends: a dot.
  if (last === undefined) return `${start}h0`;
  const middles = rest.slice(0, -1).map(([x, y], at) => {
    const [nextX, nextY] = rest[at + 1] ?? [x, y];
    return `Q${x} ${y} ${round((x + nextX) / 2)} ${round((y + nextY) / 2)}`;
  });
  return `${start}${middles.join('')}L${last[0]} ${last[1]}`;
}

/** What the ink covers, with a margin, as an SVG view box in millimetres. */
export function inkBox(strokes: Strokes): string {
  const points = strokes.flat();
  const marginMm = 2;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - marginMm, Math.min(...ys) - marginMm];
  return [left, top, Math.max(...xs) + marginMm - left, Math.max(...ys) + marginMm - top].map(round).join(' ');
}

const round = (mm: number): number => Math.round(mm * 100) / 100;
