import { describe, expect, it } from 'vitest';
import { type AnswerValue, answerValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import type { Item } from '../../contract/item.ts';
import type { Question } from '../../contract/questions.ts';
import { checkAnswer } from './answer-rules.ts';
import { cardValue } from './card-value.ts';
import type { Answers } from './draft.ts';
import { sampleCard, sampleItem } from './sample-item.ts';
import { questionOf } from './paths.ts';

const check = (question: string, value: AnswerValue | null, answers: Answers = new Map()) =>
  checkAnswer(value, { item: sampleItem, path: question, card: sampleCard, answers, today: '2026-11-23' });

const refused = (code: string) => ({ ok: false, error: { code, part: null } });

describe('a signature', () => {
  const question: Question = {
    id: 'signature',
    kind: 'signature',
    ask: { zh: '签名', en: 'Sign' },
    label: { zh: '签名', en: 'Signature' },
  };
  const item: Item = { ...sampleItem, questions: [question] };
  const signed = (...strokes: (readonly [number, number])[][]): AnswerValue => ({
    kind: 'signature',
    widthMm: 200,
    heightMm: 80,
    strokes: strokes.map((stroke) => stroke.map(([x, y], at) => [x, y, at * 10])),
  });
  const checked = (value: AnswerValue | null) =>
    checkAnswer(value, { item, path: 'signature', card: sampleCard, answers: new Map(), today: null });

  it('is taken as it was drawn', () => {
    const value = signed(
      [
        [10, 10],
        [30, 10],
      ],
      [
        [20, 10],
        [20, 40],
      ],
    );
    expect(checked(value)).toEqual({ ok: true, value: { value, source: 'signed' } });
  });

  it('is not a field left empty, nor a dot or a tick', () => {
    expect(checked(null)).toEqual(refused('missing'));
    expect(checked(signed())).toEqual(refused('missing'));
    expect(checked(signed([[10, 10]], [[50, 50]]))).toEqual(refused('signature-too-small'));
    expect(
      checked(
        signed([
          [10, 10],
          [14, 16],
          [20, 5],
        ]),
      ),
    ).toEqual(refused('signature-too-small'));
  });

  it('is nothing else', () => {
    expect(checked({ kind: 'text', text: '王小芳' })).toEqual(refused('wrong-kind'));
  });

  it('has as many points as it may have, and no more', () => {
    const row = (length: number) => Array.from({ length }, (_, at) => [at / 10, 0] as const);
    expect(answerValue.safeParse(signed(row(1000), row(1000))).success).toBe(true);
    expect(answerValue.safeParse(signed(row(1000), row(1001))).success).toBe(false);
  });
});

describe('cardValue', () => {
  const place = questionOf(sampleItem, 'place');

  it('goes by the address, and by the ID number where the address names no place', () => {
    expect(cardValue(place, { ...sampleCard, address: '浙江省杭州市萧山区' })).toEqual({
      kind: 'region',
      code: '330109',
    });
    expect(cardValue(place, { ...sampleCard, address: '人民公社' })).toEqual({ kind: 'region', code: '341202' });
  });

  it('does not take a residence permit’s number for a place of handling', () => {
    const permit: IdCard = {
      kind: 'hmt-resident',
      name: '陈大文',
      sex: 'male',
      birth: '1980-01-01',
      address: '海边',
      idNumber: '810000198001010019',
      issuedBy: '某局',
      validFrom: '2020-01-01',
      validUntil: '2030-01-01',
      passNumber: 'H12345678',
      timesIssued: '01',
    };
    expect(cardValue(place, permit)).toBeNull();
  });
});

describe('checkAnswer', () => {
  it.each<[string, AnswerValue | null, string]>([
    ['phone', null, 'missing'],
    ['phone', { kind: 'phone', digits: '' }, 'missing'],
    ['phone', { kind: 'phone', digits: '1381234551' }, 'phone-form'],
    ['phone', { kind: 'phone', digits: '12812345512' }, 'phone-form'],
    ['phone', { kind: 'text', text: '13812345512' }, 'wrong-kind'],
    ['phone', { kind: 'as-on-card' }, 'wrong-kind'],
    ['collect', { kind: 'choice', option: 'pigeon' }, 'not-an-option'],
    ['place', { kind: 'region', code: '999999' }, 'unknown-region'],
    ['place', { kind: 'region', code: '340000' }, 'region-not-deep-enough'],
    ['from', { kind: 'date', date: '2026-12' }, 'date-in-future'],
    ['from', { kind: 'date', date: '1980-02' }, 'date-before-birth'],
    ['from', { kind: 'date', date: '2020-13' }, 'date-does-not-exist'],
    ['from', { kind: 'date', date: '2020-01-01' }, 'date-does-not-exist'],
    ['recipient', { kind: 'text', text: '13812345512' }, 'name-form'],
    ['recipient', { kind: 'text', text: '王' }, 'text-too-short'],
    ['recipient', { kind: 'text', text: '   ' }, 'missing'],
    ['address', { kind: 'text', text: '人民路' }, 'text-too-short'],
    ['address', { kind: 'text', text: '路'.repeat(121) }, 'text-too-long'],
  ])('%s refuses %o', (question, value, error) => {
    expect(check(question, value)).toEqual(refused(error));
  });

  it('does not let a period end before it begins', () => {
    const from: Answers = new Map([['from', { value: { kind: 'date', date: '2020-05' }, source: 'typed' }]]);
    expect(check('until', { kind: 'date', date: '2020-04' }, from)).toEqual(refused('date-before-other'));
    expect(check('until', { kind: 'date', date: '2020-05' }, from).ok).toBe(true);
  });

  it('takes a phone number with the spaces people put in', () => {
    expect(check('phone', { kind: 'phone', digits: '138 1234 5512' })).toMatchObject({
      value: { value: { digits: '13812345512' } },
    });
  });

  it('takes names as they are written anywhere, also outside the basic plane', () => {
    for (const text of ['𠮷田花子', '阿依古丽·买买提', 'Anna-Maria O’Neill']) {
      expect(check('recipient', { kind: 'text', text })).toMatchObject({ ok: true, value: { source: 'typed' } });
    }
  });

  it('puts the card’s own words in place of "as on my card"', () => {
    expect(check('recipient', { kind: 'as-on-card' })).toEqual({
      ok: true,
      value: { value: { kind: 'text', text: '王小芳' }, source: 'card' },
    });
  });
});
