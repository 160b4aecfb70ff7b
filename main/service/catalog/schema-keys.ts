import { z } from 'zod';

/** The keys that a schema knows at a place in the data: what an unknown one may have been meant to be. */
export function keysAt(schema: unknown, data: unknown, path: readonly PropertyKey[]): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) {
    return keysAt(schema.unwrap(), data, path);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options
      .filter((option) => discriminatorFits(schema, option, data))
      .flatMap((option) => keysAt(option, data, path));
  }
  const [next, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    if (next === undefined) return Object.keys(schema.shape);
    return keysAt(schema.shape[String(next)], member(data, next), rest);
  }
  if (schema instanceof z.ZodArray && next !== undefined) return keysAt(schema.element, member(data, next), rest);
  return [];
}

function discriminatorFits(union: z.ZodDiscriminatedUnion, option: unknown, data: unknown): boolean {
  const key = union.def.discriminator;
  const literal: unknown = option instanceof z.ZodObject ? Reflect.get(option.shape, key) : undefined;
  return literal instanceof z.ZodLiteral && [...literal.values].some((value) => value === member(data, key));
}

function member(data: unknown, key: PropertyKey): unknown {
  const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
  return value;
}

/** The one that was probably meant: at most a third of its letters away. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, away: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, away }) => away <= Math.max(1, Math.floor(Math.max(word.length, written.length) / 3)))
    .sort((a, b) => a.away - b.away);
  return ranked[0]?.word;
}

/** Insertions, deletions, replacements, and neighbours swapped ("chioce"), each counting one. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : replaced;
      row.push(Math.min(replaced, swapped, (rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
