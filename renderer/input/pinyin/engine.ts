import { lexiconFrom, syllablesFrom, type Lexicon, type Syllables, type Word } from './lexicon.ts';
import { likeliestSentence, matchesAt, pastApostrophes, spelled, type Match, type Neighbours } from './paths.ts';
import { placesFromRegions, type Places } from './places.ts';

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
/** 建国 as a word of the language is likelier than any other jian with any other guo. */
const knownGivenNameBonus = 2;
const begunCosts = 4;

export function pinyinEngine(data: PinyinData): PinyinEngine {
  const syllables = syllablesFrom(data.syllables);
  const general = lexiconFrom(data.general);
  const surnames = lexiconFrom(data.surnames);
  const given = lexiconFrom(data.given);
  const address = withBonus(general, lexiconFrom(data.address));
  const places = placesFromRegions();
  const neighbours: Neighbours = {
    isWorthTrying: places.isPlace,
    bonus: (word, next) => (places.liesIn(next, word) ? liesInBonus : 0),
  };

  return {
    candidates: (letters, content, before) => {
      if (letters === '') return [];
      if (content === 'address') {
        const around = places.endOf(before);
        const words = partsFirst(ordinary(syllables, address, letters, neighbours), letters, around, places);
        return distinct(measuresFirst(words, letters, before));
      }
      if (before !== '') {
        const names = givenNames(syllables, given, general, letters, 0);
        return distinct([
          ...names.map(({ text, to }) => ({ text, letters: to })),
          ...firstWords(syllables, given, letters),
          ...ordinary(syllables, general, letters, null),
        ]);
      }
      const names = wholeNames(syllables, surnames, given, general, letters);
      return distinct([
        ...wholeSurnames(syllables, surnames, letters),
        ...names.slice(0, namesFirst),
        ...firstWords(syllables, surnames, letters),
        ...names.slice(namesFirst),
        ...ordinary(syllables, general, letters, null),
      ]);
    },
    spelled: (letters) => spelled(syllables, general, letters),
  };
}

function withBonus(general: Lexicon, favoured: Lexicon): Lexicon {
  const merged = new Map<string, readonly Word[] | undefined>();
  const merge = (reading: string): readonly Word[] | undefined => {
    const usual = general.get(reading);
    const first = (favoured.get(reading) ?? []).map(({ text, weight }) => ({ text, weight: weight + addressBonus }));
    if (first.length === 0) return usual;
    const texts = new Set(first.map(({ text }) => text));
    return [...first, ...(usual ?? []).filter(({ text }) => !texts.has(text))].sort((a, b) => b.weight - a.weight);
  };
  return {
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
function ordinary(
  syllables: Syllables,
  lexicon: Lexicon,
  letters: string,
  neighbours: Neighbours | null,
): readonly Candidate[] {
  const words = firstWords(syllables, lexicon, letters);
  const sentence = likeliestSentence(syllables, lexicon, letters, neighbours);
  if (sentence === null || sentence.words < 2) return words;
  return [{ text: sentence.text, letters: letters.length }, ...words];
}

function firstWords(syllables: Syllables, lexicon: Lexicon, letters: string): readonly Candidate[] {
  return matchesAt(syllables, lexicon, letters, 0)
    .flatMap((match) => match.words.map((word) => ({ match, word })))
    .sort((a, b) => covered(b.match) - covered(a.match) || b.word.weight - a.word.weight)
    .map(({ match, word }) => ({ text: word.text, letters: match.to }));
}

/** A syllable only begun counts half a letter less: "gu" is 古 before it is the beginning of 国. */
const covered = (match: Match): number => (match.whole ? match.to : match.to - 0.5);

interface Scored {
  readonly text: string;
  readonly to: number;
  readonly score: number;
}

/** "ouyang" is 欧阳 before it is 欧 with a given name. */
function wholeSurnames(syllables: Syllables, surnames: Lexicon, letters: string): readonly Candidate[] {
  return matchesAt(syllables, surnames, letters, 0)
    .filter((match) => match.whole && match.to === letters.length)
    .flatMap((match) => match.words.map(({ text }) => ({ text, letters: match.to })));
}

/** The rest come after the surnames: who types a whole name takes one of the first, or builds it by characters. */
const namesFirst = 6;
const kept = 18;
const byScore = (a: Scored, b: Scored): number => b.score - a.score;

/** Surname and a given name of one or two characters, over all letters. */
function wholeNames(
  syllables: Syllables,
  surnames: Lexicon,
  given: Lexicon,
  general: Lexicon,
  letters: string,
): readonly Candidate[] {
  return matchesAt(syllables, surnames, letters, 0)
    .filter((match) => match.whole && match.to < letters.length)
    .flatMap((match) => {
      const rest = givenNames(syllables, given, general, letters, match.to);
      return match.words.slice(0, 3).flatMap((surname) =>
        rest.map((name) => ({
          text: surname.text + name.text,
          to: name.to,
          // A surname of two characters is rare, and yet likelier than one of one with this very given name.
          score: name.score + surname.weight * match.syllables,
        })),
      );
    })
    .sort(byScore)
    .slice(0, kept)
    .map(({ text, to }) => ({ text, letters: to }));
}

function givenNames(
  syllables: Syllables,
  given: Lexicon,
  general: Lexicon,
  letters: string,
  from: number,
): readonly Scored[] {
  const first = oneCharacter(syllables, given, general, letters, from);
  const names = first.flatMap((head) =>
    head.to === letters.length
      ? [head]
      : oneCharacter(syllables, given, general, letters, head.to)
          .filter((tail) => tail.to === letters.length)
          .map((tail) => ({
            text: head.text + tail.text,
            to: tail.to,
            score: (head.score + tail.score) / 2 - (tail.whole ? 0 : begunCosts),
          })),
  );
  const known = new Set(
    matchesAt(syllables, general, letters, from)
      .filter((match) => match.to === letters.length && match.syllables === 2)
      .flatMap((match) => match.words.map(({ text }) => text)),
  );
  return names
    .map((name) => (known.has(name.text) ? { ...name, score: name.score + knownGivenNameBonus } : name))
    .sort(byScore)
    .slice(0, kept);
}

/** Characters used in given names; where this sound has none, any character. */
function oneCharacter(
  syllables: Syllables,
  given: Lexicon,
  general: Lexicon,
  letters: string,
  from: number,
): readonly (Scored & { readonly whole: boolean })[] {
  const single = (match: Match): boolean => match.syllables === 1;
  const usual = matchesAt(syllables, given, letters, from).filter(single);
  const others = matchesAt(syllables, general, letters, from).filter((match) => single(match) && match.whole);
  const scored = (matches: readonly Match[], cost: number) =>
    matches.flatMap((match) =>
      match.words.slice(0, 8).map(({ text, weight }) => ({
        text,
        to: match.to,
        whole: match.whole,
        score: weight - cost - (match.whole ? 0 : begunCosts),
      })),
    );
  return usual.length > 0 ? scored(usual, 0) : scored(others, 40);
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
