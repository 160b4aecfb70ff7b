import type { Timers } from './timers.ts';

/** A clock that tests turn by hand. */
export function createManualTimers(startMs = Date.parse('2026-11-23T06:32:00Z')): Timers & { pass(ms: number): void } {
  let nowMs = startMs;
  let waiting: { readonly atMs: number; readonly act: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    elapsedMs: () => nowMs - startMs,
    after: (delayMs, act) => {
      const timer = { atMs: nowMs + delayMs, act };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
    pass: (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const next = waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        nowMs = next.atMs;
        next.act();
      }
      nowMs = untilMs;
    },
  };
}
