import { grouped, type ShownSign } from './grouped.ts';

const groups = [3, 4, 4] as const;
const phoneDigits = 11;

/** A twelfth digit is not taken: what stands there can still be read, and is not pushed out. */
export const withDigit = (digits: string, digit: string): string =>
  digits.length < phoneDigits ? digits + digit : digits;

/** 138 1234 5678, as people say it. */
export const groupedPhone = (digits: string): readonly ShownSign[] => grouped(digits, groups);
