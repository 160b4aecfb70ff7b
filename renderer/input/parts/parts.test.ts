import { describe, expect, it } from 'vitest';
import { charactersOfCode } from './character-codes.ts';
import * as data from './parts.generated.ts';
import { partsFrom } from './parts.ts';

const { find, isPart } = partsFrom(data);

describe('parts', () => {
  it.each([
    ['王月', '玥'],
    ['王君', '珺'],
    ['王景', '璟'],
    ['文武贝', '赟'],
    ['羽中', '翀'],
    ['日月空', '曌'],
    ['龙天', '䶮'],
    ['龙龙龙', '龘'],
    ['牛牛牛', '犇'],
    ['火火火火', '燚'],
    ['土口', '𠮷'],
    ['士口', '吉'],
    ['金玉', '钰'],
    ['水舌心', '湉'],
    ['方方土', '堃'],
    ['吉吉', '喆'],
  ])('%s are those of %s, among the first ten', (parts, character) => {
    expect(find(Array.from(parts)).slice(0, 10)).toContain(character);
  });

  it('may be in any order and any of their forms', () => {
    expect(find(['月', '王']).slice(0, 3)).toEqual(find(['王', '月']).slice(0, 3));
    expect(find(['氵', '青'])[0]).toBe('清');
    expect(find(['水', '青'])[0]).toBe('清');
  });

  it('that nothing has give nothing', () => {
    expect(find(['龘', '龘'])).toEqual([]);
    expect(find([])).toEqual([]);
  });

  it('are told from what is part of nothing', () => {
    expect(isPart('王')).toBe(true);
    expect(isPart('玥')).toBe(false);
  });

  it('find every second character by its own two', () => {
    const rows = data.offered.split(' ').filter((row) => Array.from(row).length === 3);
    const sample = rows.filter((_, at) => at % 40 === 0);
    const places = sample.map((row) => {
      const [text = '', ...of] = Array.from(row);
      return find(of).indexOf(text);
    });
    expect(places.filter((place) => place >= 0 && place < 12).length / places.length).toBeGreaterThan(0.95);
  });
});

describe('codes', () => {
  it.each([
    ['9F98', '龘'],
    ['FD93', '龘'],
    ['4DAE', '䶮'],
    ['FE9F', '䶮'],
    ['20BB7', '𠮷'],
    ['9534B235', '𠮷'],
  ])('%s is %s', (code, character) => {
    expect(charactersOfCode(code)).toContain(character);
  });

  it.each(['', '9', '9F9', 'D800', 'FFFF', '0041', '95', 'FFFFFFFF', '953', '953FFFFF'])('%s is none', (code) => {
    expect(charactersOfCode(code)).toEqual([]);
  });
});
