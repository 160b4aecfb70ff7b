import { codes, decoded } from './coding.ts';
import { features } from './directions.ts';
import type { Ink, Point } from './ink.ts';
import { lineOf } from './line.ts';
import { type Pieces, piecesOf } from './pieces.ts';

/** What build/data/handwriting/main.ts makes; numbers are coded as in coding.ts. */
export interface HandwritingData {
  /** The most frequent first. */
  readonly characters: string;
  /** Two codes a point, strokes parted by spaces, characters by bars. */
  readonly shapes: string;
  /** From what every writing is lacking or has too much. Two codes a number. */
  readonly offset: string;
  /** The directions in which characters differ more than writings of one character do, row by row. Two codes a number. */
  readonly projection: string;
  /** Where each character lies in those directions. One code a number. */
  readonly places: string;
  /** How much each kind of evidence counts. */
  readonly weights: readonly number[];
}

export const dimensions = 96;
/** The most that a number of each kind can be, either side of 0. */
export const ranges = { offset: 0.2, projection: 60, place: 9 } as const;
export const fineCodes = codes * codes;

export interface Model {
  readonly characters: readonly string[];
  readonly weights: readonly number[];
  /** `dimensions` numbers a character. */
  readonly places: Float32Array;
  /** The place of a writing, from its `features` numbers. */
  readonly project: (found: Float32Array, into: Float32Array) => void;
  readonly shape: (character: number) => Pieces;
}

export function modelFrom(data: HandwritingData): Model {
  const characters = Array.from(data.characters);
  const offset = fineNumbers(data.offset, features, ranges.offset);
  const projection = fineNumbers(data.projection, features * dimensions, ranges.projection);
  const places = new Float32Array(characters.length * dimensions);
  for (let at = 0; at < places.length; at += 1) {
    places[at] = (decoded(data.places, at) / (codes - 1)) * 2 * ranges.place - ranges.place;
  }
  const shapes = data.shapes.split('|');
  const pieces = new Map<number, Pieces>();
  const centred = new Float32Array(features);
  return {
    characters,
    weights: data.weights,
    places,
    project: (found, into) => {
      for (let at = 0; at < features; at += 1) centred[at] = (found[at] as number) - (offset[at] as number);
      for (let row = 0; row < dimensions; row += 1) {
        let sum = 0;
        for (let at = 0; at < features; at += 1) {
          sum += (projection[row * features + at] as number) * (centred[at] as number);
        }
        into[row] = sum;
      }
    },
    shape: (character) => {
      const known = pieces.get(character);
      if (known !== undefined) return known;
      const made = piecesOf(lineOf(inkOf(shapes[character] ?? '')));
      pieces.set(character, made);
      return made;
    },
  };
}

function fineNumbers(text: string, count: number, range: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => {
    const number = decoded(text, 2 * at) * codes + decoded(text, 2 * at + 1);
    return (number / (fineCodes - 1)) * 2 * range - range;
  });
}

export function inkOf(shape: string): Ink {
  return shape
    .split(' ')
    .map((stroke) =>
      Array.from(
        { length: stroke.length / 2 },
        (_, at): Point => ({ x: decoded(stroke, 2 * at), y: decoded(stroke, 2 * at + 1) }),
      ),
    );
}
