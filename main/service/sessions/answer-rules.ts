import type { AnswerSource, AnswerValue, GivenValue, Signature } from '../../contract/answers.ts';
import type { IdCard } from '../../contract/card.ts';
import type { Question } from '../../contract/item.ts';
import { isDeepEnough, isRegion, nearestRegion } from '../../contract/regions.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AnswerFault } from '../../contract/view/question.ts';
import { regionOfAddress } from './address-region.ts';
import type { Answers, GivenAnswer } from './draft.ts';
import { pagesOf } from './pages.ts';

export interface Surroundings {
  readonly card: IdCard;
  readonly answers: Answers;
  /** YYYY-MM-DD at the terminal's place; null where its clock is surely wrong: nobody is refused for that. */
  readonly today: string | null;
  /** What the code reader read for this question. */
  readonly scannedText?: string | null;
  /** What was read for it from the person's social-security card. */
  readonly socialCardText?: string | null;
}

type TextContent = Extract<Question, { kind: 'text' }>['content'];

/** What an answer is after checking, with the card's own value in place of "as on my card". */
export function checkAnswer(
  question: Question,
  value: AnswerValue | null,
  around: Surroundings,
): Result<GivenAnswer, AnswerFault> {
  if (value === null) return err('missing');
  if (value.kind === 'as-on-card') {
    const fromCard = cardValue(question, around.card);
    return fromCard === null ? err('wrong-kind') : ok({ value: fromCard, source: 'card' });
  }
  if (question.kind === 'signature') return checkSignature(value);
  if (question.kind === 'paper') return checkPages(question, value, around.answers);
  const checked = checkTyped(question, value, around);
  if (!checked.ok) return checked;
  const source = sourceOf(question, checked.value, around.card);
  return ok({ value: checked.value, source: source === 'typed' ? wayOf(value, around) : source });
}

/** How what stands in the field came there, where the ID card does not say it. */
function wayOf(value: AnswerValue, { scannedText, socialCardText }: Surroundings): AnswerSource {
  if (value.kind !== 'text') return 'typed';
  if (value.text === socialCardText) return 'social-card';
  return value.text === scannedText ? 'scanned' : 'typed';
}

/** What the card says to a question; null where it says nothing. */
export function cardValue(question: Question, card: IdCard): GivenValue | null {
  switch (question.kind) {
    case 'text': {
      if (question.fromCard === undefined) return null;
      const text = question.fromCard.field === 'name' ? card.name : 'address' in card ? card.address : '';
      return text === '' ? null : { kind: 'text', text };
    }
    case 'region': {
      if (question.fromCard === undefined) return null;
      const code = cardRegion(card);
      return code === null ? null : { kind: 'region', code };
    }
    case 'choice':
    case 'phone':
    case 'date':
    case 'paper':
    case 'signature':
      return null;
    default:
      return question satisfies never;
  }
}

/**
 * Where a card's holder is registered: by the address, which moves with them, before the ID number, whose first six digits
 * stay those of their first registration. A residence permit's digits name Hong Kong, Macao or Taiwan, where no item of
 * ours is handled, and a foreigner's name no place at all.
 */
function cardRegion(card: IdCard): string | null {
  const byAddress = 'address' in card ? regionOfAddress(card.address) : null;
  if (byAddress !== null) return byAddress.code;
  return card.kind === 'resident' ? nearestRegion(card.idNumber.slice(0, 6)) : null;
}

function checkTyped(question: Question, value: GivenValue, around: Surroundings): Result<GivenValue, AnswerFault> {
  if (question.kind !== value.kind) return err('wrong-kind');
  switch (value.kind) {
    case 'choice': {
      const known = question.kind === 'choice' && question.options.some(({ id }) => id === value.option);
      return known ? ok(value) : err('not-an-option');
    }
    case 'text':
      return checkText(question.kind === 'text' ? question.content : 'address', value.text);
    case 'phone':
      return checkPhone(value.digits);
    case 'region':
      return checkRegion(question, value.code);
    case 'date':
      return checkDate(question, value.date, around);
    case 'paper':
    case 'signature':
      return err('wrong-kind');
    default:
      return value satisfies never;
  }
}

/** Which pages there are is known here: the page of the window only says that they are all. */
function checkPages(
  { id, needed }: Extract<Question, { kind: 'paper' }>,
  value: AnswerValue,
  answers: Answers,
): Result<GivenAnswer, AnswerFault> {
  if (value.kind !== 'paper') return err('wrong-kind');
  const papers = [...pagesOf(answers, id)];
  const source = answers.get(id)?.source ?? 'scanned';
  return needed && papers.length === 0 ? err('missing') : ok({ value: { kind: 'paper', papers }, source });
}

/** Of ink: a touch by mistake and a tick are shorter, and 丁一 is longer. */
const leastSignatureMm = 20;

function checkSignature(value: AnswerValue): Result<GivenAnswer, AnswerFault> {
  if (value.kind !== 'signature') return err('wrong-kind');
  if (value.strokes.length === 0) return err('missing');
  const inkMm = value.strokes.reduce((sum, stroke) => sum + strokeLengthMm(stroke), 0);
  return inkMm < leastSignatureMm ? err('signature-too-small') : ok({ value, source: 'signed' });
}

const strokeLengthMm = (stroke: Signature['strokes'][number]): number =>
  stroke.reduce((sum, [x, y], at) => {
    const [fromX, fromY] = stroke[at - 1] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);

function checkText(content: TextContent, typed: string): Result<GivenValue, AnswerFault> {
  const text = typed.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (text === '') return err('missing');
  // Letters of any script, the dots and hyphens inside names, and spaces. No digits: a telephone number typed into the
  // name is the commonest slip at a counter.
  if (content === 'name' && !/^[\p{L}\p{M}][\p{L}\p{M} .·•'’-]*$/u.test(text)) return err('name-form');
  // Of a certificate: letters, digits, and what stands between them there, as in 皖（2026）第 0012 号.
  if (content === 'number' && !/^[\p{L}\d][\p{L}\d ()（）〔〕[\]·./-]*$/u.test(text)) return err('number-form');
  const length = Array.from(text).length;
  if (length < (content === 'address' ? 5 : 2)) return err('text-too-short');
  return length > (content === 'address' ? 120 : 60) ? err('text-too-long') : ok({ kind: 'text', text });
}

function checkPhone(typed: string): Result<GivenValue, AnswerFault> {
  const digits = typed.replace(/\D/g, '');
  if (digits === '') return err('missing');
  // Mobile numbers only: a message about the case can reach no other.
  return /^1[3-9]\d{9}$/.test(digits) ? ok({ kind: 'phone', digits }) : err('phone-form');
}

function checkRegion(question: Question, code: string): Result<GivenValue, AnswerFault> {
  if (!isRegion(code)) return err('unknown-region');
  const deepEnough = question.kind !== 'region' || isDeepEnough(code, question.depth);
  return deepEnough ? ok({ kind: 'region', code }) : err('region-not-deep-enough');
}

function checkDate(
  question: Question,
  date: string,
  { card, answers, today }: Surroundings,
): Result<GivenValue, AnswerFault> {
  if (question.kind !== 'date') return err('wrong-kind');
  const precisionLength = question.precision === 'month' ? 7 : 10;
  if (date.length !== precisionLength || !dateExists(date)) return err('date-does-not-exist');
  if (question.latest === 'today' && today !== null && date > today.slice(0, precisionLength))
    return err('date-in-future');
  if (question.earliest === 'birth' && date < card.birth.slice(0, precisionLength)) return err('date-before-birth');
  const other = question.notBefore === undefined ? undefined : answers.get(question.notBefore)?.value;
  if (other?.kind === 'date' && date < other.date.slice(0, precisionLength)) return err('date-before-other');
  return ok({ kind: 'date', date });
}

function dateExists(date: string): boolean {
  const whole = date.length === 7 ? `${date}-01` : date;
  const parsed = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(whole);
}

/** A filled-in value that was left as it stood still came from the card, and is masked as such. */
function sourceOf(question: Question, value: GivenValue, card: IdCard): AnswerSource {
  const fromCard = cardValue(question, card);
  return fromCard !== null && JSON.stringify(fromCard) === JSON.stringify(value) ? 'card' : 'typed';
}
