import { expect, it } from 'vitest';
import type { Words } from '../../contract/words.ts';
import { loadItems } from '../catalog/item-files.ts';
import { shippedItems } from '../catalog/test-item-file.ts';
import { guideOf } from './guide.ts';
import { sampleItem } from './sample-item.ts';

const inChinese = (words: Words) => words.zh;
const inEnglish = (words: Words) => words.en;

it('says what an item costs, when that is paid, and whom to call', () => {
  const item = loadItems(shippedItems).items.find(({ id }) => id === 'child-id-card');
  if (item === undefined) throw new Error('no such item');
  const zh = guideOf(item, inChinese);
  expect(zh.find(({ title }) => title === '要交多少钱')?.text).toMatch(/^第一次办 0 元。 到期换 20 元。 .*在窗口交。/);
  expect(zh.find(({ title }) => title === '有事打哪个电话')?.text).toMatch(/12345。不满意，打 .*12389。$/);
  const en = guideOf(item, inEnglish);
  expect(en.map(({ text }) => text).join()).toContain('The first card: 0 yuan. ');
  expect(en).toHaveLength(zh.length);
});

it('says nothing where an item says nothing', () => {
  expect(guideOf(sampleItem, inEnglish)).toEqual([]);
});
