import { describe, expect, it } from 'vitest';
import { candidateRows } from './candidate-rows.ts';
import { daysIn, partsOf, valueOf, yearPages } from './date-rules.ts';
import { pagesOf, pageWith } from './pages.ts';
import { groupedPhone, withDigit } from './phone-rules.ts';
import { choicesIn, openedFor } from './region-rules.ts';
import { beginsWord, rubbedOut, spelledOn, taken, typed } from './typing.ts';

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
    expect(valueOf(partsOf('2021-03', 'month'), 'month')).toBe('2021-03');
    expect(valueOf(partsOf('2021-03-05', 'day'), 'day')).toBe('2021-03-05');
    expect(valueOf(partsOf('2021-03-05', 'month'), 'month')).toBe('2021-03');
  });

  it('have no day where only the month counts, so that none comes back when the question is another', () => {
    expect(partsOf('2021-03-05', 'month')).toEqual({ year: 2021, month: 3, day: null });
  });

  it('are no answer while a part is missing', () => {
    expect(valueOf({ year: 2021, month: null, day: null }, 'month')).toBeNull();
    expect(valueOf(partsOf('2021-03', 'day'), 'day')).toBeNull();
    expect(partsOf('March', 'day')).toEqual({ year: null, month: null, day: null });
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
    choicesIn(parent, depth).map(({ zh }) => zh);

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
    expect(openedFor(value, depth)).toBe(opened);
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
  it('rubs out letters before characters, and a rare character whole', () => {
    expect(rubbedOut({ text: '李', letters: 'ji' })).toEqual({ text: '李', letters: 'j' });
    expect(rubbedOut({ text: '李𠮷', letters: '' })).toEqual({ text: '李', letters: '' });
    expect(rubbedOut({ text: '', letters: '' })).toEqual({ text: '', letters: '' });
  });

  it('keeps the letters that a candidate does not stand for', () => {
    expect(taken({ text: '', letters: 'lijianguo' }, { text: '李', letters: 2 }, 'name')).toEqual({
      text: '李',
      letters: 'jianguo',
    });
  });

  it('parts syllables once, and not before the first', () => {
    expect(spelledOn({ text: '', letters: '' }, "'").letters).toBe('');
    expect(spelledOn({ text: '', letters: "xi'" }, "'").letters).toBe("xi'");
  });

  it('stops at the longest name', () => {
    const full = { text: '李'.repeat(50), letters: '' };
    expect(typed(full, '李', 'name')).toEqual(full);
    expect(typed(full, '李', 'address').text).toHaveLength(51);
  });

  it('knows where a word of a name begins', () => {
    expect(['', 'Ana ', '艾力·', 'Anna-'].every(beginsWord)).toBe(true);
    expect(beginsWord('Ana')).toBe(false);
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
