import { expect, it } from 'vitest';
import { placeOf } from './place.ts';

const card = (address: string, idNumber = '341202198805173021') => ({ name: '王晓澜', address, idNumber });

it.each([
  ['安徽省阜阳市颍州区样例路12号', '341202'],
  ['四川省西昌市样例路3号', '513401'],
  ['阜阳市颍州区样例路12号', '341202'],
  ['上海市浦东新区样例路5号', '310115'],
])('is the county that the address names: %s', (address, code) => {
  expect(placeOf(card(address))).toEqual({ code, byHand: [] });
});

it('is chosen by hand below where the address stops', () => {
  const { code, byHand } = placeOf(card('浙江省杭州市样例路1号'));
  expect(byHand.map((each) => each.code)).toEqual([code]);
  expect(code).toMatch(/^3301\d\d$/);
});

it('is the one of the number where the address names none', () => {
  expect(placeOf(card('样例路12号')).code).toBe('341202');
});
