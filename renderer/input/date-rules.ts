export type Precision = 'year' | 'month' | 'day';

/** `unknown`: the person said so, where a part may be left out. */
export type Part = number | 'unknown' | null;

/** Dates as three numbers while they are chosen. No time zone has a part in it: a birthday is not an instant. */
export interface DateParts {
  readonly year: number | null;
  readonly month: Part;
  readonly day: Part;
}

/**
 * Reads YYYY, YYYY-MM and YYYY-MM-DD; what is finer than asked for is left aside. Where a part may be left out, one that is
 * not there was: of a date half chosen nothing is kept.
 */
export function partsOf(value: string | null, precision: Precision, isPartial: boolean): DateParts {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(value ?? '');
  if (match === null) return { year: null, month: null, day: null };
  const part = (digits: string | undefined): Part =>
    digits === undefined ? (isPartial ? 'unknown' : null) : Number(digits);
  const month = precision === 'year' ? null : part(match[2]);
  const day = precision !== 'day' || month === 'unknown' ? null : part(match[3]);
  return { year: Number(match[1]), month, day };
}

const twoDigits = (part: number): string => String(part).padStart(2, '0');

/** YYYY, YYYY-MM or YYYY-MM-DD; null while a part that is not known to be unknown is missing. */
export function valueOf({ year, month, day }: DateParts, precision: Precision): string | null {
  if (year === null) return null;
  if (precision === 'year' || month === 'unknown') return `${year}`;
  if (month === null) return null;
  const yearAndMonth = `${year}-${twoDigits(month)}`;
  if (precision === 'month' || day === 'unknown') return yearAndMonth;
  return day === null ? null : `${yearAndMonth}-${twoDigits(day)}`;
}

export function daysIn(year: number, month: number): readonly number[] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: count }, (_, at) => at + 1);
}

const oldestYears = 128;
const comingYears = 16;
export const yearsPerPage = 16;

/**
 * Years in pages that end with this year: most dates asked for lie in the past few years, and stand on one page. One page
 * of coming years follows, for what is planned, unless only what is past is asked for.
 */
export function yearPages(thisYear: number, hasComing: boolean): readonly (readonly number[])[] {
  const first = thisYear - oldestYears + 1;
  const pages = (oldestYears + (hasComing ? comingYears : 0)) / yearsPerPage;
  return Array.from({ length: pages }, (_, page) =>
    Array.from({ length: yearsPerPage }, (__, at) => first + page * yearsPerPage + at),
  );
}
