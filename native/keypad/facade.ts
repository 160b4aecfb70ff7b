import type { KeypadSettings } from '../../main/contract/devices/keypad.ts';
import { systemClock } from '../clock.ts';
import type { Tell } from '../facade.ts';
import { logHostEvent } from '../host-log.ts';
import { hidLine } from '../transports/hid.ts';
import { startKeypad } from './driver.ts';

/** The keypad of this terminal: found, watched and reported, from now on. */
export function startKeys(settings: KeypadSettings | undefined, tell: Tell): void {
  if (settings === undefined || settings.transport === 'keyboard') {
    // A keyboard's keys go into the page, past this process.
    const state = settings === undefined ? 'not-configured' : 'types';
    tell({ message: 'device-status', device: 'keypad', status: { state } });
    return;
  }
  let lastNoLine: string | undefined;
  startKeypad({
    dial: hidLine(settings),
    keysAt: settings.keysAt,
    clock: systemClock,
    onStatus: (status) => {
      if (status.state === 'ready') lastNoLine = undefined;
      logHostEvent('keypad-status', status);
      tell({ message: 'device-status', device: 'keypad', status });
    },
    onKey: (number) => {
      const key = settings.keys[String(number)];
      if (key !== undefined) tell({ message: 'key', key });
      // Whoever sets up a keypad finds its numbers so. Only of keys without a meaning: of what people press nothing is kept.
      else logHostEvent('keypad-unknown-key', { number });
    },
    onNoLine: (reason) => {
      if (reason.kind === lastNoLine) return;
      lastNoLine = reason.kind;
      logHostEvent('keypad-line', { reason });
    },
  });
}
