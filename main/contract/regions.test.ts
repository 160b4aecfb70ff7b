import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  depthOf,
  isDeepEnough,
  isRegion,
  isWithin,
  nearestRegion,
  provinces,
  regionNames,
  regionPath,
  regionText,
} from './regions.ts';

function everyBelow(code: string): readonly string[] {
  return [code, ...childrenOf(code).flatMap((below) => everyBelow(below.code))];
}
const all = provinces().flatMap(({ code }) => everyBelow(code));

describe('divisions', () => {
  it('are 34 provinces and 2845 counties, each reached once from above', () => {
    expect(provinces()).toHaveLength(34);
    expect(all.filter((code) => depthOf(code) === 'county')).toHaveLength(2845);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    ['330109', '浙江省杭州市萧山区', 'Xiaoshan, Hangzhou, Zhejiang'],
    ['510823', '四川省广元市剑阁县', 'Jiange, Guangyuan, Sichuan'],
    ['341202', '安徽省阜阳市颍州区', 'Yingzhou, Fuyang, Anhui'],
    ['440402', '广东省珠海市香洲区', 'Xiangzhou, Zhuhai, Guangdong'],
    ['659012', '新疆维吾尔自治区白杨市', 'Baiyang, Xinjiang'],
    ['540481', '西藏自治区林芝市米林市', 'Milin, Nyingchi, Xizang'],
    ['500157', '重庆市两江新区', 'Liangjiang, Chongqing'],
    ['610113', '陕西省西安市雁塔区', "Yanta, Xi'an, Shaanxi"],
    ['340111', '安徽省合肥市包河区', 'Baohe, Hefei, Anhui'],
    ['510182', '四川省成都市彭州市', 'Pengzhou, Chengdu, Sichuan'],
    ['330382', '浙江省温州市乐清市', 'Yueqing, Wenzhou, Zhejiang'],
    ['371722', '山东省菏泽市单县', 'Shanxian, Heze, Shandong'],
    ['810000', '香港特别行政区', 'Hong Kong'],
  ])('%s is %s, %s', (code, zh, en) => {
    expect(regionText(code, 'zh')).toBe(zh);
    expect(regionText(code, 'en')).toBe(en);
  });

  it('hold no development zone, no shelf of a list, nothing below Hong Kong, Macao and Taiwan', () => {
    for (const code of ['130171', '419000', '110100', '500200', '441901', '810100', '710100']) {
      expect(isRegion(code), code).toBe(false);
    }
    expect(['710000', '810000', '820000'].flatMap(childrenOf)).toEqual([]);
  });

  it('lead from a municipality straight to its counties, and from a province to counties without a city', () => {
    expect(childrenOf('110000').map(({ code }) => code)).toContain('110101');
    expect(childrenOf('500000').map(({ zh }) => zh)).toEqual(expect.arrayContaining(['万州区', '云阳县']));
    expect(childrenOf('410000').map(({ zh }) => zh)).toContain('济源市');
    expect(regionNames('429004')).toEqual(['湖北省', '仙桃市']);
  });

  it('have a name in both languages, and no two siblings read the same', () => {
    for (const code of all) {
      for (const language of ['zh', 'en'] as const) {
        const names = childrenOf(code).map((region) => region[language]);
        expect(new Set(names).size, `${code} ${names.join(' ')}`).toBe(names.length);
      }
      expect(regionPath(code).at(-1)?.en).toMatch(/^[A-Z][a-zü']+( [A-Z][a-z]+)?$/);
    }
  });
});

describe('depth', () => {
  it.each([
    ['341202', 'county', true],
    ['341200', 'county', false],
    ['341200', 'city', true],
    ['340000', 'city', false],
    ['110000', 'city', true],
    ['110000', 'county', false],
    ['441900', 'county', true],
    ['810000', 'county', true],
    ['999999', 'province', false],
  ] as const)('%s for a %s: %s', (code, depth, enough) => {
    expect(isDeepEnough(code, depth)).toBe(enough);
  });
});

describe('area code of an ID number', () => {
  it.each([
    ['341202', '341202'],
    ['330103', '330100'],
    ['110103', '110000'],
    ['110221', '110000'],
    ['500105', '500000'],
    ['810000', '810000'],
    ['830000', '710000'],
    ['990000', null],
  ])('%s leads to %s', (code, region) => {
    expect(nearestRegion(code)).toBe(region);
  });
});

it.each([
  ['341202', '341202', true],
  ['341202', '341200', true],
  ['341202', '340000', true],
  ['341202', '330100', false],
  ['341200', '341202', false],
  ['340000', '341200', false],
  ['340000', '340000', true],
])('%s in %s: %s', (code, place, isIn) => expect(isWithin(code, place)).toBe(isIn));
