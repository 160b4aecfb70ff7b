import { err, ok, type Result } from './result.ts';

/** Given by the platform at enrolment: 3 to 8 capitals and digits, readable over a telephone. */
export const terminalIdPattern = /^[A-Z0-9]{3,8}$/;

export interface CaseNumberParts {
  readonly terminal: string;
  /** Counts the enrolments of a terminal: a replaced or re-enrolled one never repeats a number. */
  readonly incarnation: number;
  /** Counts the submissions of an incarnation, from 1. */
  readonly counter: number;
}

/**
 * Terminal, incarnation, counter, two check digits: LLZ01-1-0047-87. No clock in it, because clocks are wrong and two
 * submissions in a re-set second would share a number.
 */
export function formatCaseNumber({ terminal, incarnation, counter }: CaseNumberParts): string {
  const body = `${terminal}-${incarnation}-${String(counter).padStart(4, '0')}`;
  return `${body}-${checkDigits(body)}`;
}

export function parseCaseNumber(caseNumber: string): Result<CaseNumberParts, 'form' | 'check-digits'> {
  const match = /^([A-Z0-9]{3,8})-([1-9]\d{0,5})-(\d{4,9})-(\d{2})$/.exec(caseNumber);
  if (match === null) return err('form');
  const [, terminal = '', incarnation = '', counter = ''] = match;
  const parts = { terminal, incarnation: Number(incarnation), counter: Number(counter) };
  if (parts.counter < 1) return err('form');
  return formatCaseNumber(parts) === caseNumber ? ok(parts) : err('check-digits');
}

/**
 * ISO 7064 MOD 97-10 over letters and digits, hyphens left out, A as 10 to Z as 35: catches every single slip and every
 * two neighbours swapped. MOD 37,36 would be one character shorter, and that may be an I or an O, which people write down
 * as 1 and 0.
 */
function checkDigits(body: string): string {
  let remainder = 0;
  for (const character of `${body.replaceAll('-', '')}00`) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return String(98 - remainder).padStart(2, '0');
}
