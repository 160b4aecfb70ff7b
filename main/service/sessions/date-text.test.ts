import { expect, it } from 'vitest';
import { dateText } from './date-text.ts';

it.each([
  ['2020-05-09', 'day', '2020 年 5 月 9 日', '9 May 2020'],
  ['2020-05', 'day', '2020 年 5 月，哪一天不清楚', 'May 2020, day not known'],
  ['2020', 'day', '2020 年，月和日不清楚', '2020, month not known'],
  ['2020-05', 'month', '2020 年 5 月', 'May 2020'],
  ['2020', 'month', '2020 年，月份不清楚', '2020, month not known'],
  ['2020', 'year', '2020 年', '2020'],
] as const)('says %s, asked for the %s', (date, precision, zh, en) => {
  expect([dateText(date, precision, 'zh'), dateText(date, precision, 'en')]).toEqual([zh, en]);
});
