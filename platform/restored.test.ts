import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { askInside } from './testing/platform-under-test.ts';
import { startPlatformProcess } from './testing/platform-process.ts';
import { enrolTestTerminal, readKeys } from './testing/terminal.ts';

const run = promisify(execFile);

it('a platform restored from a backup learns from its own signatures what it lost', { timeout: 120_000 }, async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'tongban-restored-'));
  const [data, backup, innerSocket] = ['data', 'backup', 'inner/s'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  const start = (port: string) => startPlatformProcess(['--data', data, '--inner-socket', innerSocket, '--port', port]);
  const operator = async (...words: readonly string[]) => {
    const program = path.join(import.meta.dirname, 'operator.ts');
    return (await run(process.execPath, [program, '--inner-socket', innerSocket, ...words])).stdout.trim();
  };

  let running = await start('0');
  const { port } = new URL(running.url);
  const list = await readKeys(running.url, running.roots);
  const { code } = (await askInside(innerSocket, 'POST', '/enrolment-codes', { prefix: 'LLZ' })) as { code: string };
  const terminal = await enrolTestTerminal(running.url, list, code);
  const [first, second] = [terminal.seal({ counter: 1 }), terminal.seal({ counter: 2 })];
  const before = await terminal.deliver([first.envelope]);
  await running.end('SIGTERM');
  await cp(data, backup, { recursive: true });

  running = await start(port);
  const after = await terminal.deliver([second.envelope]);
  await running.end('SIGTERM');
  await rm(data, { recursive: true });
  await cp(backup, data, { recursive: true });

  running = await start(port);
  expect(await operator('raise-epoch')).toBe('epoch 2');
  const lists = [before, after].map(({ answer }) => answer.acknowledged);
  const offer = (what: readonly unknown[]) => terminal.post('/v1/tombstones', { v: 1, lists: what });
  expect(await offer(lists)).toMatchObject({ status: 200, signed: true, json: { v: 1, lost: 1 } });
  expect(await offer(lists)).toMatchObject({ json: { lost: 1 } });
  expect(await operator('lost-cases')).toMatch(
    new RegExp(`^${after.acknowledged?.entries[0]?.caseNumber} {2}epoch 1 {2}\\S+$`),
  );

  // What nobody signed, or signed for somebody else, is noted as nothing.
  const forged = { ...after.answer.acknowledged, signature: before.answer.acknowledged?.signature };
  expect(await offer([forged])).toMatchObject({ json: { lost: 0 } });
  await running.end('SIGTERM');

  // The same database is restored a second time; what told the first time's epoch is beside the keys.
  await rm(path.join(data, 'pglite'), { recursive: true });
  await cp(path.join(backup, 'pglite'), path.join(data, 'pglite'), { recursive: true });
  running = await start(port);
  expect(await operator('raise-epoch')).toBe('epoch 3');
  await running.end('SIGTERM');
  await rm(root, { recursive: true });
});
