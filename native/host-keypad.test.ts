import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDevice, type TestDevice } from './test-device.ts';
import { end, type HostProcess, startHost } from './test-host.ts';
import { type HidBus, startHidBus } from './transports/testbed/hid-bus.ts';

/** Processes take their time to start where two cores are shared. */
const startsWithinMs = 60_000;

/** The device host and a virtual keypad on a virtual bus: processes of their own, real time. */
let folder: string;
let bus: HidBus;
let host: HostProcess;
let keypad: TestDevice;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-keys-'));
  bus = await startHidBus(folder);
  keypad = await startDevice('keypad/virtual.ts', join(folder, 'control'), ['--hid-bus', bus.socketPath]);
  host = startHost(bus.env);
  host.send({
    message: 'configure',
    devices: {
      keypad: {
        ...{ transport: 'hid', vendorId: 0x1209, productId: 0x0f03, keysAt: 2 },
        keys: { 81: 'next', 82: 'previous', 40: 'ok', 30: '1' },
      },
    },
  });
}, startsWithinMs);
afterEach(async () => {
  await Promise.all([host.child, keypad.child].map(end));
  await bus.stop();
  rmSync(folder, { recursive: true });
}, startsWithinMs);

const status = (state: string) =>
  host.next(
    (message) => message.message === 'device-status' && message.device === 'keypad' && message.status.state === state,
  );
const key = async () => {
  const message = await host.next((one) => one.message === 'key');
  return message.message === 'key' ? message.key : undefined;
};

it('tells what a key is for, through rubbish and a jammed key, and finds the keypad again', {
  timeout: 25_000,
}, async () => {
  const { order } = keypad;
  await status('ready');
  await order({ do: 'press', key: 81 });
  expect(await key()).toBe('next');
  await order({ do: 'garbage', count: 20 });
  await order({ do: 'press', key: 99 });
  await order({ do: 'press', key: 30 });
  expect(await key()).toBe('1');
  await order({ do: 'jam', key: 82 });
  expect(await key()).toBe('previous');
  await order({ do: 'unplug' });
  const unpluggedMs = performance.now();
  await status('no-keypad');
  expect(performance.now() - unpluggedMs).toBeLessThan(1000);
  await order({ do: 'plug' });
  const pluggedMs = performance.now();
  await status('ready');
  expect(performance.now() - pluggedMs).toBeLessThan(5000);
  await order({ do: 'press', key: 40 });
  expect(await key()).toBe('ok');
});
