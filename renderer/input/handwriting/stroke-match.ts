import type { Pieces } from './pieces.ts';

/**
 * How well a character's strokes are found in what was written. Each stroke looks for its own stretch of ink, wherever in
 * the writing it comes and whether or not the pen was lifted before and after: order and joined strokes cost nothing. Then
 * it is counted what ink no stroke has found, and what two have.
 */
export interface StrokeMatch {
  /** Distance and difference of direction, mean over all pieces. */
  readonly away: number;
  readonly astray: number;
  /** Mean and largest cost of a stroke: a dot counts as much as a long line. */
  readonly perStroke: number;
  readonly worst: number;
  /** Shares of the ink: found by no stroke; the same, but between two that were found; found by more than one. */
  readonly loose: number;
  readonly joining: number;
  readonly shared: number;
  /** Share of the strokes that come before their neighbour in the schoolbook's order. */
  readonly outOfOrder: number;
}

/** In parts of the box: at this distance a piece costs 1. */
const near = 0.09;
const directionWeight = 0.8;
/** More than this says no more: it is not there. */
const mostPerPiece = 4;
const liftCosts = 1;
/** Where the stroke and the ink are not of the same length. */
const unevenCosts = 0.15;

let costs = new Float32Array(1 << 14);
let sums = new Float32Array(1 << 14);
let steps = new Uint8Array(1 << 14);
let covered = new Uint8Array(1 << 10);

const began = 9;

export function matchStrokes(shape: Pieces, ink: Pieces): StrokeMatch {
  const rows = shape.count;
  const columns = ink.count;
  makeRoom(rows * columns, columns);
  pieceCosts(shape, ink);
  covered.fill(0, 0, columns);
  const sum = { away: 0, astray: 0 };
  let perStroke = 0;
  let worst = 0;
  let strokes = 0;
  let outOfOrder = 0;
  let before = -1;
  for (let from = 0; from < rows; ) {
    let to = from + 1;
    while (to < rows && shape.stroke[to] === shape.stroke[from]) to += 1;
    const end = cheapestEnd(ink, from, to);
    const cost = (sums[(to - 1) * columns + end] as number) / (to - from);
    const start = wayBack(shape, ink, to - 1, end, sum);
    perStroke += cost;
    worst = Math.max(worst, cost);
    strokes += 1;
    if (start < before) outOfOrder += 1;
    before = start;
    from = to;
  }
  return {
    away: sum.away / rows,
    astray: sum.astray / rows,
    perStroke: perStroke / strokes,
    worst,
    ...leftOver(ink),
    outOfOrder: outOfOrder / strokes,
  };
}

function makeRoom(cells: number, columns: number): void {
  if (cells > costs.length) {
    costs = new Float32Array(cells);
    sums = new Float32Array(cells);
    steps = new Uint8Array(cells);
  }
  if (columns > covered.length) covered = new Uint8Array(columns);
}

function pieceCosts(shape: Pieces, ink: Pieces): void {
  const columns = ink.count;
  for (let row = 0; row < shape.count; row += 1) {
    const x = shape.x[row] as number;
    const y = shape.y[row] as number;
    const goesX = shape.goesX[row] as number;
    const goesY = shape.goesY[row] as number;
    const base = row * columns;
    for (let column = 0; column < columns; column += 1) {
      const right = x - (ink.x[column] as number);
      const down = y - (ink.y[column] as number);
      const cosine = goesX * (ink.goesX[column] as number) + goesY * (ink.goesY[column] as number);
      const cost = (right * right + down * down) / (near * near) + directionWeight * (1 - cosine);
      costs[base + column] = cost < mostPerPiece ? cost : mostPerPiece;
    }
  }
}

/** Dynamic time warping of one stroke that may begin and end anywhere in the ink: the piece at which its best stretch ends. */
function cheapestEnd(ink: Pieces, from: number, to: number): number {
  const columns = ink.count;
  const first = from * columns;
  for (let column = 0; column < columns; column += 1) {
    sums[first + column] = costs[first + column] as number;
    steps[first + column] = began;
  }
  for (let row = from + 1; row < to; row += 1) {
    const base = row * columns;
    const above = base - columns;
    for (let column = 0; column < columns; column += 1) {
      let best = (sums[above + column] as number) + unevenCosts;
      let step = 0;
      if (column > 0) {
        const one =
          (sums[above + column - 1] as number) + (ink.stroke[column] === ink.stroke[column - 1] ? 0 : liftCosts);
        if (one < best) {
          best = one;
          step = 1;
        }
      }
      if (column > 1) {
        const two =
          (sums[above + column - 2] as number) +
          unevenCosts +
          (ink.stroke[column] === ink.stroke[column - 2] ? 0 : liftCosts);
        if (two < best) {
          best = two;
          step = 2;
        }
      }
      sums[base + column] = best + (costs[base + column] as number);
      steps[base + column] = step;
    }
  }
  const last = (to - 1) * columns;
  let end = 0;
  for (let column = 1; column < columns; column += 1) {
    if ((sums[last + column] as number) < (sums[last + end] as number)) end = column;
  }
  return end;
}

/** Marks the stretch as found and adds up how far it is from the stroke; gives the piece at which it begins. */
function wayBack(
  shape: Pieces,
  ink: Pieces,
  lastRow: number,
  end: number,
  sum: { away: number; astray: number },
): number {
  let column = end;
  for (let row = lastRow; ; row -= 1) {
    covered[column] = (covered[column] as number) + 1;
    const right = (shape.x[row] as number) - (ink.x[column] as number);
    const down = (shape.y[row] as number) - (ink.y[column] as number);
    sum.away += Math.sqrt(right * right + down * down) / near;
    sum.astray +=
      1 -
      (shape.goesX[row] as number) * (ink.goesX[column] as number) -
      (shape.goesY[row] as number) * (ink.goesY[column] as number);
    const step = steps[row * ink.count + column] as number;
    if (step === began) return column;
    // What is skipped between two pieces of one stretch belongs to it.
    if (step === 2) covered[column - 1] = (covered[column - 1] as number) + 1;
    column -= step;
  }
}

function leftOver({ count, stroke }: Pieces): Pick<StrokeMatch, 'loose' | 'joining' | 'shared'> {
  let loose = 0;
  let joining = 0;
  let shared = 0;
  for (let at = 0; at < count; ) {
    const times = covered[at] as number;
    if (times > 0) {
      shared += times - 1;
      at += 1;
      continue;
    }
    let to = at + 1;
    while (to < count && covered[to] === 0 && stroke[to] === stroke[at]) to += 1;
    const isBetween = at > 0 && to < count && stroke[at - 1] === stroke[at] && stroke[to] === stroke[at];
    if (isBetween) joining += to - at;
    else loose += to - at;
    at = to;
  }
  return { loose: loose / count, joining: joining / count, shared: shared / count };
}
