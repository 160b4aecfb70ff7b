import type { Random } from '../random.ts';

/**
 * What can be wrong with any line, whatever speaks on it. Only what the device says is spoilt: a device that is not heard is
 * the same to its driver as one that does not hear.
 */
export const lineFaults = ['unplugged', 'silent', 'garbage', 'half-an-answer', 'very-slow', 'wrong-device'] as const;
export type LineFault = (typeof lineFaults)[number];

/** Where a device is known by its ids, another one in its place is as good as none. */
export const isAway = (fault: LineFault): boolean => fault === 'unplugged' || fault === 'wrong-device';

/** Stands between a driver and its virtual device, as a bad cable or a bad device would. */
export interface FaultyLine {
  spoil(fault: LineFault): Promise<void>;
  mend(): Promise<void>;
  close(): void;
}

/** So many bytes at a time, this far apart: 320 bytes a second. */
const drip = { bytes: 16, everyMs: 50 } as const;
/** A satellite receiver: the thing most often found on a serial port that was meant for something else. */
export const otherDevice = Buffer.from('$GPGGA,092750.000,3119.3,N,12120.9,E,1,8,1.03,61.7,M,55.2,M,,*76\r\n');

/** What the driver gets of what the device said, under a fault. `pass` may be called later, and more than once. */
export function spoilt(fault: LineFault | null, random: Random, pass: (bytes: Uint8Array) => void) {
  const waiting: Uint8Array[] = [];
  let dripper: NodeJS.Timeout | undefined;
  const passOne = (): void => {
    const part = waiting.shift();
    if (part !== undefined) pass(part);
  };
  return {
    device: (said: Uint8Array): void => {
      switch (fault) {
        case null:
          pass(said);
          return;
        case 'unplugged':
        case 'silent':
        case 'wrong-device':
          return;
        case 'garbage':
          pass(said.map(() => random.between(0, 255)));
          return;
        case 'half-an-answer':
          pass(said.subarray(0, said.length >> 1));
          return;
        case 'very-slow':
          for (let at = 0; at < said.length; at += drip.bytes) {
            waiting.push(Uint8Array.from(said.subarray(at, at + drip.bytes)));
          }
          dripper ??= setInterval(passOne, drip.everyMs);
          return;
        default:
          fault satisfies never;
      }
    },
    /** What was on its way slowly comes at once. */
    end: () => {
      clearInterval(dripper);
      while (waiting.length > 0) passOne();
    },
  };
}
