import type { Clock } from './clock.ts';

/** A clock for tests: time moves only by `advance`, and what is due runs in order, each at its own moment. */
export interface ManualClock extends Clock {
  /** Moves time on, letting promises settle between two timers, as they would in life. */
  advance(byMs: number): Promise<void>;
}

export function createManualClock(): ManualClock {
  let nowMs = 0;
  let timers: readonly { readonly dueMs: number; readonly action: () => void }[] = [];

  return {
    nowMs: () => nowMs,
    after: (delayMs, action) => {
      const timer = { dueMs: nowMs + delayMs, action };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: async (byMs) => {
      const endMs = nowMs + byMs;
      await settle();
      for (;;) {
        const due = timers.filter((timer) => timer.dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = due.dueMs;
        due.action();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

/** One turn of the event loop: every promise that can settle has settled afterwards. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
