/** The one clock of the service. Injected everywhere, so that tests turn it by hand. */
export interface Timers {
  /** The wall clock, which may be wrong and may jump. */
  nowMs(): number;
  /** Since the process began; never jumps. */
  elapsedMs(): number;
  /** Calls `act` once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, act: () => void): () => void;
}

export const systemTimers: Timers = {
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};
