import { describe, expect, it } from 'vitest';
import { regionOfAddress } from './address-region.ts';

describe('regionOfAddress', () => {
  it.each([
    ['安徽省阜阳市颍州区人民路1号', '341202', '安徽省阜阳市颍州区'],
    ['上海市浦东新区世纪大道1号', '310115', '上海市浦东新区'],
    ['四川省西昌市航天大道', '513401', '四川省西昌市'],
    ['浙江省杭州市', '330100', '浙江省杭州市'],
  ])('finds %s', (address, code, text) => {
    expect(regionOfAddress(address)).toEqual({ code, text });
  });

  it('knows nothing of what names no division', () => {
    expect([regionOfAddress('人民公社三大队'), regionOfAddress('')]).toEqual([null, null]);
  });
});
