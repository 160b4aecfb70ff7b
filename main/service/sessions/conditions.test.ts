import { describe, expect, it } from 'vitest';
import type { GivenValue } from '../../contract/answers.ts';
import type { Condition } from '../../contract/questions.ts';
import { holds } from './conditions.ts';
import type { Identified } from './draft.ts';
import { sampleCard } from './sample-item.ts';

const holder = (ageYears: number | null): Identified => ({
  card: sampleCard,
  identity: { assurance: 'card-read', samId: 'x', samStatus: null },
  ageYears,
  cardSecret: null,
});
const given = (condition: Condition, value: GivenValue | undefined): boolean =>
  holds(condition, (question) => (question === 'q' ? value : undefined), holder(46));

const isA: Condition = { question: 'q', isOneOf: ['a', 'yes', 'accepted'] };
const inAnhui: Condition = { question: 'q', regionIn: ['340000', '330106'] };
const some: Condition = { question: 'q', atLeast: 2, atMost: 5 };

describe('a condition on an answer', () => {
  it.each<readonly [Condition, GivenValue, boolean]>([
    [isA, { kind: 'choice', option: 'a' }, true],
    [isA, { kind: 'choice', option: 'b' }, false],
    [isA, { kind: 'many', options: ['b', 'a'] }, true],
    [isA, { kind: 'many', options: [] }, false],
    [isA, { kind: 'yes-no', answer: 'yes' }, true],
    [isA, { kind: 'yes-no', answer: 'unknown' }, false],
    [isA, { kind: 'promise', accepted: true }, true],
    [isA, { kind: 'promise', accepted: false }, false],
    [isA, { kind: 'text', text: 'a' }, false],
    [inAnhui, { kind: 'region', code: '341202' }, true],
    [inAnhui, { kind: 'region', code: '330106' }, true],
    [inAnhui, { kind: 'region', code: '330100' }, false],
    [inAnhui, { kind: 'address', region: '340000', rest: '路' }, true],
    [inAnhui, { kind: 'choice', option: '340000' }, false],
    [some, { kind: 'number', number: '2' }, true],
    [some, { kind: 'number', number: '1.99' }, false],
    [some, { kind: 'number', number: '5.01' }, false],
    [some, { kind: 'group', members: 5 }, true],
    [some, { kind: 'group', members: 1 }, false],
    [{ question: 'q', atMost: 3 }, { kind: 'group', members: 0 }, true],
  ])('%o on %o: %s', (condition, value, expected) => {
    expect(given(condition, value)).toBe(expected);
  });

  it('does not hold where there is no answer', () => {
    for (const condition of [isA, inAnhui, some]) expect(given(condition, undefined)).toBe(false);
    expect(holds({ question: 'other', isOneOf: ['a'] }, () => undefined, holder(46))).toBe(false);
  });
});

describe('a condition on the card', () => {
  const at = (condition: Condition, identified: Identified | null) => holds(condition, () => undefined, identified);

  it('counts whole years: from with the year itself, below without it', () => {
    const working: Condition = { card: 'age', from: 16, below: 60 };
    expect([15, 16, 59, 60].map((years) => at(working, holder(years)))).toEqual([false, true, true, false]);
    expect(at({ card: 'age', below: 18 }, holder(17))).toBe(true);
    expect(at({ card: 'age', below: 18 }, holder(18))).toBe(false);
  });

  it('holds where nobody knows what day it is: a question too many is answered, one too few comes back', () => {
    expect(at({ card: 'age', below: 18 }, holder(null))).toBe(true);
    expect(at({ card: 'age', from: 18 }, holder(null))).toBe(true);
  });

  it('looks at the kind of card', () => {
    expect(at({ card: 'kind', isOneOf: ['resident', 'hmt-resident'] }, holder(46))).toBe(true);
    expect(at({ card: 'kind', isOneOf: ['foreign-2023'] }, holder(46))).toBe(false);
  });

  it('does not hold before a card was read', () => {
    expect(at({ card: 'age', from: 0 }, null)).toBe(false);
    expect(at({ card: 'kind', isOneOf: ['resident'] }, null)).toBe(false);
  });
});
