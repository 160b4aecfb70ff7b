import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Timers } from '../timers.ts';

const cost = { N: 16384, r: 8, p: 1 } as const;

/** As the terminal's profile carries it: scrypt$N$r$p$salt$hash. */
export function hashPin(pin: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(pin, salt, 32, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

export function pinMatches(pin: string, stored: string): boolean {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$');
  const expected = Buffer.from(hash, 'base64url');
  const actual = scryptSync(pin, Buffer.from(salt, 'base64url'), expected.length, {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(actual, expected);
}

export type PinAnswer = { readonly answer: 'right' } | { readonly answer: 'wrong' } | { readonly answer: 'locked' };

export interface PinGuard {
  try(pin: string): PinAnswer;
  lockedSeconds(): number;
}

const triesBeforeLock = 5;
const firstLockMs = 30_000;
const longestLockMs = 3_600_000;

/** A PIN is short, and the screen stands in a hall: after five wrong ones each further one costs twice the time before. */
export function createPinGuard(stored: string, timers: Pick<Timers, 'elapsedMs'>): PinGuard {
  let wrong = 0;
  let lockedUntilMs = 0;
  const lockedMs = () => Math.max(0, lockedUntilMs - timers.elapsedMs());
  return {
    try: (pin) => {
      if (lockedMs() > 0) return { answer: 'locked' };
      if (pinMatches(pin, stored)) {
        wrong = 0;
        return { answer: 'right' };
      }
      wrong += 1;
      if (wrong >= triesBeforeLock)
        lockedUntilMs = timers.elapsedMs() + Math.min(firstLockMs * 2 ** (wrong - triesBeforeLock), longestLockMs);
      return { answer: 'wrong' };
    },
    lockedSeconds: () => Math.ceil(lockedMs() / 1000),
  };
}
