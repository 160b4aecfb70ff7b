/**
 * Words by their reading. A reading is a string with one character a syllable, so that beginnings of readings are
 * beginnings of strings. See build/data/pinyin.ts for the file format.
 */
export interface Word {
  readonly text: string;
  /** Natural logarithm of how often it is met, from 0 up. */
  readonly weight: number;
}

export interface Lexicon {
  /** The most frequent first. Empty where no word has this reading; undefined where none even begins with it. */
  readonly get: (reading: string) => readonly Word[] | undefined;
  /** Words whose syllables begin with these letters, one each, the most frequent first. */
  readonly beginningWith: (letters: string) => readonly ReadWord[];
}

export interface ReadWord extends Word {
  readonly reading: string;
}

const heaviest = Math.log(5000001);
const firstSyllable = 0x100;
const firstHan = 0x2e80;

export function lexiconFrom(encoded: string, syllables: Syllables): Lexicon {
  const words = new Map<string, readonly Word[]>();
  const byInitials = new Map<string, string[]>();
  const none: readonly Word[] = [];
  let previous = '';
  for (const line of encoded.split('\n')) {
    let at = 1;
    while (at < line.length && line.charCodeAt(at) < firstHan) at += 1;
    const reading = previous.slice(0, line.charCodeAt(0) - 48) + line.slice(1, at);
    for (let length = reading.length - 1; length > 0 && !words.has(reading.slice(0, length)); length -= 1) {
      words.set(reading.slice(0, length), none);
    }
    const read = wordsFrom(line, at);
    words.set(reading, read);
    previous = reading;
    if (read.length === 0) continue;
    let initials = '';
    for (const code of reading) initials += syllables.initial(code);
    const readings = byInitials.get(initials);
    if (readings === undefined) byInitials.set(initials, [reading]);
    else readings.push(reading);
  }
  const sorted = new Map<string, readonly ReadWord[]>();
  const gather = (letters: string): readonly ReadWord[] =>
    (byInitials.get(letters) ?? [])
      .flatMap((reading) => (words.get(reading) ?? []).map(({ text, weight }) => ({ text, weight, reading })))
      .sort((a, b) => b.weight - a.weight);
  return {
    get: (reading) => words.get(reading),
    beginningWith: (letters) => {
      const known = sorted.get(letters) ?? gather(letters);
      sorted.set(letters, known);
      return known;
    },
  };
}

function wordsFrom(line: string, from: number): readonly Word[] {
  const words: Word[] = [];
  let start = from;
  for (let at = from; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code >= firstSyllable) continue;
    words.push({ text: line.slice(start, at), weight: ((code - 48) / 74) * heaviest });
    start = at + 1;
  }
  return words;
}

export interface Syllables {
  /** The code of a syllable typed whole; null for anything else. */
  readonly code: (letters: string) => string | null;
  /** The codes of the syllables that begin so, whole ones too. */
  readonly beginning: (letters: string) => readonly string[];
  /** The first letter of a syllable, by its code. */
  readonly initial: (code: string) => string;
}

/** Other ways in which people type the same sound. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/^([ln])ue$/, '$1ve'],
  [/^([ln])yu(e?)$/, '$1v$2'],
  [/^([jqxy])v/, '$1u'],
];

export function syllablesFrom(list: string): Syllables {
  const all = list.split(' ');
  const codes = new Map(all.map((letters, at) => [letters, String.fromCharCode(firstSyllable + at)]));
  const beginnings = new Map<string, string[]>();
  for (const [letters, code] of codes) {
    for (let length = 1; length <= letters.length; length += 1) {
      const beginning = letters.slice(0, length);
      const known = beginnings.get(beginning);
      if (known === undefined) beginnings.set(beginning, [code]);
      else known.push(code);
    }
  }
  return {
    code: (letters) => {
      const direct = codes.get(letters);
      if (direct !== undefined) return direct;
      const other = spellings.reduce((spelled, [from, to]) => spelled.replace(from, to), letters);
      return codes.get(other) ?? null;
    },
    beginning: (letters) => beginnings.get(letters) ?? [],
    initial: (code) => all[code.charCodeAt(0) - firstSyllable]?.[0] ?? '',
  };
}
