import { expect, test } from 'vitest';
import { encodeGb18030 } from './gb18030.ts';

const decoder = new TextDecoder('gb18030', { fatal: true });

test('every character of the basic plane comes back through a decoder of the 2022 edition, or is refused', () => {
  const wrong: string[] = [];
  const refused: number[] = [];
  for (let codePoint = 0; codePoint <= 0xffff; codePoint += 1) {
    const character = String.fromCodePoint(codePoint);
    const encoded = encodeGb18030(character);
    if (!encoded.ok) refused.push(codePoint);
    else if (decoder.decode(encoded.value) !== character) wrong.push(codePoint.toString(16));
  }
  expect(wrong).toEqual([]);
  const refusedByDesign = refused.filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff);
  expect(refused.length - refusedByDesign.length).toBe(0x800);
  expect(refusedByDesign).toHaveLength(19);
  expect(refusedByDesign.every((codePoint) => codePoint >= 0xe000 && codePoint <= 0xf8ff)).toBe(true);
});

test('characters outside the basic plane come back, from every plane', () => {
  for (let codePoint = 0x10000; codePoint <= 0x10ffff; codePoint += 257) {
    const encoded = encodeGb18030(String.fromCodePoint(codePoint));
    expect(encoded.ok && decoder.decode(encoded.value).codePointAt(0)).toBe(codePoint);
  }
});

test.each([
  ['龘', 'fd93'],
  ['䶮', 'fe9f'],
  ['𠮷', '9534b235'],
  ['︐', 'a6d9'],
  ['龴', 'fe59'],
  ['A', '41'],
])('%s is %s', (character, hex) => {
  const encoded = encodeGb18030(character);
  expect(encoded.ok && Buffer.from(encoded.value).toString('hex')).toBe(hex);
});

test('half a character is refused and named', () => {
  expect(encodeGb18030('王\ud842')).toEqual({ ok: false, error: { error: 'not-encodable', codePoint: 0xd842 } });
});
