import type { z } from 'zod';

/** UTF-8 JSON that fits the schema, or null. For bytes whose signature has been checked, and only then. */
export function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array): T | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  const checked = schema.safeParse(value);
  return checked.success ? checked.data : null;
}
