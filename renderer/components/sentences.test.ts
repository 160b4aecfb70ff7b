import { expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

it('parts Chinese after its full-width stops', () => {
  expect(sentencesOf('我承诺：一、填的都是真的；二、材料没有改过。\n不实的，愿意承担责任。')).toEqual([
    '我承诺：一、填的都是真的；',
    '二、材料没有改过。',
    '不实的，愿意承担责任。',
  ]);
});

it('parts English where a space follows, and leaves numbers whole', () => {
  expect(sentencesOf('I promise: it is true. The fee is 2.5 yuan; I pay it.')).toEqual([
    'I promise: it is true.',
    'The fee is 2.5 yuan;',
    'I pay it.',
  ]);
});
