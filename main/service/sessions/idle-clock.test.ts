import { describe, expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { createIdleClock } from './idle-clock.ts';

function started() {
  const timers = createManualTimers();
  let ends = 0;
  const clock = createIdleClock(
    timers,
    () => {},
    () => {
      ends += 1;
    },
  );
  clock.restart({ warnAfterMs: 120_000, endAfterMs: 30_000 });
  return { timers, clock, ends: () => ends };
}

describe('idle clock', () => {
  it('warns, counts down by the second, and ends', () => {
    const { timers, clock, ends } = started();
    timers.pass(119_999);
    expect(clock.endsInSeconds()).toBeNull();
    timers.pass(1);
    expect(clock.endsInSeconds()).toBe(30);
    timers.pass(29_000);
    expect([clock.endsInSeconds(), ends()]).toEqual([1, 0]);
    timers.pass(1000);
    expect(ends()).toBe(1);
  });

  it('starts again at a touch, also during the warning', () => {
    const { timers, clock, ends } = started();
    timers.pass(140_000);
    clock.touch();
    expect(clock.endsInSeconds()).toBeNull();
    timers.pass(149_000);
    expect(ends()).toBe(0);
    timers.pass(1000);
    expect(ends()).toBe(1);
  });

  it('stands still while the machine works', () => {
    const { timers, clock, ends } = started();
    timers.pass(100_000);
    clock.waitFor('machine');
    timers.pass(1_000_000);
    clock.waitFor('person');
    timers.pass(149_000);
    expect(ends()).toBe(0);
    timers.pass(1000);
    expect(ends()).toBe(1);
  });

  it('waits for a device as long as it gets further, and not for ever', () => {
    const { timers, clock, ends } = started();
    timers.pass(100_000);
    clock.waitFor('device');
    timers.pass(299_000);
    clock.touch();
    timers.pass(299_000);
    expect(clock.endsInSeconds()).toBeNull();
    timers.pass(1000);
    expect(clock.endsInSeconds()).toBe(30);
    timers.pass(30_000);
    expect(ends()).toBe(1);
  });
});
