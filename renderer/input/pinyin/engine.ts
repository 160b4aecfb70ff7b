import { lexiconFrom, syllablesFrom, type Lexicon, type ReadWord, type Word } from './lexicon.ts';
import { likeliestSentence, type Neighbours, spelled } from './paths.ts';
import { placesFromRegions, type Places } from './places.ts';
import { type Match, pastApostrophes, type Reader, readerOf } from './reader.ts';

export interface Candidate {
  readonly text: string;
  /** How many of the typed letters it stands for; the others stay. */
  readonly letters: number;
}

export type Content = 'name' | 'address';

export interface PinyinEngine {
  /** Best first, without repeats; letters are a to z and the apostrophe. `before` is what stands there already. */
  readonly candidates: (letters: string, content: Content, before: string) => readonly Candidate[];
  readonly spelled: (letters: string) => string;
}

export interface PinyinData {
  readonly syllables: string;
  readonly general: string;
  readonly surnames: string;
  readonly given: string;
  readonly address: string;
}

/** e cubed: "hao" is 号 in an address, though 好 is written five times as often elsewhere. */
const addressBonus = 3;
const liesInBonus = 7;
/** Most roads are called after a place: 延安街 before 呀南街. */
const roadBonus = 6;
const roads = new Set('路 街 巷 弄 东路 西路 南路 北路 中路 大道 大街 东街 西街 南街 北街 新村 小区'.split(' '));
/** 建国 as a word of the language is likelier than any other jian with any other guo. */
const knownGivenNameBonus = 2;

export function pinyinEngine(data: PinyinData): PinyinEngine {
  const syllables = syllablesFrom(data.syllables);
  const general = lexiconFrom(data.general, syllables);
  const surnames = lexiconFrom(data.surnames, syllables);
  const given = lexiconFrom(data.given, syllables);
  const places = placesFromRegions();
  const address = withBonus(general, lexiconFrom(data.address, syllables), places);
  const neighbours: Neighbours = {
    isWorthTrying: (word) => places.isPlace(word) || roads.has(word),
    bonus: (word, next) => {
      if (places.liesIn(next, word)) return liesInBonus;
      return roads.has(next) && places.isPlace(word) ? roadBonus : 0;
    },
  };

  return {
    candidates: (letters, content, before) => {
      if (letters === '') return [];
      const reader = readerOf(syllables, letters);
      if (content === 'address') {
        const around = places.endOf(before);
        const words = partsFirst(ordinary(reader, address, neighbours), letters, around, places);
        return distinct(measuresFirst(words, letters, before));
      }
      if (before !== '') {
        const names = givenNames(reader, given, general, 0);
        return distinct([
          ...names.map(({ text, to }) => ({ text, letters: to })),
          ...firstWords(reader, given),
          ...ordinary(reader, general, null),
        ]);
      }
      const names = wholeNames(reader, surnames, given, general);
      return distinct([
        ...wholeSurnames(reader, surnames),
        ...names.slice(0, namesFirst),
        ...firstWords(reader, surnames),
        ...names.slice(namesFirst),
        ...ordinary(reader, general, null),
      ]);
    },
    spelled: (letters) => spelled(readerOf(syllables, letters), general),
  };
}

function withBonus(general: Lexicon, favoured: Lexicon, places: Places): Lexicon {
  const merged = new Map<string, readonly Word[] | undefined>();
  const merge = (reading: string): readonly Word[] | undefined => {
    const usual = general.get(reading);
    const first = (favoured.get(reading) ?? []).map(({ text, weight }) => ({ text, weight: weight + addressBonus }));
    if (first.length === 0) return usual;
    const texts = new Set(first.map(({ text }) => text));
    return [...first, ...(usual ?? []).filter(({ text }) => !texts.has(text))].sort((a, b) => b.weight - a.weight);
  };
  const byInitials = new Map<string, readonly ReadWord[]>();
  const mergeInitials = (letters: string): readonly ReadWord[] => {
    const first = favoured.beginningWith(letters).map((word) => ({ ...word, weight: word.weight + addressBonus }));
    const texts = new Set(first.map(({ text }) => text));
    const usual = general
      .beginningWith(letters)
      .filter(({ text }) => !texts.has(text))
      .map((word) => (places.isPlace(word.text) ? { ...word, weight: word.weight + addressBonus } : word));
    return [...first, ...usual].sort((a, b) => b.weight - a.weight);
  };
  return {
    beginningWith: (letters) => {
      const words = byInitials.get(letters) ?? mergeInitials(letters);
      byInitials.set(letters, words);
      return words;
    },
    get: (reading) => {
      if (!merged.has(reading)) merged.set(reading, merge(reading));
      return merged.get(reading);
    },
  };
}

/** After 江苏省, what lies in 江苏 comes before what only sounds so. */
function partsFirst(
  candidates: readonly Candidate[],
  letters: string,
  around: string | null,
  places: Places,
): readonly Candidate[] {
  if (around === null) return candidates;
  const fits = ({ text, letters: used }: Candidate): boolean => used === letters.length && places.liesIn(text, around);
  return [...candidates.filter(fits), ...candidates];
}

const measures = new Set([
  '号',
  '室',
  '栋',
  '幢',
  '楼',
  '层',
  '单元',
  '组',
  '弄',
  '座',
  '巷',
  '排',
  '号楼',
  '号院',
  '米',
]);

/** 501 is followed by 室, not by 是. */
function measuresFirst(candidates: readonly Candidate[], letters: string, before: string): readonly Candidate[] {
  if (!/[\dA-Z一二三四五六七八九十]$/.test(before)) return candidates;
  const fits = ({ text, letters: used }: Candidate): boolean => measures.has(text) && used === letters.length;
  return [...candidates.filter(fits), ...candidates];
}

/** What covers more of the letters comes first; the likeliest row of words before all where no one word covers them. */
function ordinary(reader: Reader, lexicon: Lexicon, neighbours: Neighbours | null): readonly Candidate[] {
  const words = firstWords(reader, lexicon);
  const sentence = likeliestSentence(reader, lexicon, neighbours);
  if (sentence === null || sentence.words < 2) return words;
  return [{ text: sentence.text, letters: reader.letters.length }, ...words];
}

function firstWords(reader: Reader, lexicon: Lexicon): readonly Candidate[] {
  return reader
    .matches(lexicon, 0)
    .flatMap((match) => match.words.map((word) => ({ match, word })))
    .sort((a, b) => covered(b.match) - covered(a.match) || b.word.weight - a.word.weight)
    .map(({ match, word }) => ({ text: word.text, letters: match.to }));
}

/** A syllable only begun counts half a letter less: "gu" is 古 before it is the beginning of 国. */
const covered = (match: Match): number => (match.cost === 0 ? match.to : match.to - 0.5);

interface Scored {
  readonly text: string;
  readonly to: number;
  readonly score: number;
}

/** "ouyang" is 欧阳 before it is 欧 with a given name. */
function wholeSurnames(reader: Reader, surnames: Lexicon): readonly Candidate[] {
  return reader
    .matches(surnames, 0)
    .filter((match) => match.cost === 0 && match.to === reader.letters.length)
    .flatMap((match) => match.words.map(({ text }) => ({ text, letters: match.to })));
}

/** The rest come after the surnames: who types a whole name takes one of the first, or builds it by characters. */
const namesFirst = 6;
const kept = 36;
const byScore = (a: Scored, b: Scored): number => b.score - a.score;

/** Surname and a given name of one or two characters, over all letters. */
function wholeNames(reader: Reader, surnames: Lexicon, given: Lexicon, general: Lexicon): readonly Candidate[] {
  const rests = new Map<number, readonly Scored[]>();
  const restFrom = (at: number): readonly Scored[] => {
    const rest = rests.get(at) ?? givenNames(reader, given, general, at);
    rests.set(at, rest);
    return rest;
  };
  return reader
    .matches(surnames, 0)
    .filter((match) => (match.cost === 0 || reader.initials) && match.to < reader.letters.length)
    .flatMap((match) =>
      match.words.slice(0, 3).flatMap((surname) =>
        restFrom(match.to).map((name) => ({
          text: surname.text + name.text,
          to: name.to,
          // A surname of two characters is rare, and yet likelier than one of one with this very given name.
          score: name.score + surname.weight * match.syllables - match.cost,
        })),
      ),
    )
    .sort(byScore)
    .slice(0, kept)
    .map(({ text, to }) => ({ text, letters: to }));
}

function givenNames(reader: Reader, given: Lexicon, general: Lexicon, from: number): readonly Scored[] {
  const first = oneCharacter(reader, given, general, from);
  const tails = new Map<number, readonly OneCharacter[]>();
  const tailsFrom = (at: number): readonly OneCharacter[] => {
    const all = tails.get(at) ?? oneCharacter(reader, given, general, at);
    tails.set(at, all);
    return all;
  };
  const names = first.flatMap((head) =>
    head.to === reader.letters.length
      ? [head]
      : tailsFrom(head.to)
          .filter((tail) => tail.to === reader.letters.length)
          .map((tail) => ({
            text: head.text + tail.text,
            to: tail.to,
            score: (head.score + tail.score) / 2 - tail.cost - (runsOn(reader.letters, head.to) ? runsOnCosts : 0),
          })),
  );
  const known = new Set(
    reader
      .matches(general, from)
      .filter((match) => match.to === reader.letters.length && match.syllables === 2)
      .flatMap((match) => match.words.map(({ text }) => text)),
  );
  return names
    .map((name) => (known.has(name.text) ? { ...name, score: name.score + knownGivenNameBonus } : name))
    .sort(byScore)
    .slice(0, kept);
}

/** Who means 琪安 parts it: qi'an. Without, it is 倩. */
const runsOnCosts = 3;
const runsOn = (letters: string, at: number): boolean =>
  /^[^']$/.test(letters[at - 1] ?? '') && /[aoe]/.test(letters[at] ?? '');

interface OneCharacter extends Scored {
  readonly cost: number;
}

/** By initials alone there are hundreds, of which these are all that anybody is called. */
const likeliestByInitial = 30;

/** Characters used in given names; where this sound has none, any character. */
function oneCharacter(reader: Reader, given: Lexicon, general: Lexicon, from: number): readonly OneCharacter[] {
  const single = (match: Match): boolean => match.syllables === 1;
  const scored = (matches: readonly Match[], cost: number): readonly OneCharacter[] =>
    matches.flatMap((match) =>
      match.words.slice(0, reader.initials ? likeliestByInitial : 8).map(({ text, weight }) => ({
        text,
        to: match.to,
        cost: match.cost,
        score: weight - cost - match.cost,
      })),
    );
  const usual = scored(reader.matches(given, from).filter(single), 0);
  if (reader.initials) return usual.toSorted(byScore).slice(0, likeliestByInitial);
  if (usual.length > 0) return usual;
  const others = reader.matches(general, from);
  return scored(
    others.filter((match) => single(match) && match.cost === 0),
    40,
  );
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ text }) => {
    const fresh = !seen.has(text);
    seen.add(text);
    return fresh;
  });
}

/** What is left to be typed out once a candidate has been taken. */
export const lettersAfter = (letters: string, candidate: Candidate): string =>
  letters.slice(pastApostrophes(letters, candidate.letters));
