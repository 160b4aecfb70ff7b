import type { Line } from './line.ts';

/** A line in longer pieces, to be compared piece by piece. */
export interface Pieces {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Where each goes, with length 1. */
  readonly goesX: Float32Array;
  readonly goesY: Float32Array;
  readonly stroke: Uint8Array;
}

const together = 3;

/** Within each stroke; one that is too short is one piece. */
export function piecesOf(line: Line): Pieces {
  const spans = spansOf(line);
  const pieces = {
    count: spans.length,
    x: new Float32Array(spans.length),
    y: new Float32Array(spans.length),
    goesX: new Float32Array(spans.length),
    goesY: new Float32Array(spans.length),
    stroke: new Uint8Array(spans.length),
  };
  for (const [nth, { from, to }] of spans.entries()) {
    let x = 0;
    let y = 0;
    let dx = 0;
    let dy = 0;
    for (let at = from; at < to; at += 1) {
      x += line.x[at] as number;
      y += line.y[at] as number;
      dx += line.dx[at] as number;
      dy += line.dy[at] as number;
    }
    const length = Math.hypot(dx, dy) || 1;
    pieces.x[nth] = x / (to - from);
    pieces.y[nth] = y / (to - from);
    pieces.goesX[nth] = dx / length;
    pieces.goesY[nth] = dy / length;
    pieces.stroke[nth] = line.stroke[from] as number;
  }
  return pieces;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spansOf(line: Line): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < line.count; ) {
    let end = from + 1;
    while (end < line.count && line.stroke[end] === line.stroke[from]) end += 1;
    const parts = Math.max(1, Math.round((end - from) / together));
    for (let part = 0; part < parts; part += 1) {
      spans.push({
        from: from + Math.round(((end - from) * part) / parts),
        to: from + Math.round(((end - from) * (part + 1)) / parts),
      });
    }
    from = end;
  }
  return spans;
}
