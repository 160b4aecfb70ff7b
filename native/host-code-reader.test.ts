import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeReaderSettings } from '../main/contract/devices/code-reader.ts';
import { serialModels } from './barcode/commands.ts';
import { virtualReaderIds } from './barcode/virtual-line.ts';
import { startDevice, type TestDevice } from './test-device.ts';
import { end, type HostProcess, startHost } from './test-host.ts';
import { type HidBus, startHidBus } from './transports/testbed/hid-bus.ts';

/** Processes take their time to start where two cores are shared. */
const startsWithinMs = 60_000;

/** The device host and a virtual code reader: processes of their own, real time, over a serial port and over HID. */
const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
const ways = [...serialModels, 'hid'] as const;

let folder: string;
let bus: HidBus | undefined;
let reader: TestDevice;
let host: HostProcess;
let settings: CodeReaderSettings;

describe.each(ways)('the device host with a code reader (%s)', { timeout: 40_000 }, (way) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'host-code-'));
    const link = join(folder, 'reader');
    if (way === 'hid') {
      bus = await startHidBus(folder);
      settings = { transport: 'hid', ...virtualReaderIds };
      reader = await startReader(['--hid-bus', bus.socketPath]);
    } else {
      settings = { transport: 'serial', path: link, baud: 115_200, model: way };
      reader = await startReader(['--link', link, '--model', way, '--baud', '115200']);
    }
    host = startHost(bus?.env);
    host.send({ message: 'configure', devices: { codeReader: settings } });
  }, startsWithinMs);
  afterEach(async () => {
    await Promise.all([end(host.child), end(reader.child)]);
    await bus?.stop();
    bus = undefined;
    rmSync(folder, { recursive: true });
  }, startsWithinMs);

  it('hands a code over under the ticket that asked for it, in Chinese of either encoding, however long', async () => {
    await status('ready');
    const long = `通办${'0123456789'.repeat(60)}`;
    for (const [ticket, text, encoding] of [
      [first, '通办123', 'utf-8'],
      [first, '粤A·柳林镇便民服务中心', 'gb18030'],
      [second, long, 'utf-8'],
    ] as const) {
      await want(ticket, true);
      if (way !== 'hid') await reader.until(({ lit }) => lit === true);
      else await reader.until(({ feature }) => feature === 'fe01');
      await reader.order({ do: 'scan', text, encoding });
      expect(await code()).toEqual({ message: 'code', ticket, code: { event: 'read', text } });
    }
  });

  it('sees it unplugged within a second, in the middle of a code, and has it again within five', async () => {
    await status('ready');
    await want(first, true);
    await reader.order({ do: 'fault', kind: 'slow', count: 9 });
    await reader.order({ do: 'scan', text: 'x'.repeat(2000) });
    await reader.order({ do: 'unplug' });
    const unpluggedMs = performance.now();
    await status('no-reader');
    expect(performance.now() - unpluggedMs).toBeLessThan(1000);
    await reader.order({ do: 'mend' });
    await reader.order({ do: 'plug' });
    const pluggedMs = performance.now();
    await status('ready');
    expect(performance.now() - pluggedMs).toBeLessThan(5000);
    expect(await readAgain('AFTER')).toEqual({ event: 'read', text: 'AFTER' });
  });

  it('says that a code was not whole, and takes the next', async () => {
    await status('ready');
    await want(first, false);
    await reader.order({ do: 'fault', kind: 'cut', count: 1 });
    await reader.order({ do: 'scan', text: 'HALF OF THIS' });
    expect((await code()).code).toEqual({ event: 'unreadable' });
    expect(await readAgain('WHOLE')).toEqual({ event: 'read', text: 'WHOLE' });
  });
});

async function status(state: string): Promise<void> {
  await host.next(
    (message) =>
      message.message === 'device-status' && message.device === 'codeReader' && message.status.state === state,
  );
}

/** Orders a code, and waits until the host has taken the order: it carries them out one after the other. */
async function want(ticket: string, light: boolean): Promise<void> {
  host.send({ message: 'read-code', ticket, light });
  host.send({ message: 'print', jobId: ticket, document: [{ block: 'rule' }] });
  await host.next((message) => message.message === 'print-outcome');
}

async function code() {
  const message = await host.next((one) => one.message === 'code');
  if (message.message !== 'code') throw new Error('no code');
  return message;
}

/** Holds a code there until it is read: what comes right behind a code that broke off is taken for its rest. */
async function readAgain(text: string) {
  for (;;) {
    await reader.order({ do: 'scan', text });
    const { code: came } = await code();
    if (came.event === 'read') return came;
  }
}

const startReader = (way: readonly string[]) => startDevice('barcode/virtual.ts', join(folder, 'control'), way);
