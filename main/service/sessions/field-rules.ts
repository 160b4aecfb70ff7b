import { hasLuhnDigit } from '../../contract/bank-card.ts';
import { checkCreditCode } from '../../contract/credit-code.ts';
import { checkIdNumber } from '../../contract/id-number.ts';
import type { Question, TextContent } from '../../contract/questions.ts';
import { isDeepEnough, isRegion, type RegionDepth } from '../../contract/regions.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AnswerFault } from '../../contract/view/question.ts';
import { isOneOf } from './card-value.ts';

/**
 * What is written into one field, checked and as it is kept: without the spaces that people put in. Digits of full width,
 * which a Chinese keyboard writes, are digits.
 */
const narrow = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/gu, '');

const longest = { name: 60, number: 60, address: 120, free: 200 } as const satisfies Record<TextContent, number>;
const shortest = { name: 2, number: 2, address: 5, free: 1 } as const satisfies Record<TextContent, number>;

export function checkText(content: TextContent, typed: string): Result<string, AnswerFault> {
  const text = typed.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (text === '') return err('missing');
  // Letters of any script, the dots and hyphens inside names, and spaces. No digits: a telephone number typed into the
  // name is the commonest slip at a counter.
  if (content === 'name' && !/^[\p{L}\p{M}][\p{L}\p{M} .·•'’-]*$/u.test(text)) return err('name-form');
  // Of a certificate: letters, digits, and what stands between them there, as in 皖（2026）第 0012 号.
  if (content === 'number' && !/^[\p{L}\d][\p{L}\d ()（）〔〕[\]·./-]*$/u.test(text)) return err('number-form');
  const length = Array.from(text).length;
  if (length < shortest[content]) return err('text-too-short');
  return length > longest[content] ? err('text-too-long') : ok(text);
}

export function checkPhone(typed: string): Result<string, AnswerFault> {
  const digits = typed.replace(/\D/g, '');
  if (digits === '') return err('missing');
  // Mobile numbers only: a message about the case can reach no other.
  return /^1[3-9]\d{9}$/.test(digits) ? ok(digits) : err('phone-form');
}

/** As money is written, without leading zeros: 1234.50 stays so. */
export function checkAmount(
  { minimum, maximum, decimals }: Extract<Question, { kind: 'number' }>,
  typed: string,
): Result<string, AnswerFault> {
  const text = typed.normalize('NFKC').replace(/[\s,，]/gu, '');
  if (text === '') return err('missing');
  const parts = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) return err('amount-form');
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (fraction.length > (decimals ?? 0)) return err('amount-too-fine');
  const number = `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  if (minimum !== undefined && Number(number) < minimum) return err('amount-too-small');
  return maximum !== undefined && Number(number) > maximum ? err('amount-too-large') : ok(number);
}

export function checkIdNumberField(typed: string): Result<string, AnswerFault> {
  const idNumber = narrow(typed).toUpperCase();
  if (idNumber === '') return err('missing');
  const checked = checkIdNumber(idNumber);
  if (checked.ok) return checked;
  return err(checked.error === 'not-18-characters' ? 'id-number-form' : 'id-number-check');
}

export function checkCreditCodeField(typed: string): Result<string, AnswerFault> {
  const code = narrow(typed).toUpperCase();
  if (code === '') return err('missing');
  const checked = checkCreditCode(code);
  if (checked.ok) return checked;
  return err(checked.error === 'form' ? 'credit-code-form' : 'credit-code-check');
}

/** A company's account at a bank has 8 digits at least and 30 at most, and no check digit that all banks share. */
export function checkAccountNumber(account: 'card' | 'any', typed: string): Result<string, AnswerFault> {
  const digits = narrow(typed);
  if (digits === '') return err('missing');
  if (account === 'any') return /^\d{8,30}$/.test(digits) ? ok(digits) : err('bank-account-form');
  if (!/^\d{16,19}$/.test(digits)) return err('bank-account-form');
  return hasLuhnDigit(digits) ? ok(digits) : err('bank-account-check');
}

export function checkRegion(
  code: string,
  depth: RegionDepth,
  only: readonly string[] | undefined,
): Result<string, AnswerFault> {
  if (code === '') return err('missing');
  if (!isRegion(code)) return err('unknown-region');
  if (!isDeepEnough(code, depth)) return err('region-not-deep-enough');
  return isOneOf(code, only) ? ok(code) : err('region-not-here');
}
