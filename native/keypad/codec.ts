/** Tells presses from reports that list the keys that are down. */
export interface KeypadDecoder {
  /** The numbers of keys that are down in this report and were not in the one before, in the report's order. */
  feed(report: Uint8Array): readonly number[];
}

/** More keys at once than fingers: a stuck keypad, or no keypad's report. */
const mostAtOnce = 10;

/**
 * A report is the list of the keys that are down, from byte `keysAt` on, and zeros, as in a keyboard's boot report (HID 1.11,
 * appendix B: there from byte 2). 1 to 3 stand for errors there (too many keys at once), and are no keys.
 */
export function createKeypadDecoder(keysAt: number): KeypadDecoder {
  let before: ReadonlySet<number> = new Set();
  return {
    feed: (report) => {
      const listed = [...report.subarray(keysAt)].filter((number) => number > 3);
      // What is down cannot be told from such a report, so nothing is taken for let go either.
      if (report.length <= keysAt || listed.length > mostAtOnce || isError(report, keysAt)) return [];
      const down = new Set(listed);
      const pressed = [...down].filter((number) => !before.has(number));
      before = down;
      return pressed;
    },
  };
}

function isError(report: Uint8Array, keysAt: number): boolean {
  const first = report[keysAt] ?? 0;
  return first >= 1 && first <= 3;
}
