import { describe, expect, it } from 'vitest';
import { caseTime, localDate } from './case-time.ts';

const issuedAt = '2026-01-01T00:00:00.000Z';

describe('time', () => {
  it('is corrected by what the platform said, and says how good it is', () => {
    const nowMs = Date.parse('2026-11-23T06:00:00.000Z');
    expect(caseTime(nowMs, 60_000)).toEqual({
      at: '2026-11-23T06:01:00.000Z',
      quality: 'since-platform-contact',
      offsetMs: 60_000,
    });
    expect(caseTime(nowMs, null)).toMatchObject({ at: '2026-11-23T06:00:00.000Z', quality: 'own-clock' });
  });

  it('names a day, and none where the clock is surely wrong', () => {
    expect(localDate(new Date(2026, 10, 23, 12).getTime(), null, issuedAt)).toBe('2026-11-23');
    expect(localDate(Date.parse('1970-01-01T00:00:00Z'), null, issuedAt)).toBeNull();
    expect(localDate(Date.parse('2040-01-01T00:00:00Z'), null, issuedAt)).toBeNull();
    const offsetMs = new Date(2026, 10, 23, 12).getTime();
    expect(localDate(0, offsetMs, issuedAt)).toBe('2026-11-23');
  });
});
