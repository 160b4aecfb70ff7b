import type { Timers } from '../timers.ts';

/** Counts wrong tries at the staff page, by PIN and by card alike. */
export interface Lock {
  lockedMs(): number;
  fail(): void;
  pass(): void;
}

const triesBeforeLock = 5;
const firstLockMs = 30_000;
const longestLockMs = 3_600_000;

/** A PIN is short, and the screen stands in a hall: after five wrong tries each further one costs twice the time before. */
export function createLock(timers: Pick<Timers, 'elapsedMs'>): Lock {
  let wrong = 0;
  let lockedUntilMs = 0;
  return {
    lockedMs: () => Math.max(0, lockedUntilMs - timers.elapsedMs()),
    fail: () => {
      wrong += 1;
      if (wrong >= triesBeforeLock)
        lockedUntilMs = timers.elapsedMs() + Math.min(firstLockMs * 2 ** (wrong - triesBeforeLock), longestLockMs);
    },
    pass: () => {
      wrong = 0;
    },
  };
}
