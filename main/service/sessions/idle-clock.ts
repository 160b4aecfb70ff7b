import type { Timers } from '../timers.ts';

export interface IdleClock {
  /** Somebody touched the screen, or the device they wait for has got further. */
  touch(): void;
  /** Starts anew with other times; null: nobody to wait for. */
  restart(times: IdleTimes | null): void;
  /** Who is waited for just now. */
  waitFor(whom: Awaited): void;
  /** Seconds left once the warning shows; null before. */
  endsInSeconds(): number | null;
}

/**
 * `person`: their quiet time counts. `machine`: what it does comes to its end by itself. `device`: the person waits for it and
 * not the other way round, but one that never comes to its end must not keep the next person out.
 */
export type Awaited = 'person' | 'machine' | 'device';

/** A device is waited for this long without a touch or a sign of progress: the slowest page of a scan takes less than one. */
const deviceMs = 300_000;

export interface IdleTimes {
  readonly warnAfterMs: number;
  readonly endAfterMs: number;
}

/** Counts quiet time; then a warning that counts down by the second, then the end. */
export function createIdleClock(timers: Timers, onChange: () => void, onEnd: () => void): IdleClock {
  let times: IdleTimes | null = null;
  let awaited: Awaited = 'person';
  let secondsLeft: number | null = null;
  let cancel: (() => void) | null = null;

  const stop = () => {
    cancel?.();
    cancel = null;
    secondsLeft = null;
  };
  const countDown = () => {
    if (secondsLeft === null) return;
    if (secondsLeft <= 0) {
      stop();
      onEnd();
      return;
    }
    cancel = timers.after(1000, () => {
      if (secondsLeft !== null) secondsLeft -= 1;
      onChange();
      countDown();
    });
  };
  const start = () => {
    stop();
    if (times === null || awaited === 'machine') return;
    const { warnAfterMs, endAfterMs } = times;
    cancel = timers.after(awaited === 'device' ? Math.max(deviceMs, warnAfterMs) : warnAfterMs, () => {
      secondsLeft = Math.round(endAfterMs / 1000);
      onChange();
      countDown();
    });
  };

  return {
    touch: () => {
      const warned = secondsLeft !== null;
      start();
      if (warned) onChange();
    },
    restart: (next) => {
      times = next;
      start();
    },
    waitFor: (next) => {
      if (next === awaited) return;
      awaited = next;
      start();
    },
    endsInSeconds: () => secondsLeft,
  };
}
