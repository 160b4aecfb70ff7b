import { describe, expect, it } from 'vitest';
import { candidateRows } from './candidate-rows.ts';
import { daysIn, partsOf, valueOf, yearPages } from './date-rules.ts';
import {
  isBegun,
  lookedForBy,
  type Making,
  nothingMade,
  shownMaking,
  unmade,
  withCodeDigit,
  withLetter,
  withPart,
} from './making.ts';
import { pagesOf, pageWith } from './pages.ts';
import { grouped, inFours } from './grouped.ts';
import { shownNumber, typedNumber, withNumberKey } from './number-rules.ts';
import { idNumberGroups, withIdNumberKey } from './number-signs.ts';
import { groupedPhone, withDigit } from './phone-rules.ts';
import { choicesIn, openedFor } from './region-rules.ts';
import { aroundCaret, beginsWord, rubbedOut, spelledOn, taken, typed, type Typing, withCaret } from './typing.ts';

describe('dates', () => {
  it.each([
    [2024, 2, 29],
    [2023, 2, 28],
    [1900, 2, 28],
    [2000, 2, 29],
    [2026, 4, 30],
    [2026, 12, 31],
  ])('%i-%i has %i days', (year, month, days) => {
    expect(daysIn(year, month)).toHaveLength(days);
  });

  it('are read and written as they came', () => {
    expect(valueOf(partsOf('2021-03', 'month', false), 'month')).toBe('2021-03');
    expect(valueOf(partsOf('2021-03-05', 'day', false), 'day')).toBe('2021-03-05');
    expect(valueOf(partsOf('2021-03-05', 'month', false), 'month')).toBe('2021-03');
  });

  it('have no day where only the month counts, so that none comes back when the question is another', () => {
    expect(partsOf('2021-03-05', 'month', false)).toEqual({ year: 2021, month: 3, day: null });
  });

  it('are no answer while a part is missing', () => {
    expect(valueOf({ year: 2021, month: null, day: null }, 'month')).toBeNull();
    expect(valueOf(partsOf('2021-03', 'day', false), 'day')).toBeNull();
    expect(partsOf('March', 'day', false)).toEqual({ year: null, month: null, day: null });
  });

  it('leave out what somebody does not know, and say so again', () => {
    const march = { year: 1958, month: 3, day: 'unknown' } as const;
    expect(valueOf(march, 'day')).toBe('1958-03');
    expect(partsOf('1958-03', 'day', true)).toEqual(march);
    const sometime = { year: 1958, month: 'unknown', day: null } as const;
    expect(valueOf(sometime, 'day')).toBe('1958');
    expect(partsOf('1958', 'day', true)).toEqual(sometime);
    expect(valueOf(partsOf('1958', 'year', false), 'year')).toBe('1958');
  });

  it('offer years in pages of which one ends now, far enough back for the oldest and some to come', () => {
    const pages = yearPages(2026, true);
    expect(pages.find((page) => page.at(-1) === 2026)?.[0]).toBe(2011);
    expect(pages[0]?.[0]).toBeLessThanOrEqual(1906);
    expect(pages.at(-1)?.[0]).toBe(2027);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
  });

  it('offer no year to come where only the past is asked for', () => {
    expect(yearPages(2026, false)).toEqual(yearPages(2026, true).slice(0, -1));
    expect(yearPages(2026, false).at(-1)?.at(-1)).toBe(2026);
  });
});

describe('regions', () => {
  const names = (parent: string | null, depth: 'province' | 'city' | 'county'): readonly string[] =>
    choicesIn(parent, depth, null).map(({ zh }) => zh);

  it('go no deeper than asked', () => {
    expect(names('340000', 'province')).toEqual([]);
    expect(names('340000', 'city')).toContain('阜阳市');
    expect(names('341200', 'city')).toEqual([]);
    expect(names('110000', 'city')).toEqual([]);
    expect(names('110000', 'county')).toContain('东城区');
  });

  it.each([
    [null, 'county', null],
    ['341202', 'county', '341200'],
    ['341200', 'county', '341200'],
    ['341200', 'city', '340000'],
    ['110101', 'county', '110000'],
    ['110000', 'city', null],
    ['441900', 'county', '440000'],
    ['999999', 'county', null],
  ] as const)('%s for a %s opens %s', (value, depth, opened) => {
    expect(openedFor(value, depth, null)).toBe(opened);
  });

  it('are those alone that lead to a place where the item is open', () => {
    const only = ['340000', '330100', '310115'];
    const open = (parent: string | null): readonly string[] => choicesIn(parent, 'county', only).map(({ zh }) => zh);
    expect(open(null)).toEqual(['上海市', '浙江省', '安徽省']);
    expect(open('330000')).toEqual(['杭州市']);
    expect(open('310000')).toEqual(['浦东新区']);
    expect(open('330100')).toContain('萧山区');
    expect(open('341200')).toContain('颍州区');
  });

  it('open at the first one where there is something to choose', () => {
    expect(openedFor(null, 'county', ['341200'])).toBe('341200');
    expect(openedFor(null, 'county', ['341202', '341203'])).toBe('341200');
    expect(openedFor(null, 'county', ['340000', '330000'])).toBeNull();
    expect(openedFor(null, 'province', ['340000'])).toBeNull();
  });
});

describe('numbers', () => {
  it.each([
    ['', '.', '0.'],
    ['0', '5', '5'],
    ['12.5', '.', '12.5'],
    ['12.55', '1', '12.55'],
    ['123456789012', '3', '123456789012'],
  ])('%s and the key %s is %s', (text, key, next) => {
    expect(withNumberKey(text, key, 2)).toBe(next);
  });

  it('have no point where no decimals are asked for', () => {
    expect(withNumberKey('12', '.', 0)).toBe('12');
  });

  it('are shown by thousands, and given without a point that nothing follows', () => {
    expect(shownNumber('1234567.8')).toBe('1,234,567.8');
    expect(shownNumber('123.')).toBe('123.');
    expect(typedNumber('123.')).toBe('123');
  });
});

describe('codes', () => {
  it('take an X in the last place of an ID number alone', () => {
    expect(withIdNumberKey('3412021990', 'X')).toBe('3412021990');
    expect(withIdNumberKey('34120219900101002', 'X')).toBe('34120219900101002X');
    expect(withIdNumberKey('34120219900101002X', '1')).toBe('34120219900101002X');
  });

  it('are grouped as on the card', () => {
    const shown = grouped('3412021990', idNumberGroups);
    expect(shown.map(({ text }) => text).join('')).toBe('341202 1990____ ____');
    expect(inFours('622202123')).toBe('6222 0212 3');
    expect(inFours('62220212')).toBe('6222 0212');
  });
});

describe('phone numbers', () => {
  it('stand in threes and fours', () => {
    expect(
      groupedPhone('13812345')
        .map(({ text }) => text)
        .join(''),
    ).toBe('138 1234 5___');
  });

  it('take no twelfth digit', () => {
    expect(withDigit('1381234567', '8')).toBe('13812345678');
    expect(withDigit('13812345678', '9')).toBe('13812345678');
  });
});

describe('typing', () => {
  const at = (text: string, letters = '', behind = 0): Typing => ({ text, letters, behind });

  it('rubs out letters before characters, and a rare character whole', () => {
    expect(rubbedOut(at('李', 'ji'))).toEqual(at('李', 'j'));
    expect(rubbedOut(at('李𠮷'))).toEqual(at('李'));
    expect(rubbedOut(at(''))).toEqual(at(''));
  });

  it('keeps the letters that a candidate does not stand for', () => {
    expect(taken(at('', 'lijianguo'), { text: '李', letters: 2 }, 'name')).toEqual(at('李', 'jianguo'));
  });

  it('parts syllables once, and not before the first', () => {
    expect(spelledOn(at(''), "'").letters).toBe('');
    expect(spelledOn(at('', "xi'"), "'").letters).toBe("xi'");
  });

  it('stops at the longest name', () => {
    const full = at('李'.repeat(50));
    expect(typed(full, '李', 'name')).toEqual(full);
    expect(typed(full, '李', 'address').text).toHaveLength(51);
  });

  it('goes on where the caret is, which stays there', () => {
    const inside = withCaret(at('𠮷林路12号'), 3);
    expect(aroundCaret(inside)).toEqual({ before: '𠮷林路', after: '12号' });
    expect(typed(inside, '东', 'address')).toEqual(at('𠮷林路东12号', '', 3));
    expect(taken({ ...inside, letters: 'dong' }, { text: '东', letters: 4 }, 'address').text).toBe('𠮷林路东12号');
    expect(rubbedOut(rubbedOut(rubbedOut(rubbedOut(inside))))).toEqual(at('12号', '', 3));
  });

  it('moves the caret no further than the text goes, also when that has become shorter', () => {
    expect(withCaret(at('李𠮷'), 7).behind).toBe(2);
    expect(withCaret(at('李𠮷'), -1).behind).toBe(0);
    expect(aroundCaret(at('李', '', 5))).toEqual({ before: '', after: '李' });
  });

  it('knows where a word of a name begins', () => {
    expect(['', 'Ana ', '艾力·', 'Anna-'].every(beginsWord)).toBe(true);
    expect(beginsWord('Ana')).toBe(false);
  });
});

describe('a character that is being made', () => {
  const wangYue = withPart(withPart(nothingMade, '王'), '月');

  it('is shown by its parts, and the letters of the next', () => {
    expect(shownMaking(wangYue)).toBe('王+月');
    expect(shownMaking(withLetter(wangYue, 'j'))).toBe('王+月+j');
    expect(shownMaking(nothingMade)).toBe('');
  });

  it('is taken back letter by letter, part by part', () => {
    const back = unmade(withLetter(wangYue, 'j'));
    expect(back).toEqual(wangYue);
    expect(unmade(unmade(back))).toEqual(nothingMade);
    expect(isBegun(unmade(unmade(unmade(back))))).toBe(false);
  });

  it('keeps its parts wherever the next comes from, and is no code', () => {
    expect(lookedForBy(withLetter(wangYue, 'j'), 'usual-parts')).toEqual(wangYue);
    expect(lookedForBy(wangYue, 'code')).toEqual({ ...nothingMade, by: 'code' });
    const code = withCodeDigit(lookedForBy(nothingMade, 'code'), '9');
    expect(shownMaking(code)).toBe('9');
    expect(isBegun(unmade(code))).toBe(false);
  });

  it('has no more parts, letters or digits than any has', () => {
    const most = (change: (making: Making) => Making): Making =>
      Array.from({ length: 20 }).reduce<Making>(change, { ...nothingMade });
    expect(most((making) => withPart(making, '火')).parts).toHaveLength(6);
    expect(most((making) => withLetter(making, 'z')).spelling).toHaveLength(6);
    expect(most((making) => withCodeDigit(making, 'F')).code).toHaveLength(8);
  });
});

describe('pages', () => {
  it('hold all, in order', () => {
    expect(pagesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(pageWith(pagesOf([1, 2, 3, 4, 5], 2), (one) => one === 5)).toBe(2);
    expect(pageWith([], () => true)).toBe(0);
  });

  it('of candidates lose none, and no row is wider than its place', () => {
    const candidates = ['四川省广元市', '四川省', '四川', '四', '思', '斯'].map((text) => ({ text, letters: 1 }));
    const rows = candidateRows(candidates, { rowPx: 500, characterPx: 42 });
    expect(rows.flat()).toEqual(candidates);
    expect(rows.map((row) => row.length)).toEqual([2, 4]);
  });
});
