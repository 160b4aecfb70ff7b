import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HidBus, startHidBus } from './testbed/hid-bus.ts';
import { type HidBusDevice, plugIntoHidBus } from './testbed/hid-bus-device.ts';

/** A vendor's collection (usage page FF00) with 8 bytes in, 8 bytes out, no report ids. */
const eightBytes = Uint8Array.from(
  Buffer.from('0600ff0901a101150026ff00750895080901810295080901910295080901b102c0', 'hex'),
);
const [vendorId, productId] = [0x1234, 0x5678];

let folder: string;
let bus: HidBus;
let line: LineProcess;
const plugged: HidBusDevice[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hid-'));
  bus = await startHidBus(folder);
});
beforeEach(() => {
  line = startLine();
});
afterEach(async () => {
  for (const device of plugged.splice(0)) device.unplug();
  line.child.kill();
  await once(line.child, 'exit');
});
afterAll(async () => {
  await bus.stop();
  rmSync(folder, { recursive: true });
});

describe('a HID line, on a virtual bus', { timeout: 20_000 }, () => {
  it('carries reports both ways, each by itself, and sets a feature', async () => {
    const device = await plug('A');
    line.order({ dial: { vendorId, productId } });
    await line.told('opened');
    const reports = [1, 2, 3].map((first) => Uint8Array.of(first, 0, 0, 0, 0, 0, 0, 0));
    for (const report of reports) device.input(report);
    for (const report of reports) await line.told(`bytes ${Buffer.from(report).toString('hex')}`);
    line.order({ send: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
    line.order({ feature: [254, 1] });
    await device.heard('output 000102030405060708');
    await device.heard('feature fe01');
    line.order({ close: true });
    await line.told('closed');
  });

  it('sees the device pulled out within a second, and finds it at another node', async () => {
    const device = await plug('A');
    line.order({ dial: { vendorId, productId } });
    await line.told('opened');
    const pulledMs = performance.now();
    device.unplug();
    await line.told('lost unplugged');
    expect(performance.now() - pulledMs).toBeLessThan(1000);
    line.order({ dial: { vendorId, productId } });
    await line.told('lost missing');
    const again = await plug('A');
    expect(again.node).toBeGreaterThan(device.node);
    line.order({ dial: { vendorId, productId } });
    await line.told('opened');
  });

  it('tells two of a kind apart by their serial number', async () => {
    const first = await plug('A');
    const second = await plug('B');
    line.order({ dial: { vendorId, productId, serialNumber: 'B' } });
    await line.told('opened');
    first.input(new Uint8Array(8).fill(0xaa));
    second.input(new Uint8Array(8).fill(0xbb));
    expect(await line.next()).toBe('bytes bbbbbbbbbbbbbbbb');
  });

  it('goes by the usage page, and takes no other device', async () => {
    await plug('A');
    line.order({ dial: { vendorId, productId, usagePage: 0x8c } });
    await line.told('lost missing');
    line.order({ dial: { vendorId, productId: productId + 1 } });
    await line.told('lost missing');
    line.order({ dial: { vendorId, productId, usagePage: 0xff00 } });
    await line.told('opened');
  });
});

async function plug(serialNumber: string) {
  let heard: readonly string[] = [];
  let stir = (): void => undefined;
  const note = (kind: string, report: Uint8Array): void => {
    heard = [...heard, `${kind} ${Buffer.from(report).toString('hex')}`];
    stir();
  };
  const identity = { vendorId, productId, serialNumber, name: 'Virtual', reportDescriptor: eightBytes };
  let device: HidBusDevice | undefined;
  const node = await new Promise<number>((resolve) => {
    device = plugIntoHidBus(bus.socketPath, identity, 9, {
      plugged: resolve,
      output: (report) => note('output', report),
      feature: (report) => note('feature', report),
    });
  });
  if (device === undefined) throw new Error('not plugged in');
  plugged.push(device);
  return {
    ...device,
    node,
    heard: async (text: string) => {
      while (!heard.includes(text)) await new Promise<void>((resolve) => (stir = resolve));
    },
  };
}

interface LineProcess {
  readonly child: ChildProcess;
  order(order: object): void;
  next(): Promise<string>;
  /** Passes over everything up to this. */
  told(text: string): Promise<void>;
}

function startLine(): LineProcess {
  const script = join(import.meta.dirname, 'testbed/hid-line.ts');
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...bus.env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  return {
    child,
    order: (order) => child.stdin.write(`${JSON.stringify(order)}\n`),
    next,
    told: async (text) => {
      for (let event = await next(); event !== text; event = await next()) {
        if (event === 'undefined') throw new Error(`the line ended before it told ${text}`);
      }
    },
  };
}
