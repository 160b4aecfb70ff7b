import { err, ok, type Result } from './result.ts';

export type IdNumberFault = 'not-18-characters' | 'check-digit' | 'birth-date';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/** The check character of an ID number's first 17 digits: ISO 7064 MOD 11-2, as GB 11643 lays down. */
export function idNumberCheckCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return checkCharacters.charAt(sum % 11);
}

/**
 * Checks form, check character and that the birth date exists. The area code is deliberately not checked: counties are
 * merged and renamed, and the number on a card stays (330103 is on cards, and no longer a county).
 */
export function checkIdNumber(idNumber: string): Result<string, IdNumberFault> {
  if (!/^\d{17}[\dX]$/.test(idNumber)) return err('not-18-characters');
  if (idNumberCheckCharacter(idNumber) !== idNumber[17]) return err('check-digit');
  return birthDateExists(idNumber.slice(6, 14)) ? ok(idNumber) : err('birth-date');
}

function birthDateExists(compact: string): boolean {
  const iso = `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6, 8)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}
