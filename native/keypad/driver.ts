import type { KeypadStatus } from '../../main/contract/devices/keypad.ts';
import type { Clock } from '../clock.ts';
import type { Dial, LossReason } from '../transports/transport.ts';
import { createKeypadDecoder } from './codec.ts';

export interface KeypadDriverSettings {
  readonly dial: Dial;
  readonly keysAt: number;
  readonly clock: Clock;
  readonly onStatus: (status: KeypadStatus) => void;
  /** A key's number in the report. */
  readonly onKey: (key: number) => void;
  /** Why there is no line: for whoever installs it. Told at every attempt. */
  readonly onNoLine: (reason: LossReason) => void;
}

const retryMs = 1000;

/** Listens, and looks for the keypad for as long as the process lives. A keypad asks nothing and is asked nothing. */
export function startKeypad(settings: KeypadDriverSettings): void {
  let told: KeypadStatus['state'] | undefined;
  const tell = (state: 'connecting' | 'ready' | 'no-keypad'): void => {
    if (told === state) return;
    told = state;
    settings.onStatus({ state });
  };

  function connect(): void {
    // What was down when it went away was let go meanwhile.
    const decoder = createKeypadDecoder(settings.keysAt);
    const end = (reason: LossReason): void => {
      tell('no-keypad');
      settings.onNoLine(reason);
      settings.clock.after(retryMs, connect);
    };
    settings.dial({
      opened: () => tell('ready'),
      bytes: (report) => {
        for (const key of decoder.feed(report)) settings.onKey(key);
      },
      closed: () => end({ kind: 'unplugged' }),
      lost: end,
    });
  }

  tell('connecting');
  connect();
}
