import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { signAuditHead } from '../sealing/audit-head.ts';
import { type EnrolledKeys, keepEnrolment, makeTerminalKeys } from '../sealing/terminal-keys.ts';
import { overwriteErased } from '../store/overwriting.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { appendAudit, auditHead } from './audit-log.ts';
import { exportLog } from './export.ts';
import { longestLineBytes } from './file-lines.ts';

let folder: string;
let data: string;
let file: string;
let keys: EnrolledKeys;
let service: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
  data = join(folder, 'data');
  file = join(folder, 'log.jsonl');
  keys = terminalIn(data);
  const opened = openStore(data);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  service = opened.value;
  append(3);
});
afterEach(() => {
  service.close();
  rmSync(folder, { recursive: true });
});

function terminalIn(dataFolder: string): EnrolledKeys {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  return keepEnrolment(dataFolder, makeTerminalKeys(dataFolder), { terminal: 'LLZ01', incarnation: 1 });
}

function append(count: number): void {
  service.transaction(() => {
    for (let at = 0; at < count; at += 1) {
      appendAudit(service, { event: 'key-list-taken', reference: String(at + 1) }, '2026-11-23T06:32:00.000Z');
    }
  });
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const program = join(import.meta.dirname, 'main.ts');
    const child = execFile(process.execPath, [program, ...args], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

const exported = () => run('export', '--data', data, '--out', file);
const rewrite = (change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')));

describe('the command', () => {
  it('exports beside the running service, which goes on, and what it wrote holds', async () => {
    expect(await exported()).toEqual({ code: 0, stdout: '', stderr: '' });
    const { head } = auditHead(service);
    append(1);
    const { code, stdout, stderr } = await run('verify', file);
    expect([code, stdout.split('\n').length]).toEqual([0, 2]);
    expect(JSON.parse(stdout)).toMatchObject({ holds: true, terminal: 'LLZ01', entries: 3, head });
    expect(stderr).toMatch(/^日志完整：3 条记录.*\nThe log holds \(entries: 3\)/);
  });

  it('exports with the terminal off, and to standard output', async () => {
    service.close();
    const { code, stdout } = await run('export', '--data', data);
    writeFileSync(file, stdout);
    expect([code, (await run('verify', file)).code]).toEqual([0, 0]);
    const [header, entry, , , head] = stdout
      .split('\n')
      .map((line): unknown => (line === '' ? null : JSON.parse(line)));
    expect(header).toEqual({
      log: {
        v: 1,
        terminal: 'LLZ01',
        incarnation: 1,
        publicKey: Buffer.from(keys.publicKey).toString('base64url'),
      },
    });
    expect(entry).toMatchObject({ entry: { sequence: 1, event: { event: 'key-list-taken', reference: '1' } } });
    expect(head).toMatchObject({ head: { terminal: 'LLZ01', incarnation: 1, length: 3 } });
  });

  it('names what was done to the file, in one line of JSON and in words, and exits 1', async () => {
    await exported();
    rewrite((text) => text.replace('"reference":"2"', '"reference":"9"'));
    expect(await run('verify', file)).toEqual({
      code: 1,
      stdout: '{"holds":false,"what":"changed","line":3}\n',
      stderr: '第 3 行被改动过。\nLine 3 was changed.\n',
    });
  });

  it('compares with what the platform holds', async () => {
    await exported();
    const heads = join(folder, 'heads.json');
    const { bytes, signature } = signAuditHead({ ...auditHead(service), length: 4 }, keys);
    const published: PublishedHeads = {
      v: 1,
      terminal: 'LLZ01',
      incarnation: 1,
      publicKey: Buffer.from(keys.publicKey).toString('base64url'),
      last: {
        bytes: Buffer.from(bytes).toString('base64url'),
        signature: Buffer.from(signature).toString('base64url'),
      },
      cases: [],
    };
    writeFileSync(heads, JSON.stringify(published));
    const { code, stdout } = await run('verify', file, '--head', heads);
    expect([code, JSON.parse(stdout)]).toEqual([1, { holds: false, what: 'cut', line: 5, publishedEntries: 4 }]);
    writeFileSync(heads, '{}');
    expect(await run('verify', file, '--head', heads)).toMatchObject({ code: 1, stdout: '' });
  });

  it('writes over no file, and finishes none without a key', async () => {
    writeFileSync(file, 'of last month');
    expect(await exported()).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') as string });
    expect(readFileSync(file, 'utf8')).toBe('of last month');
    rmSync(file);
    rmSync(join(data, 'terminal-keys.json'));
    expect(await exported()).toMatchObject({ code: 1, stderr: expect.stringContaining('(missing)') as string });
    expect(existsSync(file)).toBe(false);
  });

  it('says what is not there', async () => {
    expect(await run('verify', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('ENOENT') as string });
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    terminalIn(elsewhere);
    const { code, stderr } = await run('export', '--data', elsewhere);
    expect([code, stderr]).toEqual([1, expect.stringContaining('terminal.sqlite')]);
    expect(existsSync(join(elsewhere, 'terminal.sqlite'))).toBe(false);
  });

  it.each([
    ['nothing', []],
    ['what belongs to the other', ['verify', 'a', '--data', 'b']],
    ['an option that is none', ['verify', 'a', '--key', 'b']],
  ])('called with %s shows how', async (_what, args) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('usage') as string });
  });

  it('is not led astray by a line without an end', async () => {
    await exported();
    const long = 'x'.repeat(longestLineBytes * 20);
    rewrite((text) => text.replace('\n', `\n${long}\n`));
    expect(JSON.parse((await run('verify', file)).stdout)).toEqual({ holds: false, what: 'added', line: 2 });
  });
});

it('an export that somebody reads slowly holds up no erasing, and ends where it began', () => {
  append(3000);
  const before = auditHead(service);
  const lines = exportLog(service, keys);
  for (let taken = 0; taken < 1500; taken += 1) lines.next();
  expect(overwriteErased(service)).toBe(true);
  append(10);
  expect([...lines].length).toBe(before.length + 2 - 1500);
});
