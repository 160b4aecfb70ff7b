import { describe, expect, it } from 'vitest';
import * as data from '../../renderer/input/pinyin/dictionary.generated.ts';
import { type Content, pinyinEngine } from '../../renderer/input/pinyin/engine.ts';
import { addresses, names, type TypedText } from './typed-texts.ts';

/** Of two thousand names and addresses, how many are where; docs/input.md says what that means. Bounds: as measured, less 2 of 100. */

const engine = pinyinEngine(data);
/** Four rows of three characters each, and more of two. */
const firstPage = 16;

function shares(texts: readonly TypedText[], by: 'letters' | 'initials', content: Content) {
  const places = texts.map((typed) =>
    engine.candidates(typed[by], content, typed.before).findIndex(({ text }) => text === typed.text),
  );
  const share = (most: number): number => places.filter((place) => place >= 0 && place < most).length / texts.length;
  return { first: share(1), page: share(firstPage) };
}

describe('a thousand names', () => {
  const texts = names(1000);

  it('stand whole among the candidates of the first page, seven of ten, though three characters sound like many others', () => {
    const { first, page } = shares(texts, 'letters', 'name');
    expect(first).toBeGreaterThanOrEqual(0.26);
    expect(page).toBeGreaterThanOrEqual(0.7);
  });

  it('are entered by their characters from first pages, nine of ten', () => {
    const byParts = texts.filter(
      ({ text, parts }) =>
        parts.every(({ letters, before, text: part }) =>
          engine
            .candidates(letters, 'name', before)
            .slice(0, firstPage)
            .some((candidate) => candidate.text === part),
        ) && text !== '',
    );
    expect(byParts.length / texts.length).toBeGreaterThanOrEqual(0.85);
  });
});

describe('a thousand addresses', () => {
  const texts = addresses(1000);
  const divisions = texts.filter(({ before }) => before === '');
  const roads = texts.filter(({ before }) => before !== '');

  it('come first from province to county, whatever else sounds the same', () => {
    expect(shares(divisions, 'letters', 'address').first).toBeGreaterThanOrEqual(0.98);
  });

  it('come first with the road that follows', () => {
    expect(shares(roads, 'letters', 'address').first).toBeGreaterThanOrEqual(0.95);
  });

  it('come first by initials alone where province, city and county are given, three of four', () => {
    expect(shares(divisions, 'initials', 'address').first).toBeGreaterThanOrEqual(0.75);
  });
});
