import { expect, test } from 'vitest';
import { countOn, type PlatformDays } from './platform-days.ts';

const none: PlatformDays = { day: null, days: 0 };
const after = (...dates: readonly string[]) =>
  dates.reduce((counted, date) => countOn(counted, `${date}T12:00:00Z`), none).days;

test('days are counted as the platform signs them, weekends too', () => {
  expect(after('2026-11-23')).toBe(0);
  expect(after('2026-11-23', '2026-11-23', '2026-11-24')).toBe(1);
  expect(after('2026-11-20', '2026-11-23', '2026-11-24')).toBe(4);
});

test('a platform that says 2040 makes nothing older, while it says so and when it is right again', () => {
  expect(after('2026-11-23', '2040-01-01', '2026-11-23', '2040-01-01', '2026-11-24')).toBe(0);
  expect(after('2026-11-23', '2040-01-01', '2026-11-23', '2026-11-24')).toBe(1);
  expect(after('2040-01-01', '1970-01-02', '1970-01-03')).toBe(1);
});

test('two gateways that are a day apart count each day once', () => {
  const dates = Array.from({ length: 100 }, (_, nth) => (nth % 2 === 0 ? '2026-11-23' : '2026-11-24'));
  expect(after(...dates)).toBe(1);
});

test('time that a terminal was switched off for longer is not counted', () => {
  expect(after('2026-11-23', '2026-12-07')).toBe(14);
  expect(after('2026-11-23', '2026-12-08', '2026-12-09')).toBe(1);
});
