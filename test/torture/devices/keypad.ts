import { z } from 'zod';
import type { KeyMeaning } from '../../../main/contract/devices/keypad.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import { deviceOnUsb } from './device-line.ts';
import type { Bench, Family } from './family.ts';
import { isAway, lineFaults } from './faulty-line.ts';
import type { WatchedHost } from './host.ts';

const states = ['idle', 'held-down'] as const;
const stateOf = z.enum(states);
const faultOf = z.enum(lineFaults);
const pressedWithinMs = 5_000;
const keys = { 81: 'next', 82: 'previous', 40: 'ok' } as const satisfies Record<string, KeyMeaning>;

export const keypadFamily: Family = { name: 'keypad', states, faults: lineFaults, open };

async function open(folder: string, random: Random): Promise<Bench> {
  const { device, line, env, close } = await deviceOnUsb('native/keypad/virtual.ts', folder, random);
  const press = async (host: WatchedHost, number: keyof typeof keys): Promise<void> => {
    const since = host.now();
    await device.order({ do: 'press', key: Number(number) });
    await host.until(
      'the key',
      pressedWithinMs,
      (message) => (message.message === 'key' && message.key === keys[number] ? true : undefined),
      since,
    );
  };
  return {
    settings: { keypad: { transport: 'hid', vendorId: 0x1209, productId: 0x0f03, keysAt: 2, keys } },
    env,
    working: 'ready',
    reach: async (_host, given) => {
      if (stateOf.parse(given) === 'held-down') await device.order({ do: 'jam', key: 81 });
      return { answered: async () => {} };
    },
    // Somebody presses meanwhile: without that nothing is said that could be spoilt.
    cause: async (given) => {
      await line.spoil(faultOf.parse(given));
      await device.order({ do: 'press', key: 82 });
    },
    mend: () => line.mend(),
    reads: (host) => {
      const { state } = host.statuses().keypad;
      return { state, sentence: zh.keypadState[state] };
    },
    // A keypad answers nothing: only that it is there can be seen.
    expected: (given) => (isAway(faultOf.parse(given)) ? ['no-keypad'] : ['ready']),
    use: async (host) => {
      await device.order({ do: 'garbage', count: 1 });
      await press(host, 81);
      await press(host, 40);
    },
    close,
  };
}
