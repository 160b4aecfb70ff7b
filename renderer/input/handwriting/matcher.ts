import { directionFeatures, features } from './directions.ts';
import type { Ink } from './ink.ts';
import { type Line, lineOf } from './line.ts';
import { dimensions, type HandwritingData, type Model, modelFrom } from './model.ts';
import { type Pieces, piecesOf } from './pieces.ts';
import { matchStrokes } from './stroke-match.ts';

/** Characters that what was written may be, the likeliest first. */
export type Handwriting = (ink: Ink) => readonly string[];

/** As many as a page of large candidates holds. */
const mostCandidates = 24;

export function handwritingFrom(data: HandwritingData): Handwriting {
  const model = modelFrom(data);
  return (ink) => {
    const line = lineOf(ink);
    if (line.count === 0) return [];
    const compared = compare(model, line);
    const scored = compared.map(({ character, evidence }) => ({
      character,
      score: evidence.reduce((sum, found, at) => sum + found * (model.weights[at] as number), 0),
    }));
    return scored
      .sort((a, b) => a.score - b.score)
      .slice(0, mostCandidates)
      .map(({ character }) => model.characters[character] as string);
  };
}

interface Compared {
  readonly character: number;
  readonly evidence: readonly number[];
}

/** Two pieces put side by side take about 30 ns; more than these would not be done in the time of a frame. */
const mostPairs = 120_000;
const mostCompared = 60;
const fewestCompared = 16;

/** The nearest of all characters, stroke by stroke. */
export function compare(model: Model, line: Line): readonly Compared[] {
  const ink = piecesOf(line);
  const nearest = nearestPlaces(model, line);
  const compared: Compared[] = [];
  let pairs = 0;
  for (const [nth, { character, distance }] of nearest.entries()) {
    const shape = model.shape(character);
    pairs += shape.count * ink.count;
    if (nth >= fewestCompared && pairs > mostPairs) break;
    compared.push({ character, evidence: evidenceOf(distance, shape, ink, character) });
  }
  return compared;
}

/** Each against a character, the more the worse; HandwritingData.weights has one number for each. */
function evidenceOf(distance: number, shape: Pieces, ink: Pieces, character: number): readonly number[] {
  const match = matchStrokes(shape, ink);
  return [
    distance / 50,
    match.away,
    match.astray,
    match.perStroke,
    match.worst,
    match.loose,
    match.joining,
    match.shared,
    match.outOfOrder,
    Math.abs(Math.log(shape.count / ink.count)),
    Math.log(character + 200),
  ];
}

interface Nearest {
  readonly character: number;
  readonly distance: number;
}

const found = new Float32Array(features);
const place = new Float32Array(dimensions);

function nearestPlaces(model: Model, line: Line): readonly Nearest[] {
  directionFeatures(line, found);
  model.project(found, place);
  const count = model.characters.length;
  const nearest: Nearest[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let character = 0; character < count; character += 1) {
    const base = character * dimensions;
    let distance = 0;
    // The first directions tell most: after a third of them, most characters are out.
    for (let at = 0; at < dimensions && distance < limit; at += 8) {
      for (let each = at; each < at + 8; each += 1) {
        const apart = (model.places[base + each] as number) - (place[each] as number);
        distance += apart * apart;
      }
    }
    if (distance >= limit) continue;
    let to = nearest.length;
    while (to > 0 && (nearest[to - 1] as Nearest).distance > distance) to -= 1;
    nearest.splice(to, 0, { character, distance });
    if (nearest.length > mostCompared) nearest.pop();
    if (nearest.length === mostCompared) limit = (nearest.at(-1) as Nearest).distance;
  }
  return nearest;
}
