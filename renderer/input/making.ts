/** A character that is put together from parts, or looked up by its code: what has been given so far. */
export interface Making {
  readonly by: 'usual-parts' | 'spelled-parts' | 'code';
  readonly parts: readonly string[];
  /** Pinyin letters of the next part. */
  readonly spelling: string;
  readonly code: string;
}

export const nothingMade: Making = { by: 'usual-parts', parts: [], spelling: '', code: '' };

/** No character has more parts that anybody would tell apart. */
const mostParts = 6;
/** Four bytes of GB 18030. */
const longestCode = 8;
const longestSyllable = 6;

export const isBegun = ({ parts, spelling, code }: Making): boolean =>
  parts.length > 0 || spelling !== '' || code !== '';

/** Another way to look for it; what was given another way would stand there unseen. */
export const lookedForBy = (making: Making, by: Making['by']): Making =>
  by === 'code' || making.by === 'code' ? { ...nothingMade, by } : { ...making, by, spelling: '' };

export const withPart = (making: Making, part: string): Making =>
  making.parts.length >= mostParts ? making : { ...making, parts: [...making.parts, part], spelling: '' };

export const withLetter = (making: Making, letter: string): Making =>
  making.spelling.length >= longestSyllable ? making : { ...making, spelling: making.spelling + letter };

export const withCodeDigit = (making: Making, digit: string): Making =>
  making.code.length >= longestCode ? making : { ...making, code: making.code + digit };

/** The last thing given first. */
export function unmade(making: Making): Making {
  const { by, parts, spelling, code } = making;
  if (by === 'code') return { ...making, code: code.slice(0, -1) };
  if (spelling !== '') return { ...making, spelling: spelling.slice(0, -1) };
  return { ...making, parts: parts.slice(0, -1) };
}

/** As it is shown while it is being made: 王+月, or the code. */
export const shownMaking = ({ by, parts, spelling, code }: Making): string =>
  by === 'code' ? code : [...parts, ...(spelling === '' ? [] : [spelling])].join('+');
