import type { KeyMeaning } from '../../contract/devices/keypad.ts';
import type { PressedKey } from '../../contract/view/view.ts';
import type { Timers } from '../timers.ts';

/** The page has them at once. What was pressed says what somebody entered, and does not stay here. */
const keptMs = 1000;
const mostKept = 16;

/** The keys that were pressed just now, on their way to the page. */
export function createKeyPresses(timers: Timers) {
  let nth = 0;
  let pressed: readonly PressedKey[] = [];
  return {
    press: (key: KeyMeaning) => {
      nth += 1;
      const one = { nth, key };
      pressed = [...pressed, one].slice(-mostKept);
      timers.after(keptMs, () => {
        pressed = pressed.filter((other) => other !== one);
      });
    },
    recent: (): PressedKey[] => [...pressed],
    /** For another person's page none of them is meant. */
    forget: () => {
      pressed = [];
    },
  };
}
