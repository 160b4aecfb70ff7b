import { describe, expect, it } from 'vitest';
import type { IdCard } from '../../contract/card.ts';
import { ageYears, checkApplicant } from './applicant.ts';
import { sampleCard, sampleItem } from './sample-item.ts';

const check = (card: IdCard) => checkApplicant(sampleItem, card, '2026-11-23', 'zh');

describe('checkApplicant', () => {
  it('lets the sample resident in, on the last day too', () => {
    expect(check(sampleCard).ok).toBe(true);
    expect(check({ ...sampleCard, validUntil: '2026-11-23' }).ok).toBe(true);
    expect(check({ ...sampleCard, validUntil: 'long-term' }).ok).toBe(true);
  });

  it('says what is wrong with a card', () => {
    expect(check({ ...sampleCard, validUntil: '2026-11-22' })).toEqual({ ok: false, error: { why: 'expired' } });
    expect(check({ ...sampleCard, validFrom: '2026-11-24' })).toEqual({ ok: false, error: { why: 'not-yet-valid' } });
    expect(check({ ...sampleCard, idNumber: '341202198003120029' })).toEqual({
      ok: false,
      error: { why: 'id-number' },
    });
  });

  it('tells a child, and somebody whose card does not fit, what to do instead', () => {
    expect(check({ ...sampleCard, birth: '2010-11-24' })).toEqual({
      ok: false,
      error: { why: 'too-young', instead: '请家长来' },
    });
    expect(check({ ...sampleCard, birth: '2010-11-23' }).ok).toBe(true);
    const foreign: IdCard = {
      kind: 'foreign-2017',
      name: 'A',
      englishName: 'A',
      sex: 'male',
      birth: '1980-01-01',
      idNumber: 'USA110080010101',
      nationality: 'USA',
      cardVersion: '01',
      authority: '1500',
      validFrom: '2020-01-01',
      validUntil: '2030-01-01',
    };
    expect(check(foreign)).toEqual({ ok: false, error: { why: 'card-does-not-fit', instead: '请到窗口' } });
  });

  it('decides by no date where nobody knows what day it is', () => {
    const card = { ...sampleCard, validUntil: '2000-01-01', birth: '2025-01-01' };
    expect(checkApplicant(sampleItem, card, null, 'zh').ok).toBe(true);
  });

  it('counts whole years', () => {
    expect([ageYears('2010-11-24', '2026-11-23'), ageYears('2010-11-23', '2026-11-23')]).toEqual([15, 16]);
  });
});
