/** GB 11643: as the card groups it, the place, the birthday, the rest. */
export const idNumberGroups = [6, 8, 4] as const;
/** GB 32100, in three parts to be compared by eye; the licence prints it in one. */
export const creditCodeGroups = [6, 6, 6] as const;
const places = 18;

/** The letters that no code has, so that they are not taken for 1, 0, 5, V for U, and 2. */
export const neverInCreditCode: readonly string[] = ['I', 'O', 'S', 'V', 'Z'];

/** X stands for ten, and only in the last place. */
export const mayTakeX = (typed: string): boolean => typed.length === places - 1;

export function withIdNumberKey(typed: string, key: string): string {
  if (typed.length >= places || (key === 'X' && !mayTakeX(typed))) return typed;
  return typed + key;
}

export const withCreditCodeKey = (typed: string, key: string): string => (typed.length < places ? typed + key : typed);

/** Cards have up to 19 digits, accounts up to 30. */
const mostAccountDigits = 30;
export const withAccountDigit = (digits: string, digit: string): string =>
  digits.length < mostAccountDigits ? digits + digit : digits;
