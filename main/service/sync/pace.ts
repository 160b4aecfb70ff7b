/** How long to wait before the next contact; `random` gives 0 to 1. All numbers fit a hall with a flaky line. */
export interface Pace {
  /** Nothing waits: a sign of life. */
  heartbeatMs(): number;
  /** The network is not there. Trying costs nothing then, and the screen should say soon that it is back. */
  noNetworkMs(): number;
  /** The nth failure in a row, from 1: doubles from 1 s to 60 s. What the platform asks for counts up to the same 60 s. */
  afterFailureMs(failures: number, retryAfterMs: number | null): number;
}

const heartbeatMs = 30_000;
const shortestMs = 1_000;
const longestMs = 60_000;

/** Jittered: after a power cut a whole town's terminals come back in the same second. */
export function createPace(random: () => number): Pace {
  return {
    heartbeatMs: () => heartbeatMs * (0.9 + 0.1 * random()),
    noNetworkMs: () => 2_000 + 3_000 * random(),
    afterFailureMs: (failures, retryAfterMs) => {
      const ceilingMs = Math.min(longestMs, shortestMs * 2 ** Math.min(failures, 10));
      const waitMs = ceilingMs * (0.5 + 0.5 * random());
      return Math.max(waitMs, Math.min(retryAfterMs ?? 0, longestMs));
    },
  };
}
