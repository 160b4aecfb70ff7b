import { describe, expect, it } from 'vitest';
import { en, enPlain } from './en.ts';
import { pageWords } from './page-words.ts';
import { zh, zhPlain } from './zh.ts';

type Leaf = readonly [key: string, sentence: string];

function leaves(part: unknown, at = ''): readonly Leaf[] {
  if (typeof part === 'string') return [[at, part]];
  return Object.entries(part as Record<string, unknown>).flatMap(([key, inner]) =>
    leaves(inner, at ? `${at}.${key}` : key),
  );
}

const placeholders = (sentence: string): readonly string[] => (sentence.match(/\{\{\w+\}\}/g) ?? []).sort();

describe("the page's words", () => {
  it('are the same set in both languages', () => {
    expect(leaves(en).map(([key]) => key)).toEqual(leaves(zh).map(([key]) => key));
  });

  it('say the same values in both languages', () => {
    const english = new Map(leaves(en));
    for (const [key, sentence] of leaves(zh)) {
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(sentence));
    }
  });

  it('are silent in both languages or in none', () => {
    const english = new Map(leaves(en));
    for (const [key, sentence] of leaves(zh)) expect(english.get(key) === '', key).toBe(sentence === '');
  });

  it('have full-width punctuation in Chinese', () => {
    for (const [key, sentence] of [...leaves(zh), ...leaves(zhPlain)]) {
      expect(sentence, key).not.toMatch(/[一-鿿][,.!?;:]|[,!?;][一-鿿]/);
    }
  });

  it('have no Chinese in English but the name of the language', () => {
    for (const [key, sentence] of [...leaves(en), ...leaves(enPlain)]) {
      if (key !== 'top.otherLanguage') expect(sentence, key).not.toMatch(/[一-鿿]/);
    }
  });

  it('use the plain wording in elderly mode and the ordinary one where there is no plainer', () => {
    expect(pageWords('zh', true)('line.offline')).toBe('没有网络，照常能办。');
    expect(pageWords('zh', true)('buttons.continue')).toBe('继续');
    expect(pageWords('en', false)('step', { at: 2, of: 6 })).toBe('Step 2 of 6');
  });

  it.each([
    ['zh', false],
    ['zh', true],
    ['en', false],
    ['en', true],
  ] as const)('name buttons by what stands on them: %s, elderly %s', (language, elderly) => {
    const plain = new Map(elderly ? leaves(language === 'zh' ? zhPlain : enPlain) : []);
    const said = leaves(language === 'zh' ? zh : en).map(([key, sentence]) => plain.get(key) ?? sentence);
    const onButtons = said.filter((sentence) => !sentence.includes('“'));
    for (const sentence of said) {
      for (const [, named = ''] of sentence.matchAll(/“([^”]{2,})”/g)) {
        // 再点一次“提交” is the button 没有问题，提交.
        expect(
          onButtons.some((button) => button.startsWith(named) || button.endsWith(named)),
          sentence,
        ).toBe(true);
      }
    }
  });
});
