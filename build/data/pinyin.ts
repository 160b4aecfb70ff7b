import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinyin } from 'pinyin-pro';
import { provinces, childrenOf, type Region } from '../../main/contract/regions.ts';
import {
  addressWords,
  doubleSurnames,
  givenCharacters,
  officeWords,
  surnameReadings,
  surnames,
} from './pinyin-words.ts';
import { placeSyllables } from './place-readings.ts';
import { bareName } from './region-english.ts';

/**
 * Makes renderer/input/pinyin/dictionary.generated.ts:
 *
 *   node build/data/pinyin.ts /usr/share/rime-data/pinyin_simp.dict.yaml Unihan_Readings.txt
 *
 * The first is in Debian's rime-data-pinyin-simp (Apache-2.0). The second is in Debian's unicode-data, unpacked by bunzip2
 * (Unicode licence): from it come the standard characters that the first lacks, so that every name can be typed.
 */

interface Entry {
  readonly text: string;
  readonly syllables: readonly string[];
  readonly weight: number;
}

const [dictionaryFile, readingsFile] = process.argv.slice(2);
if (dictionaryFile === undefined || readingsFile === undefined) {
  console.error('usage: node build/data/pinyin.ts pinyin_simp.dict.yaml Unihan_Readings.txt');
  process.exit(2);
}

const han = /^\p{Script=Han}+$/u;

function rimeEntries(file: string): readonly Entry[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((cells) => cells.length >= 3 && han.test(cells[0] ?? ''))
    .map(([text = '', reading = '', weight = '0']) => ({
      text,
      syllables: reading.split(' ').map(vForU),
      weight: Number(weight),
    }));
}

/** lue and nue are written lve and nve in the dictionary's keys: one spelling for one sound; the engine takes both. */
const vForU = (syllable: string): string => syllable.replace(/^([ln])ue$/, '$1ve');

/** Readings of the table of general standard characters: "0512.030,0513.010:xīng,xìng". */
function standardCharacters(file: string): readonly Entry[] {
  return [...readFileSync(file, 'utf8').matchAll(/^U\+([0-9A-F]+)\tkTGHZ2013\t(.+)$/gm)].flatMap(
    ([, hex = '', value = '']) => {
      const text = String.fromCodePoint(Number.parseInt(hex, 16));
      const readings = value.split(' ').flatMap((part) => (part.split(':')[1] ?? '').split(','));
      return [...new Set(readings.map(withoutTone))].map((syllable) => ({ text, syllables: [syllable], weight: 0 }));
    },
  );
}

function withoutTone(reading: string): string {
  const plain = reading
    .normalize('NFD')
    .replaceAll('u\u0308', 'v')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return vForU(plain);
}

/** On cards, and in no table of standard characters. */
const rareInNames: readonly Entry[] = [
  { text: '𠮷', syllables: ['ji'], weight: 1 },
  { text: '龘', syllables: ['da'], weight: 1 },
  { text: '䶮', syllables: ['yan'], weight: 1 },
  { text: '堃', syllables: ['kun'], weight: 1 },
  { text: '喆', syllables: ['zhe'], weight: 1 },
];

function everyRegion(list: readonly Region[]): readonly Region[] {
  return list.flatMap((region) => [region, ...everyRegion(childrenOf(region.code))]);
}

/** Places weigh as much as frequent words, higher divisions more: they are what addresses begin with. */
function places(): readonly Entry[] {
  return everyRegion(provinces()).flatMap(({ code, zh }) => {
    const weight = code.endsWith('0000') ? 20000 : code.endsWith('00') ? 12000 : 4000;
    const syllables = placeSyllables(zh);
    const bare = bareName(zh);
    const whole = { text: zh, syllables, weight };
    return bare === zh
      ? [whole]
      : [whole, { text: bare, syllables: syllables.slice(0, Array.from(bare).length), weight }];
  });
}

const plain = (word: string): readonly string[] =>
  pinyin(word, { toneType: 'none', type: 'array', v: true }).map(vForU);

/** Zipf's law over the order of a list. */
function ranked(words: readonly string[], top: number, reading: (word: string) => readonly string[]): readonly Entry[] {
  return [...new Set(words)].map((text, at) => ({
    text,
    syllables: reading(text),
    weight: Math.round(top / (at + 2)),
  }));
}

function surnameEntries(): readonly Entry[] {
  const single = doubleSurnames.reduce((run, double) => run.replace(double, ''), surnames);
  const reading = (name: string): readonly string[] => {
    const known = surnameReadings[name];
    return known === undefined ? plain(name) : known.split(' ');
  };
  // Double surnames stand as one block in the middle: 欧阳 is about the 150th, the others are rarer.
  return ranked(
    [...Array.from(single).slice(0, 150), ...doubleSurnames, ...Array.from(single).slice(150)],
    100000,
    reading,
  );
}

const log = Math.log;
const heaviest = 5000000;
/** A weight as one ASCII character from 0 to z: 75 steps of its logarithm. */
const step = (weight: number): string =>
  String.fromCharCode(48 + Math.round((74 * log(1 + Math.min(weight, heaviest))) / log(1 + heaviest)));

/**
 * One line a reading: how many syllables it shares with the line before, its other syllables (one character each from
 * U+0100), then word and weight in turn. A third of the size of spelling the readings out.
 */
function encode(entries: readonly Entry[], codes: ReadonlyMap<string, string>): string {
  const byKey = new Map<string, Map<string, number>>();
  for (const { text, syllables, weight } of entries) {
    if (syllables.length !== Array.from(text).length || !syllables.every((syllable) => codes.has(syllable))) {
      throw new Error(`${text}: reading "${syllables.join(' ')}" does not fit`);
    }
    const key = syllables.map((syllable) => codes.get(syllable)).join('');
    const words = byKey.get(key) ?? new Map<string, number>();
    words.set(text, Math.max(words.get(text) ?? 0, weight));
    byKey.set(key, words);
  }
  let previous = '';
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, words]) => {
      let shared = 0;
      while (shared < 9 && shared < previous.length && previous[shared] === key[shared]) shared += 1;
      previous = key;
      const sorted = [...words].sort(([, a], [, b]) => b - a);
      return `${shared}${key.slice(shared)}${sorted.map(([text, weight]) => text + step(weight)).join('')}`;
    })
    .join('\n');
}

/** Rarer phrases cost 70 KB, and their characters can still be typed one by one. */
const rarestPhrase = 138;
const rime = rimeEntries(dictionaryFile).filter(
  ({ text, syllables, weight }) =>
    Array.from(text).length === syllables.length && (syllables.length === 1 || weight >= rarestPhrase),
);
const known = new Set(rime.filter(({ syllables }) => syllables.length === 1).map(({ text }) => text));
const standard = standardCharacters(readingsFile);
const added = standard.filter(({ text }) => !known.has(text));
const general = [
  ...rime,
  ...added,
  ...rareInNames,
  ...places(),
  ...ranked(
    addressWords.filter((word) => word.length > 1),
    40000,
    plain,
  ),
  ...ranked(officeWords, 60000, plain),
];
const family = surnameEntries();
const mostFrequent = new Map<string, Entry>();
for (const entry of rime) {
  if (entry.syllables.length === 1 && entry.weight >= (mostFrequent.get(entry.text)?.weight ?? -1)) {
    mostFrequent.set(entry.text, entry);
  }
}
const given = ranked(
  Array.from(givenCharacters),
  100000,
  (character) => mostFrequent.get(character)?.syllables ?? plain(character),
);
const address = ranked(addressWords, 100000, plain);

const syllables = [...new Set([...rime, ...added].flatMap((entry) => entry.syllables))]
  .filter((s) => /^[a-z]+$/.test(s))
  .sort();
const codes = new Map(syllables.map((syllable, at) => [syllable, String.fromCharCode(0x100 + at)]));
const spelled = (list: readonly Entry[]): readonly Entry[] =>
  list.filter((entry) => entry.syllables.every((s) => codes.has(s)));

const parts = {
  syllables: syllables.join(' '),
  general: encode(spelled(general), codes),
  surnames: encode(family, codes),
  given: encode(given, codes),
  address: encode(address, codes),
};
const target = fileURLToPath(new URL('../../renderer/input/pinyin/dictionary.generated.ts', import.meta.url));
writeFileSync(
  target,
  [
    '// Made by build/data/pinyin.ts, see NOTICE beside this file. Not edited by hand.',
    ...Object.entries(parts).map(([name, text]) => `export const ${name}: string = ${JSON.stringify(text)};`),
    '',
  ].join('\n'),
);
const missing = [...new Set(standard.map(({ text }) => text))].filter(
  (text) => !general.some((entry) => entry.text === text && codes.has(entry.syllables[0] ?? '')),
);
console.log(
  `${syllables.length} syllables, ${general.length} entries, ${new Set(added.map(({ text }) => text)).size} standard characters added, ` +
    `${missing.length} missing ${missing.join('')}, ${Buffer.byteLength(readFileSync(target))} bytes`,
);
