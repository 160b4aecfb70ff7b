import { expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { createKeyPresses } from './key-presses.ts';

it('keeps what was pressed for a moment, in order, and no longer', () => {
  const timers = createManualTimers();
  const keys = createKeyPresses(timers);
  keys.press('1');
  timers.pass(600);
  keys.press('3');
  expect(keys.recent()).toEqual([
    { nth: 1, key: '1' },
    { nth: 2, key: '3' },
  ]);
  timers.pass(600);
  expect(keys.recent()).toEqual([{ nth: 2, key: '3' }]);
  keys.forget();
  expect(keys.recent()).toEqual([]);
  keys.press('ok');
  expect(keys.recent()).toEqual([{ nth: 3, key: 'ok' }]);
});

it('holds no more than a few, however fast they come', () => {
  const keys = createKeyPresses(createManualTimers());
  for (let time = 0; time < 1000; time += 1) keys.press('ok');
  expect(keys.recent()).toHaveLength(16);
});
