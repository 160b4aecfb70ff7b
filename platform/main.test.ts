import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createConnection } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolmentCodePattern } from '../main/contract/wire/enrolment.ts';
import { type PlatformProcess, startPlatformProcess } from './testing/platform-process.ts';
import { askInside } from './testing/platform-under-test.ts';
import { sealPage } from './testing/seal.ts';
import { enrolTestTerminal, readKeys } from './testing/terminal.ts';

const run = promisify(execFile);
const enrolmentCode = (...args: readonly string[]) =>
  run(process.execPath, [path.join(import.meta.dirname, 'enrolment-code.ts'), ...args]);

let folder: string;
let running: PlatformProcess;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-main-'));
  running = await startPlatformProcess(['--data', folder]);
}, 60_000);
afterAll(async () => {
  await running.end('SIGKILL');
  await rm(folder, { recursive: true });
});

const operator = async (...args: readonly string[]) => {
  try {
    const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'operator.ts'), ...args]);
    return stdout.trim();
  } catch (error) {
    return (error as { stderr: string }).stderr.trim();
  }
};

const socket = () => path.join(folder, 'inner', 'socket');

describe('the platform as a process', () => {
  it('is the same platform after it was stopped, and after it was killed, and has all it acknowledged', async () => {
    const list = await readKeys(running.url, running.roots);
    expect(JSON.parse(await readFile(path.join(folder, 'roots.json'), 'utf8'))).toEqual(running.roots);
    const { stdout } = await enrolmentCode('--data', folder, '--prefix', 'LLZ');
    expect(stdout.trim()).toMatch(enrolmentCodePattern);
    const terminal = await enrolTestTerminal(running.url, list, stdout.trim());
    const cases = [];
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      cases.push(terminal.seal({ counter: cases.length + 1 }).envelope);
      const before = await terminal.deliver(cases);
      const { url, roots } = running;
      expect(await running.end(signal)).toBe(signal === 'SIGTERM' ? 0 : 'SIGKILL');

      running = await startPlatformProcess(['--data', folder, '--port', new URL(url).port]);
      expect([running.url, running.roots]).toEqual([url, roots]);
      expect(await readKeys(url, roots)).toEqual(list);
      expect((await terminal.deliver(cases)).acknowledged).toEqual(before.acknowledged);
    }
    expect(await askInside(socket(), 'GET', '/cases')).toMatchObject([{ deliveries: 4 }, { deliveries: 2 }]);
  }, 60_000);

  it('killed in the middle of a paper, goes on where it was', async () => {
    const { url, roots } = running;
    const { stdout } = await enrolmentCode('--inner-socket', socket(), '--prefix', 'LLZ');
    const terminal = await enrolTestTerminal(url, await readKeys(url, roots), stdout.trim());
    const page = sealPage(randomBytes(500_000));
    const one = terminal.seal({ papers: [page] });
    const name = { caseDigest: one.caseDigest, paper: page.id };
    await terminal.deliver([one.envelope]);
    await terminal.upload({ ...name, part: { at: 0, bytes: page.ciphertext.subarray(0, 200_000) } });
    await running.end('SIGKILL');
    running = await startPlatformProcess(['--data', folder, '--port', new URL(url).port]);
    expect(await terminal.upload(name)).toMatchObject({ signed: true, offset: 200_000 });
    await terminal.upload({ ...name, part: { at: 200_000, bytes: page.ciphertext.subarray(200_000) } });
    expect((await terminal.deliver([one.envelope])).acknowledged?.entries).toMatchObject([
      { caseDigest: one.caseDigest, bytes: one.bytes, ending: { outcome: 'opened' } },
    ]);
  }, 60_000);

  it('after a restore, acknowledges under a higher epoch', async () => {
    const { url, roots } = running;
    const { stdout } = await enrolmentCode('--inner-socket', socket(), '--prefix', 'LLZ');
    const terminal = await enrolTestTerminal(url, await readKeys(url, roots), stdout.trim());
    const one = terminal.seal();
    expect((await terminal.deliver([one.envelope])).acknowledged?.epoch).toBe(1);
    expect(await askInside(socket(), 'POST', '/epochs')).toEqual({ epoch: 2 });
    expect((await terminal.deliver([one.envelope])).acknowledged?.epoch).toBe(2);
  });

  it('keeps keys, sockets and data from everybody else', async () => {
    const open: string[] = [];
    for (const name of await readdir(folder, { recursive: true })) {
      // Behind a 0700 folder; what is inside belongs to the database and the kernel.
      if (name.startsWith('pglite/') || name === 'inner/socket') continue;
      const { mode } = await stat(path.join(folder, name));
      if ((mode & 0o077) !== 0) open.push(`${name} ${(mode & 0o777).toString(8)}`);
    }
    expect(open).toEqual([]);
  });

  it('does not start beside itself, and the first one goes on', async () => {
    await expect(startPlatformProcess(['--data', folder])).rejects.toThrow('another platform answers');
    await readKeys(running.url, running.roots);
  }, 30_000);

  it('does not start on a socket folder that others can enter', async () => {
    const shared = await mkdtemp(path.join(tmpdir(), 'tongban-open-'));
    await chmod(shared, 0o755);
    const args = ['--data', path.join(shared, 'data'), '--inner-socket', path.join(shared, 's')];
    await expect(startPlatformProcess(args)).rejects.toThrow('must be 0700');
    await rm(shared, { recursive: true });
  }, 60_000);

  it('stops at once while somebody holds a connection and asks nothing', async () => {
    const held = createConnection({ host: '127.0.0.1', port: Number(new URL(running.url).port) });
    await once(held, 'connect');
    held.on('error', () => held.destroy());
    expect(await running.end('SIGTERM')).toBe(0);
    running = await startPlatformProcess(['--data', folder]);
  }, 20_000);

  it('lets the operator see terminals and keys, replace a key, and revoke an enrolment', {
    timeout: 60_000,
  }, async () => {
    const { stdout } = await enrolmentCode('--data', folder, '--prefix', 'OPR');
    await enrolTestTerminal(running.url, await readKeys(running.url, running.roots), stdout.trim());
    const tell = (...words: readonly string[]) => operator('--data', folder, ...words);
    expect(await tell('terminals')).toMatch(/^OPR01\/1  accepted /m);
    expect(await tell('revoke', 'OPR01/1')).toContain('Key list version');
    expect(await tell('terminals')).toMatch(/^OPR01\/1  revoked /m);
    expect(await tell('revoke', 'OPR07/1')).toContain('knows no such enrolment');

    expect(await tell('retire-key', 'sealing-1')).toContain('announce a new one first');
    const announced = await tell('announce-key', 'sealing');
    const version = /version (\d+)/.exec(announced)?.[1];
    expect(await tell('keys')).toMatch(new RegExp(`^sealing +sealing-${version}$`, 'm'));
    await tell('retire-key', 'sealing-1');
    expect(await tell('keys')).toMatch(/^sealing +sealing-1 {2}retired$/m);
    expect(await tell('announce-key', 'everything')).toContain('A use is sealing');
    expect(await tell('refuse', 'OPR01-1-0001-00', 'because')).toContain('a reason to refuse is');
    expect(await tell('refuse', 'OPR01-1-0001-00', 'number-used-twice')).toContain('No case waits in this way');
    expect(await tell('refuse', 'OPR01-1-0001-00')).toContain('usage:');
    expect(await tell('refuse', 'OPR01-1-0001-00', 'paper-not-readable')).toContain('No case waits in this way');
    expect(await tell('refuse', 'OPR01-1-0001-00', 'not-receivable')).toContain('No case waits in this way');
    expect(await tell('unended')).toBe('');
    expect(await tell('raise-epoch')).toMatch(/^epoch \d+$/);
    expect(await tell('revoke')).toContain('usage:');
    expect(await operator('--inner-socket', path.join(folder, 'none'), 'keys')).toContain('start it first');
  });

  it('says how it is called', async () => {
    await expect(startPlatformProcess([])).rejects.toThrow('usage: node platform/main.ts --data DIR');
  });

  it('without a platform, the code maker says to start one', async () => {
    const none = path.join(folder, 'none');
    await expect(enrolmentCode('--inner-socket', none, '--prefix', 'LLZ')).rejects.toThrow('start it first');
  });
});
