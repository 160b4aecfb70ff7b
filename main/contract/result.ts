/**
 * What can be expected to fail returns a value; what is a bug throws. A reader of a signature then sees every way a
 * call can end, and a dropped failure is a lint error instead of an unhandled rejection at night in a village hall.
 */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
