import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostToService } from '../../contract/device-host.ts';
import type { Log } from '../log.ts';
import { systemTimers } from '../timers.ts';
import { type DeviceHost, startDeviceHost } from './host-process.ts';

let folder: string;
let host: DeviceHost | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-'));
});
afterEach(() => {
  host?.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a host of a few lines as a real process, and waits for `count` events of a kind. */
function run(program: string, onEvent: (event: string, message?: HostToService) => void) {
  const file = join(folder, 'host.mjs');
  writeFileSync(file, program);
  const warnings: object[] = [];
  const log: Log = { info: () => {}, warn: (fields: object) => warnings.push(fields), error: () => {} };
  host = startDeviceHost(file, systemTimers, log, {
    onStarted: () => onEvent('started'),
    onLost: () => onEvent('lost'),
    onMessage: (message) => onEvent('message', message),
  });
  return { host, warnings };
}

const started = `process.send({ message: 'started', pid: process.pid });`;

describe('device host process', () => {
  it('is started again when it is killed, and is told so', async () => {
    const pids: number[] = [];
    const events: string[] = [];
    await new Promise<void>((resolve) => {
      run(
        `${started} process.send({ message: 'device-status', device: 'idCardReader', status: { state: 'ready', samId: String(process.pid) } }); setInterval(() => {}, 1000);`,
        (event, message) => {
          events.push(event);
          if (
            message?.message !== 'device-status' ||
            message.device !== 'idCardReader' ||
            message.status.state !== 'ready'
          )
            return;
          pids.push(Number(message.status.samId));
          if (pids.length === 1) process.kill(pids[0] ?? 0, 'SIGKILL');
          else resolve();
        },
      );
    });
    expect(events).toEqual(['started', 'message', 'lost', 'started', 'message']);
    expect(pids[0]).not.toBe(pids[1]);
  });

  it('refuses what does not fit, logs the names of the fields and no content, and goes on', async () => {
    const seen: HostToService[] = [];
    const { warnings } = await new Promise<ReturnType<typeof run>>((resolve) => {
      const running = run(
        `${started}
         process.send({ message: 'card', ticket: 'short', card: { event: 'read', card: { name: '王小芳' } } });
         process.send({ message: 'device-status', device: 'receiptPrinter', status: { state: 'cover-open' } });
         setInterval(() => {}, 1000);`,
        (event, message) => {
          if (message !== undefined) seen.push(message);
          if (event === 'message') resolve(running);
        },
      );
    });
    expect(seen).toEqual([{ message: 'device-status', device: 'receiptPrinter', status: { state: 'cover-open' } }]);
    expect(JSON.stringify(warnings)).toContain('ticket');
    expect(JSON.stringify(warnings)).not.toContain('王');
  });

  it('sends nothing to a host that is not up', () => {
    const { host: notUp } = run('setInterval(() => {}, 1000);', () => {});
    expect(notUp.send({ message: 'configure', devices: {} })).toBe(false);
  });
});
