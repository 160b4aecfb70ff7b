import { describe, expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { floorBytes, freeBytesIn, watchFreeSpace } from './free-space.ts';

function watched(free: number | null) {
  const timers = createManualTimers();
  const said: boolean[] = [];
  let now = free;
  const space = watchFreeSpace(
    timers,
    () => now,
    (low) => said.push(low),
  );
  return {
    space,
    said,
    becomes: (next: number | null) => {
      now = next;
      timers.pass(5000);
    },
  };
}

describe('free space', () => {
  it('is low under the floor, and enough again above it', () => {
    const { space, said, becomes } = watched(floorBytes);
    expect(space.isLow()).toBe(false);
    becomes(floorBytes - 1);
    expect(space.isLow()).toBe(true);
    becomes(floorBytes - 2);
    becomes(floorBytes);
    expect(space.isLow()).toBe(false);
    expect(said).toEqual([true, false]);
  });

  it('is low from the beginning where it is', () => {
    expect(watched(0).said).toEqual([true]);
  });

  it('closes nothing where it is not known', () => {
    expect(watched(null).space.isLow()).toBe(false);
  });

  it('is not looked at after the end', () => {
    const { space, said, becomes } = watched(floorBytes);
    space.stop();
    becomes(0);
    expect(said).toEqual([]);
  });

  it('is a number for a folder that is there, and unknown for one that is not', () => {
    expect(freeBytesIn('.')).toBeGreaterThan(0);
    expect(freeBytesIn('/nowhere/at/all')).toBeNull();
  });
});
