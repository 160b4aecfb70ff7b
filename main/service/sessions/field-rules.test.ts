import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../../contract/answers.ts';
import { item } from '../../contract/item.ts';
import { checkAnswer } from './answer-rules.ts';
import type { Answers } from './draft.ts';
import { sampleCard, sampleItem } from './sample-item.ts';

const both = (text: string) => ({ zh: text, en: text });
const asked = { ask: both('?'), label: both('?') };
const option = (id: string) => ({ id, words: both(id) });

const every = item.parse({
  ...sampleItem,
  applicant: { ...sampleItem.applicant, child: { question: 'child', belowYears: 16, older: both('请本人来') } },
  questions: [
    { id: 'many', kind: 'many', ...asked, options: ['a', 'b', 'c', 'd'].map(option), atLeast: 2, atMost: 3 },
    { id: 'any', kind: 'many', ...asked, options: ['a', 'b'].map(option), atLeast: 0 },
    { id: 'sure', kind: 'yes-no', ...asked },
    { id: 'amount', kind: 'number', ...asked, minimum: 1, maximum: 5000, decimals: 2 },
    { id: 'count', kind: 'number', ...asked },
    { id: 'id', kind: 'id-number', ...asked },
    { id: 'code', kind: 'credit-code', ...asked },
    { id: 'card', kind: 'bank-account', ...asked, banks: [option('icbc')], account: 'card' },
    { id: 'account', kind: 'bank-account', ...asked, banks: [option('icbc')], account: 'any' },
    { id: 'day', kind: 'date', precision: 'day', partial: true, ...asked, latest: 'today', earliest: 'birth' },
    { id: 'later', kind: 'date', precision: 'day', partial: true, ...asked, notBefore: 'day' },
    { id: 'year', kind: 'date', precision: 'year', ...asked },
    { id: 'here', kind: 'region', depth: 'city', ...asked, only: ['340000', '330100'] },
    { id: 'address', kind: 'address', ...asked, only: ['340000'] },
    { id: 'child', kind: 'person', ...asked, relations: [option('child')] },
    { id: 'adult', kind: 'person', ...asked, relations: [option('spouse')], ageYears: { from: 20 } },
    { id: 'reason', kind: 'text', content: 'free', ...asked },
  ],
});

const check = (path: string, value: AnswerValue, answers: Answers = new Map()) =>
  checkAnswer(value, { item: every, path, card: sampleCard, answers, today: '2026-11-23' });

/** What is kept, or why it is refused: "missing", "missing (name)". */
function outcome(path: string, value: AnswerValue, answers?: Answers): unknown {
  const checked = check(path, value, answers);
  if (checked.ok) return checked.value.value;
  const { code, part } = checked.error;
  return part === null ? code : `${code} (${part})`;
}

const amount = (number: string): AnswerValue => ({ kind: 'number', number });
const date = (text: string): AnswerValue => ({ kind: 'date', date: text });
const account = (number: string, bank = 'icbc'): AnswerValue => ({ kind: 'bank-account', bank, number });
const child = { kind: 'person', name: '王小明', idNumber: '341202201506010016', relation: 'child' } as const;

describe('a field', () => {
  it.each<readonly [string, AnswerValue, string]>([
    ['many', { kind: 'many', options: [] }, 'missing'],
    ['many', { kind: 'many', options: ['a'] }, 'too-few'],
    ['many', { kind: 'many', options: ['a', 'b', 'c', 'd'] }, 'too-many'],
    ['many', { kind: 'many', options: ['a', 'a'] }, 'not-an-option'],
    ['many', { kind: 'many', options: ['a', 'z'] }, 'not-an-option'],
    ['many', { kind: 'choice', option: 'a' }, 'wrong-kind'],
    ['sure', { kind: 'yes-no', answer: 'unknown' }, 'not-an-option'],
    ['amount', amount(''), 'missing'],
    ['amount', amount('12.'), 'amount-form'],
    ['amount', amount('一百'), 'amount-form'],
    ['amount', amount('1e3'), 'amount-form'],
    ['amount', amount('0.99'), 'amount-too-small'],
    ['amount', amount('5000.01'), 'amount-too-large'],
    ['amount', amount('1.005'), 'amount-too-fine'],
    ['count', amount('1.5'), 'amount-too-fine'],
    ['id', { kind: 'id-number', idNumber: '34120220150601001' }, 'id-number-form'],
    ['id', { kind: 'id-number', idNumber: '341202201506010017' }, 'id-number-check'],
    ['id', { kind: 'id-number', idNumber: '341202201502300010' }, 'id-number-check'],
    ['code', { kind: 'credit-code', code: '91330100799655058' }, 'credit-code-form'],
    ['code', { kind: 'credit-code', code: '91330100799655058C' }, 'credit-code-check'],
    ['card', account('6222', ''), 'missing (bank)'],
    ['card', account('6222', 'abc'), 'not-an-option (bank)'],
    ['card', account(''), 'missing (number)'],
    ['card', account('6222 0000'), 'bank-account-form (number)'],
    ['card', account('6222021234567890123'), 'bank-account-check (number)'],
    ['account', account('1234567'), 'bank-account-form (number)'],
    ['day', date('2021-02-29'), 'date-does-not-exist'],
    ['day', date('2021-13'), 'date-does-not-exist'],
    ['day', date('2027'), 'date-in-future'],
    ['day', date('1979'), 'date-before-birth'],
    ['year', date('2020-01'), 'date-does-not-exist'],
    ['here', { kind: 'region', code: '330200' }, 'region-not-here'],
    ['here', { kind: 'region', code: '340000' }, 'region-not-deep-enough'],
    ['address', { kind: 'address', region: '', rest: '人民路 1 号' }, 'missing (region)'],
    ['address', { kind: 'address', region: '341200', rest: '人民路 1 号' }, 'region-not-deep-enough (region)'],
    ['address', { kind: 'address', region: '330106', rest: '人民路 1 号' }, 'region-not-here (region)'],
    ['address', { kind: 'address', region: '341202', rest: ' ' }, 'missing (rest)'],
    ['address', { kind: 'address', region: '341202', rest: '村' }, 'text-too-short (rest)'],
    ['child', { ...child, name: '' }, 'missing (name)'],
    ['child', { ...child, name: '王小明 1' }, 'name-form (name)'],
    ['child', { ...child, idNumber: '' }, 'missing (id-number)'],
    ['child', { ...child, idNumber: sampleCard.idNumber }, 'person-is-yourself (id-number)'],
    ['child', { ...child, idNumber: '341202197905050016' }, 'person-too-old (id-number)'],
    ['child', { ...child, relation: 'spouse' }, 'not-an-option (relation)'],
    ['adult', { ...child, relation: 'spouse' }, 'person-too-young (id-number)'],
    ['reason', { kind: 'text', text: '路'.repeat(201) }, 'text-too-long'],
    ['reason', { kind: 'as-before' }, 'wrong-kind'],
  ])('%s refuses %o', (path, value, why) => {
    expect(outcome(path, value)).toBe(why);
  });

  it('keeps what was meant: without spaces, digits of full width as digits, options in the order of the question', () => {
    expect(outcome('many', { kind: 'many', options: ['c', 'a'] })).toEqual({ kind: 'many', options: ['a', 'c'] });
    expect(outcome('any', { kind: 'many', options: [] })).toEqual({ kind: 'many', options: [] });
    expect(outcome('amount', amount('１,234.50'))).toEqual(amount('1234.50'));
    expect(outcome('amount', amount('007'))).toEqual(amount('7'));
    expect(outcome('id', { kind: 'id-number', idNumber: ' 11010519491231002x' })).toEqual({
      kind: 'id-number',
      idNumber: '11010519491231002X',
    });
    expect(outcome('code', { kind: 'credit-code', code: '9133 0100 7996 5505 8b' })).toEqual({
      kind: 'credit-code',
      code: '91330100799655058B',
    });
    expect(outcome('card', account('6222 0212 3456 7890 128'))).toEqual(account('6222021234567890128'));
    expect(outcome('account', account('1234-5678'))).toEqual(account('12345678'));
    expect(outcome('child', child)).toEqual(child);
  });

  it('takes as much of a date as is known, and compares as far as both are', () => {
    for (const text of ['1990', '1990-05', '1990-05-31', '2026-11'])
      expect(outcome('day', date(text))).toEqual(date(text));
    const answers: Answers = new Map([['day', { value: { kind: 'date', date: '2012-03' }, source: 'typed' }]]);
    expect(outcome('later', date('2012'), answers)).toEqual(date('2012'));
    expect(outcome('later', date('2012-03-01'), answers)).toEqual(date('2012-03-01'));
    expect(outcome('later', date('2012-02-29'), answers)).toBe('date-before-other');
  });
});
