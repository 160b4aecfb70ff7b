import { createCipheriv } from 'node:crypto';
import type { AnswerValue } from '../../main/contract/answers.ts';
import type { IdCard } from '../../main/contract/card.ts';
import { idNumberCheckCharacter } from '../../main/contract/id-number.ts';
import type { PersonalValue } from '../journeys/search/search.ts';
import type { Random } from './random.ts';

/** Somebody who never was: no two have the same ID number, so that what is found of one is not another's. */
export interface Person {
  readonly card: Extract<IdCard, { kind: 'resident' }>;
  readonly phone: string;
  readonly item: string;
  /** In the order in which they are asked. Of papers no more than that they are scanned there. */
  readonly answers: readonly { readonly question: string; readonly value: AnswerValue }[];
  /** What they bring to scan, as the scanner gives it. */
  readonly sheets: readonly Buffer[];
}

const familyNames = ['欧阳', '司徒', '诸葛', '上官', '慕容', '皇甫', '令狐', '尉迟'] as const;
const givenNames = ['澜', '衡', '霁', '珩', '筠', '弈', '缨', '槿', '濯', '彧', '珞', '翀'] as const;
const streets = ['样例路', '样例街', '样例巷'] as const;

/** `nth` is one person's among all of a run. */
export function personFor(random: Random, nth: number): Person {
  const two = (n: number): string => String(n).padStart(2, '0');
  const birth = `${random.between(1950, 2000)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  const first17 = `${341200 + Math.floor(nth / 1000)}${birth.replaceAll('-', '')}${String(nth % 1000).padStart(3, '0')}`;
  const street = random.pick(streets);
  const phone = `13${String(random.between(0, 999_999_999)).padStart(9, '0')}`;
  const card = {
    kind: 'resident',
    name: `${random.pick(familyNames)}${random.pick(givenNames)}${random.pick(givenNames)}`,
    sex: random.pick(['male', 'female'] as const),
    ethnicCode: '01',
    birth,
    address: `安徽省阜阳市颍州区${street}${random.between(1, 9999)}号${random.between(1, 40)}栋${random.between(100, 3000)}室`,
    idNumber: first17 + idNumberCheckCharacter(first17),
    issuedBy: '阜阳市公安局颍州分局',
    validFrom: '2018-06-12',
    validUntil: 'long-term',
  } as const;
  return {
    card,
    phone,
    item: 'no-criminal-record',
    sheets: [],
    answers: [
      { question: 'place', value: { kind: 'region', code: '341202' } },
      { question: 'reason', value: { kind: 'choice', option: 'job' } },
      { question: 'from', value: { kind: 'date', date: '2021-03' } },
      { question: 'until', value: { kind: 'date', date: '2022-04' } },
      { question: 'collect', value: { kind: 'choice', option: 'download' } },
      { question: 'contact-phone', value: { kind: 'phone', digits: phone } },
    ],
  };
}

/** Somebody with papers to scan: few and small ones mostly, and now and then one that does not go in one request. */
export function personWithPapers(random: Random, nth: number): Person {
  const person = personFor(random, nth);
  const many = random.between(1, 3);
  return {
    ...person,
    item: 'pension-transfer',
    answers: [
      { question: 'insurance', value: { kind: 'choice', option: 'employees' } },
      { question: 'from', value: { kind: 'region', code: '130100' } },
      { question: 'to', value: { kind: 'region', code: '140100' } },
      { question: 'stopped', value: { kind: 'choice', option: 'already' } },
      { question: 'payment-record', value: { kind: 'paper', papers: [] } },
      { question: 'social-card', value: { kind: 'choice', option: 'without' } },
      { question: 'phone', value: { kind: 'phone', digits: person.phone } },
    ],
    sheets: Array.from({ length: many }, () =>
      sheetOf(person, random.chance(0.1) ? 1_200_000 : random.sized(10_000, 600_000), random),
    ),
  };
}

/** A JPEG as far as anybody looks before the platform: its markers, the person's name and number on it, and noise. */
function sheetOf({ card, phone }: Person, bytes: number, random: Random): Buffer {
  const key = Buffer.from(Array.from({ length: 16 }, () => random.between(0, 255)));
  const noise = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
  const text = Buffer.from(`${card.name} ${card.idNumber} ${card.address} ${phone}`);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe]), text, noise, text, Buffer.from([0xff, 0xd9])]);
}

/** What must stand in no file of the terminal. */
export function valuesOf({ card, phone }: Person): readonly PersonalValue[] {
  return [
    { what: 'name', text: card.name },
    { what: 'ID number', text: card.idNumber },
    { what: 'address', text: card.address },
    { what: 'phone', text: phone },
  ];
}
