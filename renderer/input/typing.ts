import { lettersAfter, type Candidate, type Content } from './pinyin/engine.ts';

/** What has been entered, and the pinyin letters of which no character has been chosen yet. */
export interface Typing {
  readonly text: string;
  readonly letters: string;
}

const mostCharacters: Readonly<Record<Content, number>> = { name: 50, address: 100 };
const mostLetters = 60;

export function typed(typing: Typing, sign: string, content: Content): Typing {
  const text = typing.text + sign;
  return Array.from(text).length > mostCharacters[content] ? typing : { ...typing, text };
}

/** An apostrophe parts syllables, so it means nothing at the beginning or twice. */
export function spelledOn(typing: Typing, letter: string): Typing {
  const parted = typing.letters === '' || typing.letters.endsWith("'");
  if ((letter === "'" && parted) || typing.letters.length >= mostLetters) return typing;
  return { ...typing, letters: typing.letters + letter };
}

export function taken(typing: Typing, candidate: Candidate, content: Content): Typing {
  return typed({ ...typing, letters: lettersAfter(typing.letters, candidate) }, candidate.text, content);
}

/** The last letter first; then the last character, whole even where it is two UTF-16 units (𠮷). */
export function rubbedOut({ text, letters }: Typing): Typing {
  if (letters !== '') return { text, letters: letters.slice(0, -1) };
  return { text: Array.from(text).slice(0, -1).join(''), letters };
}

/** Foreign names begin their words with a capital without anybody having to look for the key. */
export const beginsWord = (text: string): boolean => text === '' || /[\s·-]$/.test(text);
