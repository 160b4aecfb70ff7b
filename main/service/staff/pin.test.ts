import { describe, expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { createLock } from './lock.ts';
import { createPinGuard, hashPin, pinMatches } from './pin.ts';

const stored = hashPin('246810');

describe('staff PIN', () => {
  it('knows the right one, and has a new salt each time', () => {
    expect([pinMatches('246810', stored), pinMatches('246811', stored)]).toEqual([true, false]);
    expect(hashPin('246810')).not.toBe(stored);
  });

  it('locks after five wrong ones, for longer each time, and refuses even the right one', () => {
    const timers = createManualTimers();
    const guard = createPinGuard(stored, createLock(timers));
    for (let wrong = 0; wrong < 5; wrong += 1) expect(guard.try('000000')).toEqual({ answer: 'wrong' });
    expect(guard.lockedSeconds()).toBe(30);
    expect(guard.try('246810')).toEqual({ answer: 'locked' });
    timers.pass(30_000);
    expect(guard.try('000000')).toEqual({ answer: 'wrong' });
    expect(guard.lockedSeconds()).toBe(60);
    timers.pass(60_000);
    expect(guard.try('246810')).toEqual({ answer: 'right' });
    expect(guard.try('000000')).toEqual({ answer: 'wrong' });
    expect(guard.lockedSeconds()).toBe(0);
  });
});
