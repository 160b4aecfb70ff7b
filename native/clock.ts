/** Time as a driver sees it: injected, so that a test moves it by hand and no test ever sleeps. */
export interface Clock {
  /** Milliseconds that only go forward, from an arbitrary start. Never the time of day: that one may be set. */
  nowMs(): number;
  /** Runs `action` once after `delayMs`. The returned function takes it back; calling that twice does no harm. */
  after(delayMs: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
