import { describe, expect, it } from 'vitest';
import { answerText, maskAddress, shownText } from './answer-text.ts';
import { sampleItem } from './sample-item.ts';
import { questionOf } from './paths.ts';

describe('answers in words', () => {
  it.each([
    ['浙江省杭州市萧山区人民路1号', '浙江省杭州市萧山区****'],
    ['上海市浦东新区世纪大道1号', '上海市浦东新区****'],
    ['四川省凉山彝族自治州西昌市航天大道', '四川省凉山彝族自治州西昌市****'],
    ['四川省西昌市航天大道', '四川省西昌市****'],
    ['人民公社三大队', '人民公社三大****'],
  ])('masks %s after the district', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('shows what was typed whole, and masks what came from the card', () => {
    const name = questionOf(sampleItem, 'recipient');
    const value = { kind: 'text', text: '王小芳' } as const;
    expect(shownText(name, { value, source: 'typed' }, 'zh')).toBe('王小芳');
    expect(shownText(name, { value, source: 'card' }, 'zh')).toBe('王**');
  });

  it('says a month in both languages', () => {
    const from = questionOf(sampleItem, 'from');
    const value = { kind: 'date', date: '2018-03' } as const;
    expect([answerText(from, value, 'zh'), answerText(from, value, 'en')]).toEqual(['2018 年 3 月', 'March 2018']);
  });
});
