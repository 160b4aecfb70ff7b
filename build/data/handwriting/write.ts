import type { Ink, Point, Stroke } from '../../../renderer/input/handwriting/ink.ts';
import type { Random } from './random.ts';

/** How far a hand is from the schoolbook. Lengths are parts of the character's box, angles are in degrees, all are deviations. */
export interface Habits {
  /** Of the whole character. */
  readonly turned: number;
  readonly slanted: number;
  /** Natural logarithm of width over height. */
  readonly stretched: number;
  /** Parts of the character too large, too small, too near: a smooth field over all of it. */
  readonly warped: number;
  /** Of each stroke by itself. */
  readonly strokeShifted: number;
  readonly strokeTurned: number;
  readonly strokeStretched: number;
  /** The trembling of an old hand; some tremble twice as much, some hardly. */
  readonly tremor: number;
  /** In how many characters strokes are joined without lifting the pen, and at how many of the places in them. */
  readonly joining: { readonly characters: number; readonly places: number };
  /** In how many characters strokes are written in another order than the schoolbook's. */
  readonly reordered: number;
  /** How many strokes are written from their end. */
  readonly reversed: number;
  /** How many of the short strokes are left out, and in how many characters the pen made a speck. */
  readonly forgotten: number;
  readonly specks: number;
}

/** What the matcher is asked to read, see docs/input.md. */
export const usualHabits: Habits = {
  turned: 3.5,
  slanted: 0.09,
  stretched: 0.12,
  warped: 0.025,
  strokeShifted: 0.018,
  strokeTurned: 4,
  strokeStretched: 0.08,
  tremor: 0.006,
  joining: { characters: 0.5, places: 0.4 },
  reordered: 0.5,
  reversed: 0.01,
  forgotten: 0.005,
  specks: 0.02,
};

/** Half as much again of everything. */
export const poorHabits: Habits = {
  turned: 5,
  slanted: 0.13,
  stretched: 0.18,
  warped: 0.037,
  strokeShifted: 0.027,
  strokeTurned: 6,
  strokeStretched: 0.12,
  tremor: 0.009,
  joining: { characters: 0.75, places: 0.5 },
  reordered: 0.75,
  reversed: 0.015,
  forgotten: 0.0075,
  specks: 0.03,
};

/** One person's writing of a character, in pixels of a pad, as a panel reports it. */
export function written(shape: Ink, habits: Habits, random: Random): Ink {
  const own = shape.map((stroke) => strokeByHand(dense(stroke), habits, random));
  const kept = own.filter((stroke) => lengthOf(stroke) > shortest || random.share() >= habits.forgotten);
  const ordered = reordered(kept.length === 0 ? own : kept, habits, random);
  const warp = warpOf(habits, random);
  const joined = joinedUp(
    ordered.map((stroke) => stroke.map(warp)),
    habits,
    random,
  );
  const trembling = habits.tremor * Math.exp(random.around(0.5));
  const strokes = joined.map((stroke) => trembled(stroke, trembling, random));
  if (random.share() < habits.specks) strokes.push(speck(random));
  return onPad(strokes, random);
}

const shortest = 0.16;
/** Between two points of a line that is still being bent. */
const stepLength = 0.008;

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const lengthOf = (stroke: Stroke): number =>
  stroke.reduce((sum, point, at) => sum + distance(point, stroke[at - 1] ?? point), 0);

/** The same line with points at equal distances. */
function dense(stroke: Stroke): Point[] {
  const points: Point[] = stroke.slice(0, 1);
  let left = stepLength;
  for (let at = 1; at < stroke.length; at += 1) {
    const to = stroke[at] as Point;
    let from = stroke[at - 1] as Point;
    for (let rest = distance(from, to); rest >= left; rest = distance(from, to)) {
      from = { x: from.x + ((to.x - from.x) * left) / rest, y: from.y + ((to.y - from.y) * left) / rest };
      points.push(from);
      left = stepLength;
    }
    left -= distance(from, to);
  }
  const last = stroke.at(-1);
  if (last !== undefined && points.length < 2) points.push(last);
  return points;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Moved, turned and stretched about its own middle. A short stroke moves as far as a long one. */
function strokeByHand(stroke: Stroke, habits: Habits, random: Random): Stroke {
  const middle = middleOf(stroke);
  const angle = radians(random.around(habits.strokeTurned));
  const [along, across] = [
    Math.exp(random.around(habits.strokeStretched)),
    Math.exp(random.around(habits.strokeStretched)),
  ];
  const [right, down] = [random.around(habits.strokeShifted), random.around(habits.strokeShifted)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const moved = stroke.map((point) => {
    const [x, y] = [(point.x - middle.x) * along, (point.y - middle.y) * across];
    return { x: middle.x + right + x * cos - y * sin, y: middle.y + down + x * sin + y * cos };
  });
  return random.share() < habits.reversed ? moved.toReversed() : moved;
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Neighbours changed places, a part written earlier, or no order at all. */
function reordered(strokes: readonly Stroke[], habits: Habits, random: Random): readonly Stroke[] {
  if (strokes.length < 2 || random.share() >= habits.reordered) return strokes;
  const list = [...strokes];
  const way = random.share();
  if (way < 0.15)
    return list
      .map((stroke) => ({ stroke, at: random.share() }))
      .sort((a, b) => a.at - b.at)
      .map((one) => one.stroke);
  if (way < 0.5) {
    const from = random.whole(list.length);
    const part = list.splice(from, 1 + random.whole(Math.ceil(list.length / 2)));
    list.splice(random.whole(list.length + 1), 0, ...part);
    return list;
  }
  for (let times = 1 + random.whole(Math.ceil(list.length / 3)); times > 0; times -= 1) {
    const at = random.whole(list.length - 1);
    list.splice(at, 2, ...list.slice(at, at + 2).reverse());
  }
  return list;
}

/** Three waves over the box, then slant, stretch and turn of it all. */
function warpOf(habits: Habits, random: Random): (point: Point) => Point {
  const waves = Array.from({ length: 3 }, () => ({
    kx: random.around(3.5),
    ky: random.around(3.5),
    phase: random.share() * 2 * Math.PI,
    dx: random.around(habits.warped),
    dy: random.around(habits.warped),
  }));
  const angle = radians(random.around(habits.turned));
  const slant = random.around(habits.slanted);
  const stretch = Math.exp(random.around(habits.stretched) / 2);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (point) => {
    let [x, y] = [point.x - 0.5, point.y - 0.5];
    for (const { kx, ky, phase, dx, dy } of waves) {
      const height = Math.sin(kx * point.x + ky * point.y + phase);
      x += dx * height;
      y += dy * height;
    }
    x = (x - slant * y) * stretch;
    y /= stretch;
    return { x: x * cos - y * sin, y: x * sin + y * cos };
  };
}

/** Joined where the way is not long, by a bent line; a quick hand also rounds the corners. */
function joinedUp(strokes: readonly Stroke[], habits: Habits, random: Random): readonly Stroke[] {
  const joins = random.share() < habits.joining.characters;
  if (!joins) return strokes;
  const done: Point[][] = [];
  for (const stroke of strokes) {
    const before = done.at(-1);
    const [end, start] = [before?.at(-1), stroke[0]];
    if (
      before === undefined ||
      end === undefined ||
      start === undefined ||
      distance(end, start) > 0.6 ||
      random.share() >= habits.joining.places
    ) {
      done.push([...stroke]);
      continue;
    }
    const aside = random.around(0.12);
    const bend = {
      x: (end.x + start.x) / 2 - (start.y - end.y) * aside,
      y: (end.y + start.y) / 2 + (start.x - end.x) * aside,
    };
    const steps = Math.ceil(distance(end, start) / stepLength);
    for (let step = 1; step < steps; step += 1) {
      const t = step / steps;
      const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      before.push({ x: a * end.x + b * bend.x + c * start.x, y: a * end.y + b * bend.y + c * start.y });
    }
    before.push(...stroke);
  }
  return done.map((stroke) => rounded(stroke, 1 + random.whole(4)));
}

function rounded(stroke: Stroke, reach: number): Point[] {
  return stroke.map((_, at) => {
    const near = Math.min(reach, at, stroke.length - 1 - at);
    return middleOf(stroke.slice(at - near, at + near + 1));
  });
}

/** Noise that goes to and fro about five times on a long stroke, and not from point to point. */
function trembled(stroke: Stroke, by: number, random: Random): Point[] {
  const knots = Math.max(2, Math.ceil(lengthOf(stroke) / 0.06) + 1);
  const offsets = Array.from({ length: knots + 1 }, () => ({ x: random.around(by), y: random.around(by) }));
  return stroke.map((point, at) => {
    const place = (at / Math.max(1, stroke.length - 1)) * (knots - 1);
    const [a, b] = [offsets[Math.floor(place)] as Point, offsets[Math.floor(place) + 1] as Point];
    const t = (1 - Math.cos((place % 1) * Math.PI)) / 2;
    return { x: point.x + a.x + (b.x - a.x) * t, y: point.y + a.y + (b.y - a.y) * t };
  });
}

function speck(random: Random): Point[] {
  const [x, y] = [random.share() - 0.5, random.share() - 0.5];
  return Array.from({ length: 3 }, () => ({ x: x + random.around(0.008), y: y + random.around(0.008) }));
}

const padPx = 640;

/** Anywhere on the pad and in any size that fits; points come evenly in time, and a hand is slow where a stroke begins and ends. */
function onPad(strokes: readonly Stroke[], random: Random): Ink {
  const size = padPx * (0.45 + 0.4 * random.share());
  const slack = (padPx - size) / 2;
  const [left, top] = [padPx / 2 + slack * (random.share() - 0.5), padPx / 2 + slack * (random.share() - 0.5)];
  const quickness = 0.02 * Math.exp(random.around(0.4));
  return strokes.map((stroke) =>
    inTime(stroke, quickness).map(({ x, y }) => ({ x: Math.round(left + x * size), y: Math.round(top + y * size) })),
  );
}

function inTime(stroke: Stroke, quickness: number): readonly Point[] {
  const points: Point[] = [];
  let place = 0;
  const last = stroke.length - 1;
  while (place < last) {
    points.push(stroke[Math.floor(place)] as Point);
    const middle = Math.sin((Math.PI * (place + 1)) / (last + 2));
    place += Math.max(1, (quickness * (0.35 + middle)) / stepLength);
  }
  const end = stroke[last];
  return end === undefined ? points : [...points, end];
}
