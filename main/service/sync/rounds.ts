import type { Result } from '../../contract/result.ts';
import type { Timers } from '../timers.ts';
import type { Delivery, RoundFault, RoundOutcome } from './delivery.ts';
import { createPace } from './pace.ts';
import type { LineFault } from './transport.ts';

export interface RoundEvents {
  /** Whether the last contact succeeded; called on each change, and once after the first contact. */
  onOnline(online: boolean): void;
  /** A contact that failed, and a bug or a broken disk on this side. The loop goes on after either. */
  onFault(fault: LineFault | Error): void;
}

export interface Rounds {
  /** Something new waits: goes out at once, or right after what is under way. */
  kick(): void;
  /** No round begins after this. Resolves when the one under way is over. */
  stop(): Promise<void>;
}

/** Runs round after round until `stop`. Never gives up: no number of failures and no age ends a case. */
export function startRounds(
  delivery: Delivery,
  { timers, random, events }: { readonly timers: Timers; readonly random: () => number; readonly events: RoundEvents },
): Rounds {
  const pace = createPace(random);
  let online: boolean | null = null;
  let failures = 0;
  let kicked = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let takeBack = () => {};

  function setOnline(now: boolean): void {
    if (online === now) return;
    online = now;
    events.onOnline(now);
  }

  /** Milliseconds until the next round. */
  function judge(outcome: Result<RoundOutcome, RoundFault>): number {
    setOnline(outcome.ok);
    if (!outcome.ok) {
      events.onFault(outcome.error);
      if (outcome.error.reason === 'no-network') return pace.noNetworkMs();
      // A line that is cut every minute and carries a paper's next piece each time is not one to wait long for.
      failures = outcome.error.progressed ? 1 : failures + 1;
      return pace.afterFailureMs(failures, outcome.error.retryAfterMs);
    }
    const { endedCases, stillWaiting } = outcome.value;
    if (stillWaiting === 0) {
      failures = 0;
      return kicked ? 0 : pace.heartbeatMs();
    }
    failures = endedCases > 0 ? 1 : failures + 1;
    return kicked ? 0 : pace.afterFailureMs(failures, null);
  }

  async function round(): Promise<void> {
    kicked = false;
    let pauseMs: number;
    try {
      pauseMs = judge(await delivery.offerAll());
    } catch (error) {
      events.onFault(error instanceof Error ? error : new Error(String(error)));
      failures += 1;
      pauseMs = pace.afterFailureMs(failures, null);
    }
    running = null;
    if (!stopped) takeBack = timers.after(pauseMs, run);
  }

  function run(): void {
    running = round();
  }

  run();
  return {
    kick: () => {
      kicked = true;
      if (running !== null || stopped) return;
      takeBack();
      run();
    },
    stop: async () => {
      stopped = true;
      takeBack();
      await running;
    },
  };
}
