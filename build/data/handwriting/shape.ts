import { coded, codes } from '../../../renderer/input/handwriting/coding.ts';
import type { Ink, Point, Stroke } from '../../../renderer/input/handwriting/ink.ts';

/** Parts of the box by which a line may be off: half of what the coding rounds away. */
const tolerance = 0.008;

export function shapeText(ink: Ink): string {
  return ink.map((stroke) => withFewPoints(stroke).map(pointText).join('')).join(' ');
}

/** The box reaches a little over the character's: some strokes do, too. */
const pointText = ({ x, y }: Point): string => steps(x) + steps(y);
const steps = (share: number): string => coded(Math.min(codes - 1, Math.max(0, Math.round(share * (codes - 1)))));

/** Douglas and Peucker. */
function withFewPoints(stroke: Stroke): Stroke {
  const [first, last] = [stroke[0], stroke.at(-1)];
  if (first === undefined || last === undefined || stroke.length < 3) return stroke;
  let far = 0;
  let farthest = 0;
  for (const [at, point] of stroke.entries()) {
    const away = fromLine(point, first, last);
    if (away > farthest) [far, farthest] = [at, away];
  }
  if (farthest < tolerance) return [first, last];
  return [...withFewPoints(stroke.slice(0, far + 1)).slice(0, -1), ...withFewPoints(stroke.slice(far))];
}

function fromLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
