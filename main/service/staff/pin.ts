import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Lock } from './lock.ts';

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

export function createPinGuard(stored: string, lock: Lock): PinGuard {
  return {
    try: (pin) => {
      if (lock.lockedMs() > 0) return { answer: 'locked' };
      if (pinMatches(pin, stored)) {
        lock.pass();
        return { answer: 'right' };
      }
      lock.fail();
      return { answer: 'wrong' };
    },
    lockedSeconds: () => Math.ceil(lock.lockedMs() / 1000),
  };
}
