import type { Timers } from '../timers.ts';

export interface IdleClock {
  /** Somebody touched the screen. */
  touch(): void;
  /** Starts anew with other times; null: nobody to wait for. */
  restart(times: IdleTimes | null): void;
  /** A device works: the person waits for the machine, not the other way round. */
  pause(paused: boolean): void;
  /** Seconds left once the warning shows; null before. */
  endsInSeconds(): number | null;
}

export interface IdleTimes {
  readonly warnAfterMs: number;
  readonly endAfterMs: number;
}

/** Counts quiet time; then a warning that counts down by the second, then the end. */
export function createIdleClock(timers: Timers, onChange: () => void, onEnd: () => void): IdleClock {
  let times: IdleTimes | null = null;
  let paused = false;
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
    if (times === null || paused) return;
    const { warnAfterMs, endAfterMs } = times;
    cancel = timers.after(warnAfterMs, () => {
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
    pause: (next) => {
      if (next === paused) return;
      paused = next;
      start();
    },
    endsInSeconds: () => secondsLeft,
  };
}
