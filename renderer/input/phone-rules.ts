const phoneDigits = 11;

/** A twelfth digit is not taken: what stands there can still be read, and is not pushed out. */
export const withDigit = (digits: string, digit: string): string =>
  digits.length < phoneDigits ? digits + digit : digits;

export interface ShownDigit {
  readonly text: string;
  readonly isTyped: boolean;
}

/** 138 1234 5678, as people say it; places still empty stand as a line. */
export function groupedPhone(digits: string): readonly ShownDigit[] {
  return Array.from({ length: phoneDigits }, (_, at) => ({
    text: digits[at] ?? '_',
    isTyped: at < digits.length,
  })).flatMap((shown, at) => (at === 3 || at === 7 ? [{ text: ' ', isTyped: true }, shown] : [shown]));
}
