import { expect, test } from 'vitest';
import { asJson, asTable, atLeast, atMost, median, percentile, type Report } from './report.ts';

const report: Report = {
  name: 'drain',
  ratios: { ofLimit: atLeast(0.61234567, 0.7), ratio: atMost(1.2, 1.25) },
  measured: { seconds: 12.345678, peer: 'PouchDB 9.0.0' },
};

test('one line for programs', () => {
  expect(asJson(report)).toBe('{"bench":"drain","ofLimit":0.6123,"ratio":1.2,"seconds":12.35,"peer":"PouchDB 9.0.0"}');
});

test('a table for people says which aim was missed', () => {
  const [, ofLimit, ratio] = asTable(report).split('\n');
  expect(ofLimit).toMatch(/ofLimit +0\.6123 +aim 0\.7 or more: MISSED$/);
  expect(ratio).toMatch(/ratio +1\.2 +aim 1\.25 or less$/);
});

test('percentiles are values that were measured', () => {
  const values = Array.from({ length: 200 }, (_, n) => 200 - n);
  expect([median(values), percentile(values, 99), percentile(values, 100)]).toEqual([100, 198, 200]);
  expect(median([7])).toBe(7);
});
