import type { AnswerValue } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import { creditCodeCheckCharacter } from '../../contract/credit-code.ts';
import { hasLuhnDigit } from '../../contract/bank-card.ts';
import { idNumberCheckCharacter } from '../../contract/id-number.ts';
import type { Question } from '../../contract/questions.ts';
import { childrenOf, isDeepEnough, provinces, type RegionDepth } from '../../contract/regions.ts';
import { dateLength } from './card-value.ts';
import type { Answers } from './draft.ts';
import { pathMeant } from './paths.ts';
import type { IdentifiedPerson } from './stage.ts';

/** From 0 to below 1. */
export type Random = () => number;

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

export function pick<T>(random: Random, of: readonly T[]): T {
  const picked = of[below(random, of.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

/** An answer that will do, whichever the question: what a person could truly give. Pages are laid down beside it. For tests. */
export function goodAnswer(
  question: Question,
  at: { readonly path: string; readonly person: IdentifiedPerson; readonly today: string },
  random: Random,
): AnswerValue {
  switch (question.kind) {
    case 'choice':
      return { kind: 'choice', option: pick(random, question.options).id };
    case 'many': {
      const most = question.atMost ?? question.options.length;
      const count = question.atLeast + below(random, most - question.atLeast + 1);
      const options = question.options.map(({ id }) => id).toSorted(() => random() - 0.5);
      return { kind: 'many', options: options.slice(0, count) };
    }
    case 'yes-no':
      return {
        kind: 'yes-no',
        answer: pick(random, question.unknown === true ? ['yes', 'no', 'unknown'] : ['yes', 'no']),
      };
    case 'text':
      return { kind: 'text', text: texts[question.content] };
    case 'number':
      return { kind: 'number', number: amount(question, random) };
    case 'id-number':
      return { kind: 'id-number', idNumber: idNumber(18 + below(random, 60), at.today, random) };
    case 'credit-code': {
      const first17 = `91341200MA2${String(below(random, 1_000_000)).padStart(6, '0')}`;
      return { kind: 'credit-code', code: first17 + creditCodeCheckCharacter(first17) };
    }
    case 'phone':
      return { kind: 'phone', digits: `138${String(below(random, 100_000_000)).padStart(8, '0')}` };
    case 'bank-account': {
      const first18 = `622202${String(below(random, 1_000_000_000_000)).padStart(12, '0')}`;
      const number = Array.from({ length: 10 }, (_, last) => `${first18}${last}`).find(hasLuhnDigit) ?? '';
      return { kind: 'bank-account', bank: pick(random, question.banks).id, number };
    }
    case 'region':
      return { kind: 'region', code: region(question.only, question.depth, random) };
    case 'address':
      return { kind: 'address', region: region(question.only, 'county', random), rest: '人民路 1 号' };
    case 'date':
      return { kind: 'date', date: dateFor(question, at, random) };
    case 'person':
      return { kind: 'person', ...somebody(question, at, random) };
    case 'promise':
      return { kind: 'promise', accepted: question.needed === true || random() < 0.7 };
    case 'paper':
      return { kind: 'paper', papers: [] };
    case 'signature':
      return {
        kind: 'signature',
        widthMm: 200,
        heightMm: 80,
        strokes: [
          [
            [10, 10, 0],
            [60, 10, 100],
          ],
        ],
      };
    case 'group':
      throw new Error('a group is answered by its members');
    default:
      return question satisfies never;
  }
}

const texts = { name: '张三丰', number: '皖 2026-0012', address: '安徽省阜阳市颍州区人民路 1 号', free: '没有别的' };

function amount({ minimum, maximum, decimals = 0 }: Extract<Question, { kind: 'number' }>, random: Random): string {
  const from = minimum ?? Math.min(0, maximum ?? 0);
  const to = Math.max(from, Math.min(maximum ?? from + 10_000, from + 10_000));
  const scale = 10 ** decimals;
  const steps = Math.floor((to - from) * scale + 1e-9);
  return (Math.round(from * scale + below(random, steps + 1)) / scale).toFixed(decimals);
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Of somebody of about this age. */
function idNumber(years: number, today: string, random: Random): string {
  // Whole years before the first of January are surely reached, and another year is not.
  const birth = `${Number(today.slice(0, 4)) - years}0101`;
  const first17 = `341202${birth}${String(below(random, 1000)).padStart(3, '0')}`;
  return first17 + idNumberCheckCharacter(first17);
}

function somebody(
  question: Extract<Question, { kind: 'person' }>,
  { path, person, today }: { readonly path: string; readonly person: IdentifiedPerson; readonly today: string },
  random: Random,
) {
  const { child } = person.item.applicant;
  const belowYears = Math.min(question.ageYears?.below ?? 90, child?.question === path ? child.belowYears : 90);
  const from = question.ageYears?.from ?? 0;
  const years = from + below(random, belowYears - from);
  return { name: '王小明', idNumber: idNumber(years, today, random), relation: pick(random, question.relations).id };
}

function region(only: readonly string[] | undefined, depth: RegionDepth, random: Random): string {
  let code = pick(random, only ?? provinces().map((province) => province.code));
  while (!isDeepEnough(code, depth)) code = pick(random, childrenOf(code)).code;
  return code;
}

function dateFor(
  question: Extract<Question, { kind: 'date' }>,
  { path, person, today }: { readonly path: string; readonly person: IdentifiedPerson; readonly today: string },
  random: Random,
): string {
  const { item, answers, identified } = person;
  const earliest = earliestFor(question, { path, item, answers, card: identified.card });
  const latest = question.latest === 'today' ? today : `${Number(today.slice(0, 4)) + 3}-12-31`;
  const fromMs = Date.parse(`${earliest}T00:00:00Z`);
  const days = Math.max(0, Math.floor((Date.parse(`${latest}T00:00:00Z`) - fromMs) / 86_400_000));
  const day = new Date(fromMs + below(random, days + 1) * 86_400_000).toISOString();
  const known = question.partial === true ? pick(random, [4, 7, 10] as const) : 10;
  return day.slice(0, Math.min(known, dateLength[question.precision]));
}

function earliestFor(
  question: Extract<Question, { kind: 'date' }>,
  {
    path,
    item,
    answers,
    card,
  }: Pick<IdentifiedPerson, 'item' | 'answers'> & { readonly path: string; readonly card: IdCard },
): string {
  const other =
    question.notBefore === undefined ? undefined : dateAt(answers, pathMeant(item, path, question.notBefore));
  const begin = question.earliest === 'birth' ? card.birth : '1990-01-01';
  if (other === undefined) return begin;
  const [year = '1990', month = '01', day = '01'] = other.split('-');
  const whole = `${year}-${twoDigits(Number(month))}-${twoDigits(Number(day))}`;
  return whole > begin ? whole : begin;
}

const dateAt = (answers: Answers, path: string): string | undefined => {
  const value = answers.get(path)?.value;
  return value?.kind === 'date' ? value.date : undefined;
};
