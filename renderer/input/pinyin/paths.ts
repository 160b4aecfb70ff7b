import type { Lexicon, Syllables, Word } from './lexicon.ts';

/** Words that the letters from some place on can stand for, all with the same reading. */
export interface Match {
  readonly words: readonly Word[];
  /** Letters used up, counted from the beginning of the input. */
  readonly to: number;
  readonly syllables: number;
  /** False where the last syllable is only begun: "zho" for zhong. */
  readonly whole: boolean;
}

interface Step {
  readonly to: number;
  readonly codes: readonly string[];
  readonly whole: boolean;
}

const longestSyllable = 6;

/** Every way to read one syllable at this place. An apostrophe parts syllables: xi'an. */
function stepsAt(syllables: Syllables, letters: string, at: number): readonly Step[] {
  const steps: Step[] = [];
  for (let to = at + 1; to <= Math.min(at + longestSyllable, letters.length) && letters[to - 1] !== "'"; to += 1) {
    const code = syllables.code(letters.slice(at, to));
    if (code !== null) steps.push({ to, codes: [code], whole: true });
  }
  const rest = letters.slice(at);
  const whole = syllables.code(rest);
  const begun = syllables.beginning(rest).filter((code) => code !== whole);
  if (begun.length > 0) steps.push({ to: letters.length, codes: begun, whole: false });
  return steps;
}

export const pastApostrophes = (letters: string, at: number): number => {
  let next = at;
  while (letters[next] === "'") next += 1;
  return next;
};

/** Every word, of any length, that can begin at this place. */
export function matchesAt(syllables: Syllables, lexicon: Lexicon, letters: string, from: number): readonly Match[] {
  const matches: Match[] = [];
  const walk = (at: number, reading: string): void => {
    for (const step of stepsAt(syllables, letters, at)) {
      for (const code of step.codes) {
        const words = lexicon.get(reading + code);
        if (words === undefined) continue;
        const to = pastApostrophes(letters, step.to);
        if (words.length > 0) matches.push({ words, to, syllables: reading.length + 1, whole: step.whole });
        if (to < letters.length) walk(to, reading + code);
      }
    }
  };
  walk(pastApostrophes(letters, from), '');
  return matches;
}

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
const begunCosts = 4;
const mostTried = 5;
const mostKept = 6;

/** The likeliest row of words over all letters. Null where they cannot be read. */
export function likeliestSentence(
  syllables: Syllables,
  lexicon: Lexicon,
  letters: string,
  neighbours: Neighbours | null,
): Sentence | null {
  const ends: readonly Sentence[] = [{ text: '', first: '', words: 0, score: 0 }];
  const best = new Map<number, readonly Sentence[]>([[letters.length, ends]]);
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    if (letters[at] === "'") continue;
    const found = new Map<string, Sentence>();
    for (const match of matchesAt(syllables, lexicon, letters, at)) {
      const rests = best.get(match.to) ?? [];
      for (const word of rests.length === 0 ? [] : wordsToTry(match, neighbours)) {
        const own = word.weight - total - (match.whole ? 0 : begunCosts);
        for (const rest of rests) {
          const score = own + rest.score + (neighbours?.bonus(word.text, rest.first) ?? 0);
          if (score > (found.get(word.text)?.score ?? Number.NEGATIVE_INFINITY)) {
            found.set(word.text, { text: word.text + rest.text, first: word.text, words: rest.words + 1, score });
          }
        }
      }
    }
    const kept = [...found.values()].sort((a, b) => b.score - a.score).slice(0, mostKept);
    if (kept.length > 0) best.set(at, kept);
  }
  return best.get(pastApostrophes(letters, 0))?.[0] ?? null;
}

function wordsToTry({ words }: Match, neighbours: Neighbours | null): readonly Word[] {
  if (neighbours === null) return words.slice(0, 1);
  const [first, ...others] = words;
  const tried = others.filter(({ text }) => neighbours.isWorthTrying(text)).slice(0, mostTried);
  return first === undefined ? [] : [first, ...tried];
}

/** The letters with a space between syllables, as they are shown while typing: "li jian g". */
export function spelled(syllables: Syllables, lexicon: Lexicon, letters: string): string {
  const best = new Map<number, { readonly text: string; readonly score: number }>([
    [letters.length, { text: '', score: 0 }],
  ]);
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    const next = best.get(at + 1);
    if (letters[at] === "'" && next !== undefined) best.set(at, next);
    if (letters[at] === "'") continue;
    for (const step of stepsAt(syllables, letters, at)) {
      const rest = best.get(step.to);
      if (rest === undefined) continue;
      const frequency = Math.max(0, ...step.codes.map((code) => lexicon.get(code)?.[0]?.weight ?? 0));
      const score = rest.score + frequency - total - (step.whole ? 0 : begunCosts);
      if (score > (best.get(at)?.score ?? Number.NEGATIVE_INFINITY)) {
        best.set(at, { text: `${letters.slice(at, step.to)} ${rest.text}`.trimEnd(), score });
      }
    }
  }
  return best.get(0)?.text ?? letters;
}
