import { lettersAfter, type Candidate, type Content } from './pinyin/engine.ts';

/** What has been entered, and the pinyin letters of which no character has been chosen yet. */
export interface Typing {
  readonly text: string;
  readonly letters: string;
  /** How many characters stand behind the caret: 0 at the end, where most typing is done. */
  readonly behind: number;
}

const mostCharacters: Readonly<Record<Content, number>> = { name: 50, address: 100 };
const mostLetters = 60;

/** The text on both sides of the caret. Characters are whole even where they are two UTF-16 units (𠮷). */
export function aroundCaret({ text, behind }: Typing): { readonly before: string; readonly after: string } {
  const characters = Array.from(text);
  const at = Math.max(0, characters.length - behind);
  return { before: characters.slice(0, at).join(''), after: characters.slice(at).join('') };
}

export function typed(typing: Typing, sign: string, content: Content): Typing {
  const { before, after } = aroundCaret(typing);
  const text = before + sign + after;
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

/** The last letter first; then the character before the caret. */
export function rubbedOut(typing: Typing): Typing {
  if (typing.letters !== '') return { ...typing, letters: typing.letters.slice(0, -1) };
  const { before, after } = aroundCaret(typing);
  return { ...typing, text: Array.from(before).slice(0, -1).join('') + after };
}

/** By whole characters; no further than the text goes. */
export function withCaret(typing: Typing, behind: number): Typing {
  return { ...typing, behind: Math.min(Array.from(typing.text).length, Math.max(0, behind)) };
}

/** Foreign names begin their words with a capital without anybody having to look for the key. */
export const beginsWord = (before: string): boolean => before === '' || /[\s·-]$/.test(before);
