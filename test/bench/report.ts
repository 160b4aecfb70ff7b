/** What a benchmark found. */
export interface Report {
  readonly name: string;
  /** What the aims are about, each with what it should be. */
  readonly ratios: Readonly<Record<string, { readonly is: number; readonly aim: string; readonly met: boolean }>>;
  /** The numbers behind them; units in the names. */
  readonly measured: Readonly<Record<string, number | string>>;
}

export const atMost = (is: number, aim: number) => ({ is, aim: `${aim} or less`, met: is <= aim });
export const atLeast = (is: number, aim: number) => ({ is, aim: `${aim} or more`, met: is >= aim });

/** One line for programs. */
export function asJson({ name, ratios, measured }: Report): string {
  const plain = Object.fromEntries(Object.entries(ratios).map(([what, { is }]) => [what, rounded(is)]));
  const numbers = Object.fromEntries(Object.entries(measured).map(([what, value]) => [what, rounded(value)]));
  return JSON.stringify({ bench: name, ...plain, ...numbers });
}

/** A table for people. */
export function asTable({ name, ratios, measured }: Report): string {
  const rows = [
    ...Object.entries(ratios).map(([what, { is, aim, met }]) => [
      what,
      String(rounded(is)),
      `aim ${aim}${met ? '' : ': MISSED'}`,
    ]),
    ...Object.entries(measured).map(([what, value]) => [what, String(rounded(value)), '']),
  ];
  const width = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0));
  const lines = rows.map(([what = '', is = '', aim = '']) =>
    `  ${what.padEnd(width(0))}  ${is.padStart(width(1))}  ${aim}`.trimEnd(),
  );
  return [name, ...lines].join('\n');
}

const rounded = <T extends number | string>(value: T): T =>
  typeof value === 'number' ? (Number(value.toPrecision(4)) as T) : value;

/** Of an odd count the one in the middle, of an even one the lower of the two there. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('of no values');
  return found;
}
