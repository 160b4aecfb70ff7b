import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleCard } from './id-card/sample-cards.ts';
import { virtualReaderIds } from './id-card/virtual-line.ts';
import { startDevice, type TestDevice } from './test-device.ts';
import { end, type HostProcess, startHost } from './test-host.ts';
import { type HidBus, startHidBus } from './transports/testbed/hid-bus.ts';

/** Processes take their time to start where two cores are shared. */
const startsWithinMs = 60_000;

/** The device host and an ID card reader that speaks HID, on a virtual bus: processes of their own, real time. */
const ticket = '1'.repeat(32);

let folder: string;
let bus: HidBus;
let host: HostProcess;
let readers: readonly ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-hid-'));
  bus = await startHidBus(folder);
  readers = [];
  host = startHost(bus.env);
}, startsWithinMs);
afterEach(async () => {
  await Promise.all([host.child, ...readers].map(end));
  await bus.stop();
  rmSync(folder, { recursive: true });
}, startsWithinMs);

describe('the device host with an ID card reader over HID', { timeout: 25_000 }, () => {
  it('reads a card, pulled out in the middle and plugged in again elsewhere', async () => {
    const { order, until } = await startReader('A');
    configure();
    await host.readerStatus('ready');
    host.send({ message: 'watch-card', ticket });
    host.send({ message: 'read-card', ticket });
    await host.card(ticket, 'waiting');
    await order({ do: 'fault', kind: 'slow', count: 1, on: 'read' });
    await order({ do: 'lay', card: 'rare-name' });
    await host.card(ticket, 'reading');
    // Its text and photo are on their way, 64 bytes each tenth of a second.
    await until(({ faultsLeft }) => faultsLeft === 0);
    await order({ do: 'unplug' });
    const unpluggedMs = performance.now();
    await host.readerStatus('no-reader');
    expect(performance.now() - unpluggedMs).toBeLessThan(1000);
    await order({ do: 'plug' });
    const pluggedMs = performance.now();
    await host.readerStatus('ready');
    expect(performance.now() - pluggedMs).toBeLessThan(5000);
    await host.card(ticket, 'lay-again');
    await order({ do: 'lift' });
    // Laid down again at once, it would not have been seen gone.
    const before = Number((await order({ do: 'state' }))['answers']);
    await until(({ answers }) => Number(answers) >= before + 3);
    await order({ do: 'lay', card: 'rare-name' });
    const read = await host.card(ticket, 'read');
    expect(read.card).toMatchObject({ card: sampleCard('rare-name'), samId: '05.01-20101129-0001228293-0296863149' });
  });

  it('takes the one with its serial number, and only that', async () => {
    const { order: first } = await startReader('A');
    const { order: second } = await startReader('B');
    configure('B');
    await host.readerStatus('ready');
    await second({ do: 'unplug' });
    await host.readerStatus('no-reader');
    expect(await first({ do: 'state' })).toMatchObject({ plugged: true, answers: 0 });
    await second({ do: 'plug' });
    await host.readerStatus('ready');
  });

  it('passes over noise between reports', async () => {
    const { order } = await startReader('A');
    configure();
    await host.readerStatus('ready');
    await order({ do: 'fault', kind: 'glued', count: 20 });
    host.send({ message: 'read-card', ticket });
    await host.card(ticket, 'waiting');
    await order({ do: 'lay', card: 'resident-li' });
    expect((await host.card(ticket, 'read')).card).toMatchObject({ card: sampleCard('resident-li') });
  });
});

function configure(serialNumber?: string): void {
  const settings = {
    transport: 'hid',
    ...virtualReaderIds,
    ...(serialNumber !== undefined && { serialNumber }),
  } as const;
  host.send({ message: 'configure', devices: { idCardReader: settings } });
}

async function startReader(serialNumber: string): Promise<TestDevice> {
  const way = ['--hid-bus', bus.socketPath, '--serial-number', serialNumber];
  const reader = await startDevice('id-card/virtual.ts', join(folder, `control-${serialNumber}`), way);
  readers = [...readers, reader.child];
  return reader;
}
