import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startVirtualScanner, type VirtualScannerProcess } from './document-scanner/test-virtual.ts';
import { end, type HostProcess, startHost } from './test-host.ts';

/** The device host, SANE with its network backend, and a virtual scanner: processes of their own, real time. */
vi.setConfig({ testTimeout: 60_000 });
const [ticket, scan] = ['1', 'a'].map((digit) => digit.repeat(32)) as [string, string];

let folder: string;
let virtual: VirtualScannerProcess;
const configBefore = process.env.SANE_CONFIG_DIR;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-sane-'));
  virtual = await startVirtualScanner(folder);
  const config = join(folder, 'sane');
  mkdirSync(config);
  writeFileSync(join(config, 'dll.conf'), 'airscan\n');
  writeFileSync(
    join(config, 'airscan.conf'),
    `[devices]\n"Virtual" = ${virtual.url}, eSCL\n[options]\ndiscovery = disable\nws-discovery = off\n`,
  );
  process.env.SANE_CONFIG_DIR = config;
}, 60_000);
afterAll(async () => {
  if (configBefore === undefined) delete process.env.SANE_CONFIG_DIR;
  else process.env.SANE_CONFIG_DIR = configBefore;
  await virtual.end();
  rmSync(folder, { recursive: true });
});

async function startReadyHost(): Promise<HostProcess> {
  const host = startHost();
  host.send({
    message: 'configure',
    devices: { documentScanner: { transport: 'sane', device: 'airscan:e0:Virtual' } },
  });
  await host.next(
    (one) => one.message === 'device-status' && one.device === 'documentScanner' && one.status.state === 'ready',
  );
  host.send({ message: 'watch-card', ticket });
  return host;
}

/** Of a device host's pages in memory, by its number. */
const foldersOf = (pid: number | undefined): readonly string[] =>
  readdirSync('/dev/shm').filter((name) => name.startsWith(`tongban-pages-${pid}-`));

test('hands over a pile, and leaves nothing of it in memory', async () => {
  const host = await startReadyHost();
  await virtual.order({ do: 'load', pages: ['letter', 'form'] });
  host.send({ message: 'scan', ticket, scan });
  const outcome = await host.next(({ message }) => message === 'scan-outcome');
  expect(outcome).toMatchObject({ ticket, scan, result: { outcome: 'done', pages: 2 } });
  expect(foldersOf(host.child.pid)).toEqual([]);
  await end(host.child);
});

test('killed in the middle of a pile: its scanimage ends, and its successor wipes what lay there', async () => {
  const host = await startReadyHost();
  await virtual.order({ do: 'load', pages: ['letter', 'form'] });
  await virtual.order({ do: 'fault', kind: 'stall', count: 1 });
  host.send({ message: 'scan', ticket, scan });
  const running = (): readonly string[] =>
    readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isScanOf(pid, host.child.pid));
  await vi.waitUntil(() => foldersOf(host.child.pid).length === 1 && running().length > 0, 20_000);
  const [left = ''] = foldersOf(host.child.pid);
  host.child.kill('SIGKILL');
  await once(host.child, 'exit');
  await vi.waitUntil(() => running().length === 0, 20_000);
  const successor = await startReadyHost();
  expect(existsSync(join('/dev/shm', left))).toBe(false);
  await end(successor.child);
});

function isScanOf(pid: string, host: number | undefined): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TONGBAN_SCANS_FOR=${host}-`);
  } catch {
    return false;
  }
}
