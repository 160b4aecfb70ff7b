import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { startHidBus } from '../../native/transports/testbed/hid-bus.ts';
import { type HidBusDevice, plugIntoHidBus } from '../../native/transports/testbed/hid-bus-device.ts';
import { atMost, median, percentile, type Report } from './report.ts';

const rounds = z.object({ ours: z.array(z.number()), bare: z.array(z.number()) });
const reportDescriptor = Uint8Array.from(Buffer.from('0600ff0901a101150026ff007508954009018102954009019102c0', 'hex'));
export const echoIds = { vendorId: 0x1209, productId: 0x0f04 } as const;

/**
 * A report out and its echo in, by our line and by the bare library, in turn, in a process on a virtual bus: what the line
 * costs beside the library. The bus's own time is in both.
 */
export async function measureHid(): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-hid-'));
  const bus = await startHidBus(folder);
  const plugs: HidBusDevice[] = [];
  try {
    const identity = { ...echoIds, serialNumber: 'ECHO1', name: 'Virtual echo', reportDescriptor };
    await new Promise<void>((resolve) => {
      const device = plugIntoHidBus(bus.socketPath, identity, 65, {
        plugged: () => resolve(),
        output: (report) => device.input(report.subarray(1)),
        feature: () => undefined,
      });
      plugs.push(device);
    });
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'hid-rounds.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...bus.env },
    });
    const line: unknown = (await once(createInterface({ input: child.stdout }), 'line'))[0];
    const { ours, bare } = rounds.parse(JSON.parse(String(line)));
    return {
      name: 'hid',
      ratios: { ratio: atMost(median(ours) / median(bare), 1.15) },
      measured: {
        oursMs: median(ours),
        bareMs: median(bare),
        oursP99Ms: percentile(ours, 99),
        bareP99Ms: percentile(bare, 99),
        times: ours.length,
      },
    };
  } finally {
    for (const device of plugs) device.unplug();
    await bus.stop();
    rmSync(folder, { recursive: true });
  }
}
