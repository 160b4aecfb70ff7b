import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolmentCodePattern } from '../main/contract/wire/enrolment.ts';
import { type PlatformProcess, startPlatformProcess } from './testing/platform-process.ts';
import { askInside } from './testing/platform-under-test.ts';
import { enrolTestTerminal, readKeys } from './testing/terminal.ts';

const run = promisify(execFile);
const enrolmentCode = (...args: readonly string[]) =>
  run(process.execPath, [path.join(import.meta.dirname, 'enrolment-code.ts'), ...args]);

let folder: string;
let running: PlatformProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-main-'));
});
afterEach(async () => {
  await running?.end('SIGKILL');
  running = null;
  await rm(folder, { recursive: true });
});

const start = async (...more: readonly string[]): Promise<PlatformProcess> => {
  running = await startPlatformProcess(['--data', folder, ...more]);
  return running;
};

describe('the platform as a process', () => {
  it('starts, enrols by a printed code, receives, stops cleanly, and is the same platform after that', async () => {
    const first = await start();
    const list = await readKeys(first.url, first.roots);
    const { stdout } = await enrolmentCode('--data', folder, '--prefix', 'LLZ');
    expect(stdout.trim()).toMatch(enrolmentCodePattern);
    const terminal = await enrolTestTerminal(first.url, list, stdout.trim());
    const one = terminal.seal();
    const before = await terminal.deliver([one.envelope]);
    expect(JSON.parse(await readFile(path.join(folder, 'roots.json'), 'utf8'))).toEqual(first.roots);
    expect(await first.end('SIGTERM')).toBe(0);

    const port = new URL(first.url).port;
    const second = await start('--port', port);
    expect([second.url, second.roots]).toEqual([first.url, first.roots]);
    expect(await readKeys(second.url, second.roots)).toEqual(list);
    const after = await terminal.deliver([one.envelope]);
    expect(after.acknowledged).toEqual(before.acknowledged);
  }, 60_000);

  it('still has what it acknowledged when it was killed the moment after', async () => {
    const first = await start();
    const list = await readKeys(first.url, first.roots);
    const { stdout } = await enrolmentCode('--data', folder, '--prefix', 'LLZ');
    const terminal = await enrolTestTerminal(first.url, list, stdout.trim());
    const one = terminal.seal();
    const before = await terminal.deliver([one.envelope]);
    await first.end('SIGKILL');

    await start('--port', new URL(first.url).port);
    const after = await terminal.deliver([one.envelope]);
    expect(after.acknowledged).toEqual(before.acknowledged);
    expect(await askInside(path.join(folder, 'inner', 'socket'), 'GET', '/cases')).toMatchObject([{ deliveries: 2 }]);
  }, 60_000);

  it('after a restore, acknowledges under a higher epoch', async () => {
    const { url, roots } = await start();
    const socket = path.join(folder, 'inner', 'socket');
    const { stdout } = await enrolmentCode('--inner-socket', socket, '--prefix', 'LLZ');
    const terminal = await enrolTestTerminal(url, await readKeys(url, roots), stdout.trim());
    const one = terminal.seal();
    expect((await terminal.deliver([one.envelope])).acknowledged?.epoch).toBe(1);
    expect(await askInside(socket, 'POST', '/epochs')).toEqual({ epoch: 2 });
    expect((await terminal.deliver([one.envelope])).acknowledged?.epoch).toBe(2);
  }, 60_000);

  it('keeps keys, sockets and data from everybody else', async () => {
    await start();
    const open: string[] = [];
    for (const name of await readdir(folder, { recursive: true })) {
      if (name.startsWith('pglite/')) continue;
      const { mode } = await stat(path.join(folder, name));
      const isSocketInside = name === 'inner/socket';
      if (!isSocketInside && (mode & 0o077) !== 0) open.push(`${name} ${(mode & 0o777).toString(8)}`);
    }
    expect(open).toEqual([]);
  }, 60_000);

  it('does not start beside itself, and the first one goes on', async () => {
    const { url, roots } = await start();
    await expect(startPlatformProcess(['--data', folder])).rejects.toThrow('another platform answers');
    await readKeys(url, roots);
  }, 60_000);

  it('does not start on a socket folder that others can enter', async () => {
    const shared = await mkdtemp(path.join(tmpdir(), 'tongban-open-'));
    await chmod(shared, 0o755);
    await expect(start('--inner-socket', path.join(shared, 's'))).rejects.toThrow('must be 0700');
    await rm(shared, { recursive: true });
  }, 60_000);

  it('says how it is called', async () => {
    await expect(startPlatformProcess([])).rejects.toThrow('usage: node platform/main.ts --data DIR');
  });

  it('without a platform, the code maker says to start one', async () => {
    const socket = path.join(folder, 'none');
    await expect(enrolmentCode('--inner-socket', socket, '--prefix', 'LLZ')).rejects.toThrow('start it first');
  });
});
