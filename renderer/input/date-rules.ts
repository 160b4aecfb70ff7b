/** Dates as three numbers while they are chosen. No time zone has a part in it: a birthday is not an instant. */
export interface DateParts {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
}

export type Precision = 'month' | 'day';

/** Reads YYYY-MM and YYYY-MM-DD; the day is left aside where only the month counts. */
export function partsOf(value: string | null, precision: Precision): DateParts {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value ?? '');
  if (match === null) return { year: null, month: null, day: null };
  const day = precision === 'day' && match[3] !== undefined ? Number(match[3]) : null;
  return { year: Number(match[1]), month: Number(match[2]), day };
}

/** YYYY-MM or YYYY-MM-DD; null while a part is missing. */
export function valueOf({ year, month, day }: DateParts, precision: Precision): string | null {
  if (year === null || month === null) return null;
  const yearAndMonth = `${year}-${String(month).padStart(2, '0')}`;
  if (precision === 'month') return yearAndMonth;
  return day === null ? null : `${yearAndMonth}-${String(day).padStart(2, '0')}`;
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
