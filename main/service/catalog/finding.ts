import { pinyin } from 'pinyin-pro';
import type { Item } from '../../contract/item.ts';

/** A character of a text, and how it is said: without tone, ü as v; empty for what is no Chinese character. */
interface Sign {
  readonly sign: string;
  readonly syllable: string;
}

interface Field {
  readonly signs: readonly Sign[];
  readonly weight: number;
}

interface Entry {
  readonly item: Item;
  /** Found by characters, pinyin, initials, and any mixture. */
  readonly said: readonly Field[];
  /** English, by the beginnings of words. */
  readonly english: readonly { readonly words: readonly string[]; readonly weight: number }[];
  /** Long texts: by characters alone, and last. */
  readonly read: string;
}

export interface Finder {
  /** Best first; among equals what is used more. Empty for words that say nothing. */
  byWords(text: string, usesOf: (id: string) => number): readonly Item[];
}

const weights = { name: 40, keyword: 30, summary: 12, read: 4 } as const;
/** So much more for words that begin the text, and less for ones that stand in it with others between. */
const atBeginning = 4;
const scatteredLess = 14;
/** Between the characters of one that is found scattered: 无犯罪(记录)证明. */
const mostBetween = 4;

export function createFinder(items: readonly Item[]): Finder {
  const entries = items.map(entryOf);
  return {
    byWords: (text, usesOf) => {
      const query = normal(text);
      if (query === '') return [];
      const terms = text
        .toLowerCase()
        .split(/\s+/)
        .filter((term) => term !== '');
      const inOnePiece = entries.map((entry) => scoreOf(entry, query, terms));
      // Only where nothing is called so: to look for every name scattered costs more than all else.
      const isCalledSo = inOnePiece.some((score) => score >= weights.keyword);
      return entries
        .map((entry, place) => ({
          entry,
          place,
          score: Math.max(inOnePiece[place] ?? 0, isCalledSo ? 0 : scatteredScoreOf(entry, query)),
        }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || usesOf(b.entry.item.id) - usesOf(a.entry.item.id) || a.place - b.place)
        .map(({ entry }) => entry.item);
    },
  };
}

/** As it is compared: small, half-width, without what separates syllables and words. */
function normal(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replaceAll(/[\s'’·,，。、.?？!！:：;；()（）-]/g, '');
}

function entryOf(item: Item): Entry {
  const { name, plainName, keywords, summary, faq = [], guidance = [] } = item;
  const names = [name, ...(plainName === undefined ? [] : [plainName])];
  const field = (text: string, weight: number): Field => ({ signs: signsOf(text), weight });
  const english = (text: string, weight: number) => ({ words: text.toLowerCase().split(/[^a-z0-9]+/), weight });
  return {
    item,
    said: [
      ...names.map(({ zh }) => field(zh, weights.name)),
      ...(keywords?.zh ?? []).map((word) => field(word, weights.keyword)),
      field(summary.zh, weights.summary),
    ],
    english: [
      ...names.map(({ en }) => english(en, weights.name)),
      ...(keywords?.en ?? []).map((word) => english(word, weights.keyword)),
      english(summary.en, weights.summary),
    ],
    read: normal([...faq.map(({ asked }) => asked.zh), ...guidance.map(({ title }) => title.zh)].join('')),
  };
}

const isChinese = (sign: string): boolean => /\p{Script=Han}/u.test(sign);

function signsOf(text: string): readonly Sign[] {
  const signs = Array.from(normal(text));
  const options = { toneType: 'none', type: 'array', v: true } as const;
  // Said together, for readings that depend on the word: 重庆, 银行.
  const together = pinyin(signs.filter(isChinese).join(''), options);
  let at = 0;
  return signs.map((sign) => {
    if (!isChinese(sign)) return { sign, syllable: '' };
    const syllable = together[at] ?? '';
    at += 1;
    return { sign, syllable: /^[a-z]+$/.test(syllable) ? syllable : '' };
  });
}

function scoreOf({ said, english, read }: Entry, query: string, terms: readonly string[]): number {
  const inChinese = said.map(({ signs, weight }) => {
    const at = placeOf(signs, query);
    return at === null ? 0 : weight + (at === 0 ? atBeginning : 0);
  });
  const inEnglish = english.map(({ words, weight }) =>
    terms.every((term) => words.some((word) => word.startsWith(term))) ? weight : 0,
  );
  return Math.max(...inChinese, ...inEnglish, read.includes(query) && isChinese(query) ? weights.read : 0);
}

function scatteredScoreOf({ said }: Entry, query: string): number {
  const found = said.filter(({ signs, weight }) => weight > weights.summary && isFoundScattered(signs, query));
  return Math.max(0, ...found.map(({ weight }) => weight - scatteredLess));
}

/** Whether the query may begin with this sign: most may not, and cost nothing more. */
const mayBegin = ({ sign, syllable }: Sign, query: string): boolean => {
  const first = query.charCodeAt(0);
  return sign.charCodeAt(0) === first || syllable.charCodeAt(0) === first;
};

/** Where in the text the query stands in one piece; null where it does not. */
function placeOf(signs: readonly Sign[], query: string): number | null {
  const at = signs.findIndex((sign, from) => mayBegin(sign, query) && isSaidFrom(signs, from, query, 0));
  return at === -1 ? null : at;
}

/** Whether the rest of the query is what the text says from there on. */
function isSaidFrom(signs: readonly Sign[], at: number, query: string, from: number): boolean {
  if (from === query.length) return true;
  const sign = signs[at];
  return sign !== undefined && waysBehind(sign, query, from).some((next) => isSaidFrom(signs, at + 1, query, next));
}

/** How far the query may be read as this one sign: the character itself, its syllable, its initial, or as much as is typed so far. */
function waysBehind({ sign, syllable }: Sign, query: string, from: number): readonly number[] {
  if (query.startsWith(sign, from)) return [from + sign.length];
  if (syllable === '') return [];
  const rest = query.slice(from);
  const spellings = /^[ln]ve$/.test(syllable) ? [syllable, syllable.replace('v', 'u')] : [syllable];
  const whole = spellings.filter((spelling) => rest.startsWith(spelling)).map((spelling) => from + spelling.length);
  const begun = spellings.some((spelling) => spelling.startsWith(rest)) ? [query.length] : [];
  const initials = /^[zcs]h/.test(syllable) ? [syllable.slice(0, 2), syllable.slice(0, 1)] : [syllable.slice(0, 1)];
  return [
    ...whole,
    ...begun,
    ...initials.filter((initial) => rest.startsWith(initial)).map((initial) => from + initial.length),
  ];
}

/** As people call a thing who leave words of its name out; not for two letters, which are found scattered everywhere. */
function isFoundScattered(signs: readonly Sign[], query: string): boolean {
  const enough = isChinese(query) ? 2 : 4;
  if (query.length < enough) return false;
  const seen = new Set<number>();
  const goesOn = (at: number, from: number, between: number): boolean => {
    if (from === query.length) return true;
    const sign = signs[at];
    const state = (at * 100 + from) * 10 + between;
    if (sign === undefined || seen.has(state)) return false;
    seen.add(state);
    if (waysBehind(sign, query, from).some((next) => goesOn(at + 1, next, between))) return true;
    return between < mostBetween && goesOn(at + 1, from, between + 1);
  };
  return signs.some((sign, at) => mayBegin(sign, query) && goesOn(at, 0, 0));
}
