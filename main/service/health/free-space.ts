import { statfsSync } from 'node:fs';
import type { Timers } from '../timers.ts';

/**
 * One session may need twenty papers of 5 MB and as much again while they are taken anew, and what goes on meanwhile must
 * never stand still for want of space: sending, erasing, and writing down that it was done all write first.
 */
export const floorBytes = 256 * 1024 * 1024;
const lookEveryMs = 5000;

export interface FreeSpace {
  /** Nothing new may begin. What has begun goes on: it was looked at before. */
  isLow(): boolean;
  stop(): void;
}

/** Looks how much is left, now and every few seconds; `onChange` when it has become too little, or enough again. */
export function watchFreeSpace(
  timers: Timers,
  freeBytes: () => number | null,
  onChange: (low: boolean) => void,
): FreeSpace {
  const look = () => {
    const free = freeBytes();
    return free !== null && free < floorBytes;
  };
  let low = look();
  if (low) onChange(low);
  let takeBack = () => {};
  const lookAgain = () => {
    takeBack = timers.after(lookEveryMs, () => {
      const now = look();
      if (now !== low) {
        low = now;
        onChange(low);
      }
      lookAgain();
    });
  };
  lookAgain();
  return { isLow: () => low, stop: () => takeBack() };
}

/** What this user may still write in the folder; null where the file system does not say, which closes nothing. */
export function freeBytesIn(folder: string): number | null {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder);
    // Some file systems made of others say nothing of themselves.
    return blocks === 0 ? null : bavail * bsize;
  } catch {
    return null;
  }
}
