import type { Lexicon, Syllables, Word } from './lexicon.ts';

/** Words that the letters from some place on can stand for. */
export interface Match {
  readonly words: readonly Word[];
  /** Letters used up, counted from the beginning of the input. */
  readonly to: number;
  readonly syllables: number;
  /** What the words lose for syllables that are only begun, or spelled by another letter; 0 where all is typed out. */
  readonly cost: number;
}

/** Letters, and how they may be read. */
export interface Reader {
  readonly letters: string;
  /**
   * Typed out, only the last syllable may be begun and not finished: "zho" for zhong. Where that leads nowhere, any may be
   * its first letter or two: "scgy" for 四川广元. Both at once would put 西安 before 现 wherever somebody types xian.
   */
  readonly initials: boolean;
  /** Every word, of any length, that can begin at this place. */
  readonly matches: (lexicon: Lexicon, from: number) => readonly Match[];
  /** Every way to read one syllable at this place. */
  readonly steps: (at: number) => readonly Step[];
}

export interface Step {
  readonly to: number;
  readonly codes: readonly string[];
  readonly cost: number;
}

type StepsAt = (at: number) => readonly Step[];

/** Every place is come to by many ways. */
function remembered(stepsAt: StepsAt): StepsAt {
  const known: (readonly Step[])[] = [];
  return (at) => (known[at] ??= stepsAt(at));
}

const longestSyllable = 6;
const begunCosts = 4;
/** Who types lu may mean lü: there is no such letter on most keyboards that people know. */
const umlautCosts = 3;

export function readerOf(syllables: Syllables, letters: string): Reader {
  const typedOut = remembered((at) => stepsAt(syllables, letters, at));
  if (leadsToTheEnd(letters, typedOut)) {
    return {
      letters,
      initials: false,
      matches: (lexicon, from) => matchesAt(lexicon, letters, from, typedOut),
      steps: typedOut,
    };
  }
  const steps = remembered((at) => [...typedOut(at), ...initialsAt(syllables, letters, at, typedOut(at))]);
  return {
    letters,
    initials: true,
    matches: (lexicon, from) => matchesByInitials(syllables, lexicon, letters, from, steps),
    steps,
  };
}

/** An apostrophe parts syllables: xi'an. */
function stepsAt(syllables: Syllables, letters: string, at: number): readonly Step[] {
  const steps: Step[] = [];
  for (let to = at + 1; to <= Math.min(at + longestSyllable, letters.length) && letters[to - 1] !== "'"; to += 1) {
    const spelling = letters.slice(at, to);
    const code = syllables.code(spelling);
    if (code !== null) steps.push({ to, codes: [code], cost: 0 });
    const umlaut = /^[ln]u$/.test(spelling) ? syllables.code(spelling.replace('u', 'v')) : null;
    if (umlaut !== null) steps.push({ to, codes: [umlaut], cost: umlautCosts });
  }
  const rest = letters.slice(at);
  const whole = syllables.code(rest);
  const begun = syllables.beginning(rest).filter((code) => code !== whole);
  if (begun.length > 0) steps.push({ to: letters.length, codes: begun, cost: begunCosts });
  return steps;
}

const isInitial = /^(?:[zcs]h|[a-hj-tw-z])$/;

/** The first letter of a syllable alone; not where more of one is typed out: "lijg" begins with li. */
function initialsAt(syllables: Syllables, letters: string, at: number, typedOut: readonly Step[]): readonly Step[] {
  if (typedOut.some(({ to, cost }) => cost === 0 && to > at + 1)) return [];
  return [1, 2].flatMap((length) => {
    const spelling = letters.slice(at, at + length);
    const to = at + length;
    if (to >= letters.length || !isInitial.test(spelling)) return [];
    return [{ to, codes: syllables.beginning(spelling), cost: begunCosts }];
  });
}

function leadsToTheEnd(letters: string, steps: StepsAt): boolean {
  const reached = new Set([pastApostrophes(letters, 0)]);
  for (let at = 0; at < letters.length; at += 1) {
    if (!reached.has(at)) continue;
    for (const step of steps(at)) reached.add(pastApostrophes(letters, step.to));
  }
  return reached.has(letters.length);
}

export const pastApostrophes = (letters: string, at: number): number => {
  let next = at;
  while (letters[next] === "'") next += 1;
  return next;
};

function matchesAt(lexicon: Lexicon, letters: string, from: number, steps: StepsAt): readonly Match[] {
  const matches: Match[] = [];
  const walk = (at: number, reading: string, cost: number): void => {
    for (const step of steps(at)) {
      for (const code of step.codes) {
        const words = lexicon.get(reading + code);
        if (words === undefined) continue;
        const to = pastApostrophes(letters, step.to);
        if (words.length > 0) matches.push({ words, to, syllables: reading.length + 1, cost: cost + step.cost });
        if (to < letters.length) walk(to, reading + code, cost + step.cost);
      }
    }
  };
  walk(pastApostrophes(letters, from), '', 0);
  return matches;
}

const longestWord = 8;
/** A letter alone begins hundreds of characters: further than these nobody turns the pages. */
const mostByInitials = 60;

/**
 * Syllable by syllable through the readings would be thousands of ways for a few letters. Words are found by the first
 * letters of their syllables instead, and those are left that also fit what more is typed.
 */
function matchesByInitials(
  syllables: Syllables,
  lexicon: Lexicon,
  letters: string,
  from: number,
  steps: StepsAt,
): readonly Match[] {
  const matches: Match[] = [];
  const walk = (at: number, taken: readonly Step[]): void => {
    for (const step of steps(at)) {
      const now = [...taken, step];
      const words = fitting(lexicon, now, now.map(({ codes: [code = ''] }) => syllables.initial(code)).join(''));
      const to = pastApostrophes(letters, step.to);
      const cost = now.reduce((sum, each) => sum + each.cost, 0);
      if (words.length > 0) matches.push({ words, to, syllables: now.length, cost });
      if (to < letters.length && now.length < longestWord) walk(to, now);
    }
  };
  walk(pastApostrophes(letters, from), []);
  return matches;
}

function fitting(lexicon: Lexicon, steps: readonly Step[], initials: string): readonly Word[] {
  const words: Word[] = [];
  for (const word of lexicon.beginningWith(initials)) {
    if (!steps.every(({ codes }, nth) => codes.includes(word.reading[nth] ?? ''))) continue;
    words.push(word);
    if (words.length === mostByInitials) break;
  }
  return words;
}
