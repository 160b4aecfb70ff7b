import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { DeviceSettings } from '../../../main/contract/device-host.ts';
import { virtualReaderIds } from '../../../native/barcode/virtual-line.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import { type DeviceOnLine, deviceOnSerial, deviceOnUsb } from './device-line.ts';
import type { Bench, Family, Reached } from './family.ts';
import { isAway, lineFaults } from './faulty-line.ts';
import type { WatchedHost } from './host.ts';
import type { VirtualDevice } from './virtual-device.ts';

const states = ['idle', 'lit', 'in-code'] as const;
const stateOf = z.enum(states);
const faultOf = z.enum(lineFaults);
const baud = 9_600;
const readWithinMs = 10_000;
const holdAgainMs = 1_000;
/** Two seconds on this line: a fault finds its middle. */
const longCode = '样例'.repeat(330);

const script = 'native/barcode/virtual.ts';

export const codeReaderFamily: Family = {
  name: 'code-reader',
  states,
  faults: lineFaults,
  open: async (folder, random) => {
    const on = await deviceOnSerial(script, baud, folder, random);
    return benchOf(on, { transport: 'serial', path: on.path, baud, model: 'honeywell' }, random);
  },
};

/** HID point of sale. */
export const usbCodeReaderFamily: Family = {
  name: 'usb-code-reader',
  states,
  faults: lineFaults,
  open: async (folder, random) =>
    benchOf(await deviceOnUsb(script, folder, random), { transport: 'hid', ...virtualReaderIds }, random),
};

function benchOf(
  { device, line, env, close }: DeviceOnLine,
  codeReader: NonNullable<DeviceSettings['codeReader']>,
  random: Random,
): Bench {
  const newTicket = () => Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');
  let codes = 0;
  const read = async (host: WatchedHost, ticket: string): Promise<void> => {
    codes += 1;
    await readCode(host, device, ticket, `TB-${codes}`);
  };

  return {
    settings: { codeReader },
    env,
    working: 'ready',
    reach: async (host, given): Promise<Reached> => {
      const state = stateOf.parse(given);
      if (state === 'idle') return { answered: async () => {} };
      const ticket = newTicket();
      host.send({ message: 'read-code', ticket, light: true });
      if (state === 'in-code') await device.order({ do: 'scan', text: longCode });
      // The same person holds their code there once more.
      return { answered: () => read(host, ticket) };
    },
    cause: async (given) => line.spoil(faultOf.parse(given)),
    mend: () => line.mend(),
    reads: (host) => {
      const status = host.statuses().codeReader;
      const more = status.state === 'fault' ? zh.codeReaderFault[status.fault] : '';
      return { state: status.state, sentence: `${zh.codeReaderState[status.state]}${more}` };
    },
    // A reader says nothing of its own accord: one that has nothing to do is not seen to have fallen silent, and one that
    // answers nothing never is.
    expected: (given) => {
      const fault = faultOf.parse(given);
      const isNotThere = codeReader.transport === 'hid' ? isAway(fault) : fault === 'unplugged';
      return isNotThere ? ['no-reader'] : ['fault', 'ready'];
    },
    use: async (host) => {
      const ticket = newTicket();
      await read(host, ticket);
      host.send({ message: 'stop-code', ticket });
    },
    close,
  };
}

/**
 * Holds a code before the reader until it is read, as a person would: what was read before the terminal asked for it, or was
 * half read, is read again.
 */
async function readCode(host: WatchedHost, device: VirtualDevice, ticket: string, text: string): Promise<void> {
  const since = host.now();
  host.send({ message: 'read-code', ticket, light: true });
  const wasRead = host.until(
    'the code',
    readWithinMs,
    (message) => {
      if (message.message !== 'code' || message.ticket !== ticket || message.code.event !== 'read') return undefined;
      if (message.code.text === text) return true;
      host.send({ message: 'read-code', ticket, light: true });
      return undefined;
    },
    since,
  );
  const end = new AbortController();
  const holding = holdAgain(device, text, end.signal);
  try {
    await wasRead;
  } finally {
    end.abort();
    await holding;
  }
}

async function holdAgain(device: VirtualDevice, text: string, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await device.order({ do: 'scan', text });
    await pause(holdAgainMs, undefined, { signal: end }).catch(() => undefined);
  }
}
