import { expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

const texts = (text: string): readonly string[] => sentencesOf(text).map((sentence) => sentence.text);

it('parts Chinese after its full-width stops', () => {
  expect(texts('我承诺：一、填的都是真的；二、材料没有改过。\n不实的，愿意承担责任。')).toEqual([
    '我承诺：一、填的都是真的；',
    '二、材料没有改过。',
    '不实的，愿意承担责任。',
  ]);
});

it('parts English where a space follows, and leaves numbers whole', () => {
  expect(texts('I promise: it is true. The fee is 2.5 yuan; I pay it.')).toEqual([
    'I promise: it is true.',
    'The fee is 2.5 yuan;',
    'I pay it.',
  ]);
});

it('tells sentences alike apart', () => {
  expect(sentencesOf('是真的。是真的。').map(({ nth }) => nth)).toEqual([1, 2]);
});
