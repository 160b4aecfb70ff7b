import type { AnswerSource, AnswerValue, GivenValue, Signature } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import type { Item } from '../../contract/item.ts';
import type { Question } from '../../contract/questions.ts';
import { ok, type Result } from '../../contract/result.ts';
import { dateLength, cardValue } from './card-value.ts';
import type { Answers, GivenAnswer } from './draft.ts';
import { type Fault, faulty } from './fault.ts';
import {
  checkAccountNumber,
  checkAmount,
  checkCreditCodeField,
  checkIdNumberField,
  checkPhone,
  checkRegion,
  checkText,
} from './field-rules.ts';
import { pagesOf } from './pages.ts';
import { countMembers, pathMeant, questionOf } from './paths.ts';
import { checkPerson, isInGroupTwice } from './person-rules.ts';

export interface Surroundings {
  readonly item: Item;
  /** Of the question that is answered. */
  readonly path: string;
  readonly card: IdCard;
  readonly answers: Answers;
  /** YYYY-MM-DD at the terminal's place; null where its clock is surely wrong: nobody is refused for that. */
  readonly today: string | null;
  /** What the code reader read for this question. */
  readonly scannedText?: string | null;
  /** What was read for it from the person's social-security card. */
  readonly socialCardText?: string | null;
  /** What was read for it from the print on a paper. */
  readonly offeredTexts?: readonly string[];
}

/** What an answer is after checking, with the card's own value in place of "as on my card", and an earlier one of "as before". */
export function checkAnswer(value: AnswerValue | null, around: Surroundings): Result<GivenAnswer, Fault> {
  const question = questionOf(around.item, around.path);
  if (value === null) return faulty('missing');
  if (value.kind === 'as-on-card') {
    const fromCard = cardValue(question, around.card);
    return fromCard === null ? faulty('wrong-kind') : ok({ value: fromCard, source: 'card' });
  }
  if (value.kind === 'as-before') {
    const earlier = earlierAnswer(question, around)?.given;
    if (earlier === undefined) return faulty('wrong-kind');
    const checked = checkTyped(question, earlier.value, around);
    return checked.ok ? ok({ value: checked.value, source: sourceOfCopy(earlier) }) : checked;
  }
  if (question.kind === 'signature') return checkSignature(value);
  if (question.kind === 'paper') return checkPages(question, value, around);
  const checked = checkTyped(question, value, around);
  return checked.ok ? ok({ value: checked.value, source: sourceOf(question, value, checked.value, around) }) : checked;
}

/** The answer that a question may take over; null where there is none. */
export function earlierAnswer(
  question: Question,
  { item, path, answers }: Pick<Surroundings, 'item' | 'path' | 'answers'>,
): { readonly path: string; readonly given: GivenAnswer } | null {
  if (!('fromAnswer' in question) || question.fromAnswer === undefined) return null;
  const meant = pathMeant(item, path, question.fromAnswer.question);
  const given = answers.get(meant);
  return given?.value.kind === question.kind ? { path: meant, given } : null;
}

/** What the card said stays masked, however often it is taken over. */
const sourceOfCopy = ({ source }: GivenAnswer): AnswerSource => (source === 'card' ? 'card' : 'earlier-answer');

/**
 * Whether an answer is still what it was taken over from. Where the earlier one was changed since, nobody knows whether this one
 * was meant to change with it: it is asked again.
 */
export function isStaleCopy({ value, source }: GivenAnswer, around: Surroundings): boolean {
  const question = questionOf(around.item, around.path);
  const isCopy = source === 'earlier-answer' || (source === 'card' && !isSame(cardValue(question, around.card), value));
  return isCopy && !isSame(earlierAnswer(question, around)?.given.value ?? null, value);
}

const isSame = (a: GivenValue | null, b: GivenValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** How what stands in the field came there. A filled-in value that was left as it stood is still not typed. */
function sourceOf(question: Question, typed: AnswerValue, value: GivenValue, around: Surroundings): AnswerSource {
  if (isSame(cardValue(question, around.card), value)) return 'card';
  const earlier = earlierAnswer(question, around)?.given;
  if (earlier !== undefined && isSame(earlier.value, value)) return sourceOfCopy(earlier);
  const text = typed.kind === 'text' ? typed.text : typed.kind === 'credit-code' ? typed.code : null;
  if (text === null) return 'typed';
  if (text === around.socialCardText) return 'social-card';
  if (text === around.scannedText) return 'scanned';
  return around.offeredTexts?.includes(text) === true ? 'paper' : 'typed';
}

function checkTyped(question: Question, value: GivenValue, around: Surroundings): Result<GivenValue, Fault> {
  switch (value.kind) {
    case 'choice': {
      if (question.kind !== 'choice') return faulty('wrong-kind');
      return question.options.some(({ id }) => id === value.option) ? ok(value) : faulty('not-an-option');
    }
    case 'many':
      return question.kind === 'many' ? checkMany(question, value.options) : faulty('wrong-kind');
    case 'yes-no':
      if (question.kind !== 'yes-no') return faulty('wrong-kind');
      return value.answer === 'unknown' && question.unknown !== true ? faulty('not-an-option') : ok(value);
    case 'text': {
      if (question.kind !== 'text') return faulty('wrong-kind');
      return one(checkText(question.content, value.text), (text) => ({ kind: 'text', text }));
    }
    case 'number':
      if (question.kind !== 'number') return faulty('wrong-kind');
      return one(checkAmount(question, value.number), (number) => ({ kind: 'number', number }));
    case 'id-number': {
      if (question.kind !== 'id-number') return faulty('wrong-kind');
      const checked = checkIdNumberField(value.idNumber);
      if (checked.ok && isInGroupTwice(checked.value, around)) return faulty('person-twice');
      return one(checked, (idNumber) => ({ kind: 'id-number', idNumber }));
    }
    case 'credit-code':
      if (question.kind !== 'credit-code') return faulty('wrong-kind');
      return one(checkCreditCodeField(value.code), (code) => ({ kind: 'credit-code', code }));
    case 'phone':
      if (question.kind !== 'phone') return faulty('wrong-kind');
      return one(checkPhone(value.digits), (digits) => ({ kind: 'phone', digits }));
    case 'bank-account':
      return question.kind === 'bank-account' ? checkBankAccount(question, value) : faulty('wrong-kind');
    case 'region':
      if (question.kind !== 'region') return faulty('wrong-kind');
      return one(checkRegion(value.code, question.depth, question.only), (code) => ({ kind: 'region', code }));
    case 'address':
      return question.kind === 'address' ? checkAddress(question, value) : faulty('wrong-kind');
    case 'date':
      return question.kind === 'date' ? checkDate(question, value.date, around) : faulty('wrong-kind');
    case 'person':
      return question.kind === 'person' ? checkPerson(question, value, around) : faulty('wrong-kind');
    case 'group':
      return question.kind === 'group' ? checkGroup(question, value.members, around) : faulty('wrong-kind');
    case 'promise':
      if (question.kind !== 'promise') return faulty('wrong-kind');
      return question.needed === true && !value.accepted ? faulty('promise-needed') : ok(value);
    case 'paper':
    case 'signature':
      return faulty('wrong-kind');
    default:
      return value satisfies never;
  }
}

function one(checked: Result<string, Fault['code']>, value: (text: string) => GivenValue): Result<GivenValue, Fault> {
  return checked.ok ? ok(value(checked.value)) : faulty(checked.error);
}

type Of<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>;
type Given<Kind extends GivenValue['kind']> = Extract<GivenValue, { kind: Kind }>;

/** In the order of the question, whatever the order they were touched in. */
function checkMany(question: Of<'many'>, chosen: readonly string[]): Result<GivenValue, Fault> {
  const options = question.options.map(({ id }) => id).filter((id) => chosen.includes(id));
  if (options.length !== chosen.length) return faulty('not-an-option');
  if (options.length === 0 && question.atLeast > 0) return faulty('missing');
  if (options.length < question.atLeast) return faulty('too-few');
  return options.length > (question.atMost ?? options.length) ? faulty('too-many') : ok({ kind: 'many', options });
}

function checkBankAccount(question: Of<'bank-account'>, value: Given<'bank-account'>): Result<GivenValue, Fault> {
  if (value.bank === '') return faulty('missing', 'bank');
  if (!question.banks.some(({ id }) => id === value.bank)) return faulty('not-an-option', 'bank');
  const number = checkAccountNumber(question.account, value.number);
  return number.ok ? ok({ ...value, number: number.value }) : faulty(number.error, 'number');
}

function checkAddress(question: Of<'address'>, value: Given<'address'>): Result<GivenValue, Fault> {
  const region = checkRegion(value.region, 'county', question.only);
  if (!region.ok) return faulty(region.error, 'region');
  // The county stands before it, so a house in a village of three characters is a whole address.
  const rest = checkText('free', value.rest);
  if (!rest.ok) return faulty(rest.error, 'rest');
  return Array.from(rest.value).length < 2
    ? faulty('text-too-short', 'rest')
    : ok({ kind: 'address', region: region.value, rest: rest.value });
}

/** Which pages there are is known here: the page of the window only says that they are all. */
function checkPages(
  { needed }: Of<'paper'>,
  value: AnswerValue,
  { answers, path }: Surroundings,
): Result<GivenAnswer, Fault> {
  if (value.kind !== 'paper') return faulty('wrong-kind');
  const papers = [...pagesOf(answers, path)];
  const source = answers.get(path)?.source ?? 'scanned';
  return needed && papers.length === 0 ? faulty('missing') : ok({ value: { kind: 'paper', papers }, source });
}

/** Who they are is known here, too. */
function checkGroup(
  { id, atLeast, atMost }: Of<'group'>,
  said: number,
  { answers }: Surroundings,
): Result<GivenValue, Fault> {
  const members = countMembers(answers, id);
  if (members < atLeast) return faulty(members === 0 ? 'missing' : 'too-few');
  if (members > atMost) return faulty('too-many');
  // Said of a list that looked different: it is looked at again.
  return said === members ? ok({ kind: 'group', members }) : faulty('missing');
}

/** Of ink: a touch by mistake and a tick are shorter, and 丁一 is longer. */
const leastSignatureMm = 20;

function checkSignature(value: AnswerValue): Result<GivenAnswer, Fault> {
  if (value.kind !== 'signature') return faulty('wrong-kind');
  if (value.strokes.length === 0) return faulty('missing');
  const inkMm = value.strokes.reduce((sum, stroke) => sum + strokeLengthMm(stroke), 0);
  return inkMm < leastSignatureMm ? faulty('signature-too-small') : ok({ value, source: 'signed' });
}

const strokeLengthMm = (stroke: Signature['strokes'][number]): number =>
  stroke.reduce((sum, [x, y], at) => {
    const [fromX, fromY] = stroke[at - 1] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);

function checkDate(
  question: Of<'date'>,
  date: string,
  { item, path, card, answers, today }: Surroundings,
): Result<GivenValue, Fault> {
  const wanted = dateLength[question.precision];
  const isLongEnough = question.partial === true ? date.length <= wanted : date.length === wanted;
  if (!isLongEnough || !dateExists(date)) return faulty('date-does-not-exist');
  if (question.latest === 'today' && today !== null && isBefore(today, date)) return faulty('date-in-future');
  if (question.earliest === 'birth' && isBefore(date, card.birth)) return faulty('date-before-birth');
  const other =
    question.notBefore === undefined ? undefined : answers.get(pathMeant(item, path, question.notBefore))?.value;
  if (other?.kind === 'date' && isBefore(date, other.date)) return faulty('date-before-other');
  return ok({ kind: 'date', date });
}

/** As far as both are known: March 2012 is not before 20 March 2012. */
function isBefore(date: string, other: string): boolean {
  const known = Math.min(date.length, other.length);
  return date.slice(0, known) < other.slice(0, known);
}

function dateExists(date: string): boolean {
  const whole = `${date}-01-01`.slice(0, 10);
  const parsed = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(whole);
}
