import type { Lexicon, Word } from './lexicon.ts';
import { type Match, pastApostrophes, type Reader } from './reader.ts';

export interface Sentence {
  readonly text: string;
  readonly first: string;
  readonly words: number;
  readonly score: number;
}

/** What is known about words beside one another: e to this power more likely than by chance. */
export interface Neighbours {
  /** Worth trying though another word of the same sound is more frequent. */
  readonly isWorthTrying: (word: string) => boolean;
  readonly bonus: (word: string, next: string) => number;
}

/** Logarithm of all words together: what turns a weight into a probability. */
const total = 18;
/** Among words of the same sound. By first letters alone far more words compete. */
const mostTried = { typedOut: 5, initials: 20 };
const mostKept = { typedOut: 6, initials: 24 };

/** The likeliest row of words over all letters. Null where they cannot be read. */
export function likeliestSentence(reader: Reader, lexicon: Lexicon, neighbours: Neighbours | null): Sentence | null {
  const { letters } = reader;
  const how = reader.initials ? 'initials' : 'typedOut';
  const ends: readonly Sentence[] = [{ text: '', first: '', words: 0, score: 0 }];
  const best = new Map<number, readonly Sentence[]>([[letters.length, ends]]);
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    if (letters[at] === "'") continue;
    const found = new Map<string, Sentence>();
    for (const match of reader.matches(lexicon, at)) {
      const rests = best.get(match.to) ?? [];
      for (const word of rests.length === 0 ? [] : wordsToTry(match, neighbours, mostTried[how])) {
        const own = word.weight - total - match.cost;
        for (const rest of rests) {
          const score = own + rest.score + (neighbours?.bonus(word.text, rest.first) ?? 0);
          if (score > (found.get(word.text)?.score ?? Number.NEGATIVE_INFINITY)) {
            found.set(word.text, { text: word.text + rest.text, first: word.text, words: rest.words + 1, score });
          }
        }
      }
    }
    const kept = [...found.values()].sort((a, b) => b.score - a.score).slice(0, mostKept[how]);
    if (kept.length > 0) best.set(at, kept);
  }
  return best.get(pastApostrophes(letters, 0))?.[0] ?? null;
}

function wordsToTry({ words }: Match, neighbours: Neighbours | null, most: number): readonly Word[] {
  if (neighbours === null) return words.slice(0, 1);
  const [first, ...others] = words;
  const tried = others.filter(({ text }) => neighbours.isWorthTrying(text)).slice(0, most);
  return first === undefined ? [] : [first, ...tried];
}

/** The letters with a space between syllables, as they are shown while typing: "li jian g". */
export function spelled(reader: Reader, lexicon: Lexicon): string {
  const { letters } = reader;
  const best = new Map<number, { readonly text: string; readonly score: number }>([
    [letters.length, { text: '', score: 0 }],
  ]);
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    const next = best.get(at + 1);
    if (letters[at] === "'" && next !== undefined) best.set(at, next);
    if (letters[at] === "'") continue;
    for (const step of reader.steps(at)) {
      const rest = best.get(step.to);
      if (rest === undefined) continue;
      const frequency = Math.max(0, ...step.codes.map((code) => lexicon.get(code)?.[0]?.weight ?? 0));
      const score = rest.score + frequency - total - step.cost;
      if (score > (best.get(at)?.score ?? Number.NEGATIVE_INFINITY)) {
        best.set(at, {
          text: `${letters.slice(at, step.to).replace(/^([ln])v/, '$1ü')} ${rest.text}`.trimEnd(),
          score,
        });
      }
    }
  }
  return best.get(0)?.text ?? letters;
}
