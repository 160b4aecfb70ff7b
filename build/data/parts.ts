import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { general } from '../../renderer/input/pinyin/dictionary.generated.ts';

/**
 * Makes renderer/input/parts/parts.generated.ts, the parts of every character that pinyin can give: `node build/data/parts.ts`.
 *
 * The source is cjk-decomp (Apache-2.0 or MIT, by its author's choice) as it comes in the package hanzi; nothing else of that
 * package is taken.
 */

interface Made {
  /** How the parts are put together; m… is one part in another form, r… the same one more than once. */
  readonly how: string;
  readonly of: readonly string[];
}

function decompositions(): ReadonlyMap<string, Made> {
  const source = readFileSync(fileURLToPath(import.meta.resolve('hanzi/lib/data/cjk-decomp.txt.js')), 'utf8');
  const rows = source.matchAll(/^(?:module\.exports = `)?(\S+?):([a-z0-9/]+)\((.+)\)$/gm);
  return new Map([...rows].map(([, what = '', how = '', of = '']) => [what, { how, of: of.split(',') }]));
}

const isCharacter = (text: string): boolean => Array.from(text).length === 1;
const times = (how: string): number => {
  const told = /^r([345])/.exec(how)?.[1];
  if (told !== undefined) return Number(told);
  return /^r(?!ef|ot)/.test(how) ? 2 : 1;
};

const made = decompositions();

/** Parts that have no code point are named by numbers: their own parts stand in for them. */
function partsOf(what: string, depth = 0): readonly string[] {
  const { how, of } = made.get(what) ?? { how: 'c', of: [] };
  if (depth > 6 || how === 'c') return [];
  const parts = of.flatMap((part) => (isCharacter(part) ? [part] : partsOf(part, depth + 1)));
  return Array.from({ length: times(how) }, () => parts).flat();
}

const offered = [
  ...new Set([...general.matchAll(/(?<!\p{Script=Han})(\p{Script=Han})[0-z]/gu)].map(([, text = '']) => text)),
];
const weights = new Map<string, number>();
for (const [, text = '', step = '0'] of general.matchAll(/(?<!\p{Script=Han})(\p{Script=Han})([0-z])/gu)) {
  weights.set(text, Math.max(weights.get(text) ?? 0, step.charCodeAt(0)));
}
offered.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || (a < b ? -1 : 1));

const needed = new Set(offered);
for (const character of needed) for (const part of partsOf(character)) needed.add(part);
const row = (character: string): string => [character, ...partsOf(character)].join('');
const inner = [...needed].slice(offered.length);
const target = fileURLToPath(new URL('../../renderer/input/parts/parts.generated.ts', import.meta.url));
writeFileSync(
  target,
  [
    '// Made by build/data/parts.ts from cjk-decomp, see NOTICE beside this file. Not edited by hand.',
    `export const offered: string = ${JSON.stringify(offered.map(row).join(' '))};`,
    `export const inner: string = ${JSON.stringify(inner.map(row).join(' '))};`,
    '',
  ].join('\n'),
);
const whole = offered.filter((character) => partsOf(character).length === 0);
console.log(
  `${offered.length} characters, ${inner.length} parts besides, ${whole.length} without parts, ${Buffer.byteLength(readFileSync(target))} bytes`,
);
