import { err, ok, type Result } from './result.ts';

export type CreditCodeFault = 'form' | 'check-character';

/** Without I, O, S, V and Z, which are taken for 1, 0, 5, U and 2. */
const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const form = new RegExp(`^[${characters}]{2}\\d{6}[${characters}]{10}$`);

/** The 18th character: MOD 31 over the first 17 with the weights 3^n mod 31, as GB 32100-2015 lays down. */
export function creditCodeCheckCharacter(first17: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of first17) {
    sum += characters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return characters.charAt((31 - (sum % 31)) % 31);
}

/**
 * A unified social credit code, in capitals: registering body, kind of body, six digits of a region, nine of the organisation
 * code, check character. The region is not looked up: divisions are merged, and the code stays.
 */
export function checkCreditCode(code: string): Result<string, CreditCodeFault> {
  if (!form.test(code)) return err('form');
  return creditCodeCheckCharacter(code.slice(0, 17)) === code[17] ? ok(code) : err('check-character');
}

/** The first one that holds in a text, as in the address that a business licence's code carries; null where there is none. */
export function creditCodeIn(text: string): string | null {
  const candidates = text
    .toUpperCase()
    .match(new RegExp(`(?<![0-9A-Z])[${characters}]{2}\\d{6}[${characters}]{10}(?![0-9A-Z])`, 'g'));
  return candidates?.find((code) => checkCreditCode(code).ok) ?? null;
}
