import type { Clock } from '../clock.ts';

/** The pauses of a driver between two looks, which an order ends. */
export interface Rest {
  /** Waits, but no longer than until an order comes or the line goes. Tells whether the whole time passed. */
  rest(ms: number): Promise<boolean>;
  /** Ends the pause that is on, or the next one before it begins. */
  rouse(): void;
}

export function createRest(clock: Clock): Rest {
  let ordered = false;
  let wake: (() => void) | undefined;
  return {
    rest: (ms) =>
      new Promise((resolve) => {
        if (ordered) {
          ordered = false;
          resolve(false);
          return;
        }
        const finish = (whole: boolean): void => {
          cancel();
          wake = undefined;
          ordered = false;
          resolve(whole);
        };
        const cancel = clock.after(ms, () => finish(true));
        wake = () => finish(false);
      }),
    rouse: () => {
      ordered = true;
      wake?.();
    },
  };
}
