import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coded, codes } from '../../../renderer/input/handwriting/coding.ts';
import { directionFeatures, features } from '../../../renderer/input/handwriting/directions.ts';
import type { Ink } from '../../../renderer/input/handwriting/ink.ts';
import { lineOf } from '../../../renderer/input/handwriting/line.ts';
import { compare } from '../../../renderer/input/handwriting/matcher.ts';
import {
  dimensions,
  fineCodes,
  type HandwritingData,
  inkOf,
  modelFrom,
  ranges,
} from '../../../renderer/input/handwriting/model.ts';
import { general } from '../../../renderer/input/pinyin/dictionary.generated.ts';
import { type Case, learnedWeights } from './learn.ts';
import { discriminants, Spread } from './matrices.ts';
import { randomFrom } from './random.ts';
import { shapeText } from './shape.ts';
import { gb2312, strokesOf } from './sources.ts';
import { poorHabits, usualHabits, written } from './write.ts';

/**
 * Makes renderer/input/handwriting/shapes/characters.generated.ts:
 *
 *   node build/data/handwriting/main.ts Unihan_Readings.txt
 *
 * The shapes are hanzi-writer-data's (Arphic Public License), a development dependency; the list of the 8,105 standard
 * characters is in Debian's unicode-data. What tells characters apart is learned from writing made by write.ts, of every
 * second character: the others, and other random numbers, are for the proof (test/bench/handwriting.ts).
 */

const [readingsFile] = process.argv.slice(2);
if (readingsFile === undefined) {
  console.error('usage: node build/data/handwriting/main.ts Unihan_Readings.txt');
  process.exit(2);
}

/** How frequent each character is, from the words of the pinyin dictionary: 75 steps, '0' the rarest. */
function frequencies(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [, text = '', step = '0'] of general.matchAll(/(?<!\p{Script=Han})(\p{Script=Han})([0-z])/gu)) {
    found.set(text, Math.max(found.get(text) ?? 0, step.charCodeAt(0) - 48));
  }
  return found;
}

interface Character {
  readonly text: string;
  readonly strokes: Ink;
}

function charactersWithShapes(file: string): { readonly characters: readonly Character[]; readonly lacking: number } {
  const standard = [...readFileSync(file, 'utf8').matchAll(/^U\+([0-9A-F]+)\tkTGHZ2013\t/gm)].map(([, hex = '']) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  const frequency = frequencies();
  const characters = [...new Set([...gb2312(), ...standard])]
    .toSorted((a, b) => (frequency.get(b) ?? 0) - (frequency.get(a) ?? 0) || (a < b ? -1 : 1))
    .flatMap((text) => {
      const strokes = strokesOf(text);
      return strokes === null ? [] : [{ text, strokes }];
    });
  const known = new Set(characters.map(({ text }) => text));
  return { characters, lacking: standard.filter((text) => !known.has(text)).length };
}

const featuresOf = (ink: Ink): Float32Array => {
  const found = new Float32Array(features);
  directionFeatures(lineOf(ink), found);
  return found;
};
const difference = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, at) => value - (b[at] as number));
function mean(rows: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(features);
  for (const row of rows) for (let at = 0; at < features; at += 1) sum[at] = (sum[at] as number) + (row[at] as number);
  return Float32Array.from(sum, (value) => value / rows.length);
}

function fine(numbers: Iterable<number>, range: number): string {
  return Array.from(numbers, (number) => {
    const step = Math.round(((number + range) / (2 * range)) * (fineCodes - 1));
    if (step < 0 || step >= fineCodes) throw new RangeError(`${number} is more than ${range}`);
    return coded(Math.floor(step / codes)) + coded(step % codes);
  }).join('');
}

const coarse = (numbers: readonly number[]): string =>
  numbers
    .map((number) => {
      const share = Math.min(1, Math.max(0, (number + ranges.place) / (2 * ranges.place)));
      return coded(Math.round(share * (codes - 1)));
    })
    .join('');

const writingsOfEach = 6;
const { characters, lacking } = charactersWithShapes(readingsFile);
const shapes = characters.map(({ strokes }) => shapeText(strokes));
const shapeFeatures = shapes.map((text) => featuresOf(inkOf(text)));
const learning = characters.flatMap((character, at) => (at % 2 === 0 ? [{ ...character, at }] : []));
const random = randomFrom(20_261_124);
const habitsOf = (nth: number) => (nth % 2 === 0 ? usualHabits : poorHabits);

const off = learning.flatMap(({ strokes, at }) =>
  Array.from({ length: writingsOfEach }, (_, nth) =>
    difference(featuresOf(written(strokes, habitsOf(nth), random)), shapeFeatures[at] as Float32Array),
  ),
);
const offset = mean(off);
const within = new Spread(features);
for (const each of off) within.add(difference(each, offset));
const middle = mean(shapeFeatures);
const between = new Spread(features);
for (const { at } of learning) between.add(difference(shapeFeatures[at] as Float32Array, middle));
const rows = discriminants(within.matrix(), between.matrix(), dimensions);
const placeOf = (found: Float32Array): readonly number[] =>
  rows.map((row) => row.reduce((sum, weight, at) => sum + weight * (found[at] as number), 0));
// Of shapes and writings alike, the middle of all is taken off: what remains needs fewer codes.
const middlePlace = placeOf(middle);

const withoutWeights: HandwritingData = {
  characters: characters.map(({ text }) => text).join(''),
  shapes: shapes.join('|'),
  offset: fine(
    offset.map((value, at) => value + (middle[at] as number)),
    ranges.offset,
  ),
  projection: fine(
    rows.flatMap((row) => [...row]),
    ranges.projection,
  ),
  places: shapeFeatures
    .map((found) => coarse(placeOf(found).map((value, at) => value - (middlePlace[at] as number))))
    .join(''),
  weights: [],
};

/** Softmax weights are in natural logarithms; a character that is e times as frequent would earn 1 in a newspaper, not in names. */
const frequencyWeight = 0.3;
const kinds = 11;
const model = modelFrom(withoutWeights);
const cases = learning
  .filter((_, nth) => nth % 2 === 0)
  .flatMap(({ strokes, at }) => [usualHabits, poorHabits].map((habits) => ({ strokes, at, habits })))
  .flatMap(({ strokes, at, habits }): readonly Case[] => {
    const compared = compare(model, lineOf(written(strokes, habits, random)));
    const right = compared.findIndex(({ character }) => character === at);
    return right === -1 ? [] : [{ rows: compared.map(({ evidence }) => evidence), right }];
  });
const first = Array.from({ length: kinds }, (_, at) => (at === 0 ? 5 : at === kinds - 1 ? frequencyWeight : 0));
const weights = learnedWeights(cases, first, [kinds - 1]).map((weight) => Number(weight.toFixed(3)));

const folder = fileURLToPath(new URL('../../../renderer/input/handwriting/shapes/', import.meta.url));
const target = `${folder}characters.generated.ts`;
writeFileSync(
  target,
  [
    '// Made by build/data/handwriting/main.ts from hanzi-writer-data, see NOTICE beside this file. Not edited by hand.',
    ...Object.entries({ ...withoutWeights, weights }).map(([name, value]) =>
      typeof value === 'string'
        ? `export const ${name}: string = ${JSON.stringify(value)};`
        : `export const ${name}: readonly number[] = ${JSON.stringify(value)};`,
    ),
    '',
  ].join('\n'),
);
copyFileSync(fileURLToPath(import.meta.resolve('hanzi-writer-data/ARPHICPL.TXT')), `${folder}ARPHICPL.TXT`);
console.log(
  `${characters.length} characters, ${lacking} standard characters without a shape, ${Buffer.byteLength(readFileSync(target))} bytes, weights ${weights.join(' ')}`,
);
