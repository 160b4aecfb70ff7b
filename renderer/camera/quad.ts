import type { Corners, Point } from './picture.ts';

/** Twice the area, positive where a, b, c go round clockwise as seen on a screen. */
export function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

export function areaOf(polygon: readonly Point[]): number {
  const [first] = polygon;
  if (first === undefined) return 0;
  let twice = 0;
  for (let at = 1; at + 1 < polygon.length; at += 1) {
    const [b, c] = [polygon[at], polygon[at + 1]];
    if (b !== undefined && c !== undefined) twice += cross(first, b, c);
  }
  return Math.abs(twice) / 2;
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Where the lines through a, b and through c, d meet; null where they are as good as parallel. */
export function meeting(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [abX, abY, cdX, cdY] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y];
  const sine = abX * cdY - abY * cdX;
  if (Math.abs(sine) < 1e-6 * Math.hypot(abX, abY) * Math.hypot(cdX, cdY)) return null;
  const along = ((c.x - a.x) * cdY - (c.y - a.y) * cdX) / sine;
  return { x: a.x + along * abX, y: a.y + along * abY };
}

/** Around all points, clockwise as seen on a screen, without points in a row. */
export function hullOf(points: readonly Point[]): readonly Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && cross(chain.at(-2) ?? point, chain.at(-1) ?? point, point) <= 0) chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

/**
 * The four-sided shape around a hull: side after side is given up for the longer reach of its neighbours, always the one
 * that adds least. Unlike picking four of the hull's own points it gives a dog-eared sheet its corner back.
 */
export function fourSidesAround(hull: readonly Point[]): Corners | null {
  const left = [...hull];
  while (left.length > 4) {
    let best: { readonly at: number; readonly corner: Point; readonly adds: number } | null = null;
    for (let at = 0; at < left.length; at += 1) {
      const [a, b, c, d] = [0, 1, 2, 3].map((step) => left[(at + step) % left.length]);
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue;
      const corner = meeting(a, b, d, c);
      // Neighbours that spread apart meet on the other side: without this side the shape would be open.
      if (corner === null || cross(b, corner, c) <= 0) continue;
      const adds = areaOf([b, corner, c]);
      if (best === null || adds < best.adds) best = { at: (at + 1) % left.length, corner, adds };
    }
    if (best === null) return null;
    left[best.at] = best.corner;
    left.splice((best.at + 1) % left.length, 1);
  }
  return asCorners(left);
}

/** Four points that go round clockwise, from the one that lies furthest up and to the left. */
export function asCorners(points: readonly Point[]): Corners | null {
  let first = 0;
  for (const [at, { x, y }] of points.entries()) {
    const now = points[first];
    if (now !== undefined && x + y < now.x + now.y) first = at;
  }
  const [a, b, c, d] = [...points.slice(first), ...points.slice(0, first)];
  return a === undefined || b === undefined || c === undefined || d === undefined ? null : [a, b, c, d];
}

export function sidesOf([a, b, c, d]: Corners): readonly (readonly [Point, Point])[] {
  return [
    [a, b],
    [b, c],
    [c, d],
    [d, a],
  ];
}

/** Every corner turns the same way: no side crosses another, as happens when a handle is dragged over its neighbour. */
export function isConvex([a, b, c, d]: Corners): boolean {
  return cross(a, b, c) > 0 && cross(b, c, d) > 0 && cross(c, d, a) > 0 && cross(d, a, b) > 0;
}
