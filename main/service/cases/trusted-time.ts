import type { Timers } from '../timers.ts';

/** The platform's time, carried on by a clock that nobody can set. Null until the first contact of this run. */
export function createTrustedTime(timers: Pick<Timers, 'elapsedMs'>) {
  let contact: { readonly platformMs: number; readonly elapsedMs: number } | null = null;
  return {
    /** `at`: ISO 8601, by the platform's signed word. */
    noteContact: (at: string): void => {
      contact = { platformMs: Date.parse(at), elapsedMs: timers.elapsedMs() };
    },
    nowMs: (): number | null =>
      contact === null ? null : contact.platformMs + Math.round(timers.elapsedMs() - contact.elapsedMs),
  };
}
