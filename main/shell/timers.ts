/** The shell's clock, injected: tests turn it by hand. */
export interface Timers {
  /** Returns what calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
