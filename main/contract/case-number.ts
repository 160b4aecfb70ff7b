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

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Terminal, incarnation, counter, check character: LLZ01-1-0047-K. No clock in it, because clocks are wrong and two
 * submissions in a re-set second would share a number.
 */
export function formatCaseNumber({ terminal, incarnation, counter }: CaseNumberParts): string {
  const body = `${terminal}-${incarnation}-${String(counter).padStart(4, '0')}`;
  return `${body}-${caseNumberCheckCharacter(body)}`;
}

export function parseCaseNumber(caseNumber: string): Result<CaseNumberParts, 'form' | 'check-character'> {
  const match = /^([A-Z0-9]{3,8})-([1-9]\d{0,5})-(\d{4,9})-([0-9A-Z])$/.exec(caseNumber);
  if (match === null) return err('form');
  const [, terminal = '', incarnation = '', counter = ''] = match;
  const parts = { terminal, incarnation: Number(incarnation), counter: Number(counter) };
  if (parts.counter < 1) return err('form');
  return formatCaseNumber(parts) === caseNumber ? ok(parts) : err('check-character');
}

/** ISO 7064 MOD 37,36 over letters and digits, hyphens left out: catches every single slip and neighbours swapped. */
function caseNumberCheckCharacter(body: string): string {
  let product = 36;
  for (const character of body.replaceAll('-', '')) {
    const sum = (product + alphabet.indexOf(character)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return alphabet.charAt((37 - product) % 36);
}
