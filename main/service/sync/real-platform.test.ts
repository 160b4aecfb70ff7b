import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { KeyList } from '../../contract/wire/keys.ts';
import { openLog } from '../log.ts';
import { type Root, verifyKeyList } from '../sealing/key-list.ts';
import { type EnrolledKeys, readTerminalKeys } from '../sealing/terminal-keys.ts';
import { testContent, testKeys } from '../sealing/test-case.ts';
import { systemTimers } from '../timers.ts';
import { enrolTerminal } from './enrolment.ts';
import { readEnrolmentFile } from './enrolment-file.ts';
import type { Outbox } from './outbox.ts';
import { startSync, type Sync } from './sync-loop.ts';
import { createTestLine, type TestLine } from './test-line.ts';
import { createTestOutbox, sealedCase } from './test-outbox.ts';

/**
 * Against the platform as its own process, over a line that can be cut. The two sides share the schemas and nothing else:
 * signatures, seals and digests of each are checked by the other.
 */
const folder = mkdtempSync(join(tmpdir(), 'tb-sync-'));
const innerSocket = join(folder, 'inner', 's');
let platform: ChildProcess;
let roots: readonly Root[];
let line: TestLine;
const syncs: Sync[] = [];

beforeAll(async () => {
  const program = join(import.meta.dirname, '../../../platform/main.ts');
  platform = spawn(process.execPath, [program, '--data', join(folder, 'platform'), '--inner-socket', innerSocket], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, DATABASE_URL: undefined },
  });
  const { stdout } = platform;
  if (stdout === null) throw new Error('no output to read');
  const ready = await new Promise<string>((resolve) => createInterface(stdout).once('line', resolve));
  const root = z.object({ id: z.string(), publicKey: z.string() });
  const { url, ...said } = z.object({ url: z.string(), roots: z.array(root) }).parse(JSON.parse(ready));
  roots = said.roots;
  line = await createTestLine(url);
}, 120_000);

beforeEach(() => line.set('up'));

afterAll(async () => {
  for (const sync of syncs) await sync.stop();
  await line.set('cut');
  platform.kill('SIGTERM');
  await once(platform, 'exit');
  rmSync(folder, { recursive: true });
}, 60_000);

function ask(method: 'GET' | 'POST', path: string, body: object | null = null): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: innerSocket, method, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    asked.on('error', reject);
    if (body !== null) asked.setHeader('content-type', 'application/json').write(JSON.stringify(body));
    asked.end();
  });
}

const heldCase = z.object({
  caseNumber: z.string(),
  caseDigest: z.string(),
  deliveries: z.number(),
  outcome: z.string(),
  content: z.unknown(),
});
const heldCases = async (terminal: string) =>
  z
    .array(heldCase)
    .parse(await ask('GET', '/cases'))
    .filter(({ caseNumber }) => caseNumber.startsWith(terminal));

type Wanted = { readonly prefix: string } | { readonly terminal: string };
const newTerminal: Wanted = { prefix: 'SYN' };
async function newCode(wanted: Wanted): Promise<string> {
  return z.object({ code: z.string() }).parse(await ask('POST', '/enrolment-codes', wanted)).code;
}

async function enrolled(
  wanted: Wanted = newTerminal,
): Promise<{ keys: EnrolledKeys; list: KeyList; lease: string; dataFolder: string }> {
  const dataFolder = mkdtempSync(join(folder, 'terminal-'));
  const done = await enrolTerminal(dataFolder, { url: line.url, roots }, await newCode(wanted), systemTimers, {
    again: false,
    waiting: 0,
  });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const [file, keys] = [readEnrolmentFile(dataFolder), readTerminalKeys(dataFolder)];
  if (!file.ok || !keys.ok || keys.value.enrolment === null) throw new Error('not enrolled');
  const list = verifyKeyList(file.value.keyList, roots, 0);
  if (!list.ok) throw new Error(list.error);
  const { enrolment } = keys.value;
  return { keys: { ...keys.value, enrolment }, list: list.value, lease: file.value.lease, dataFolder };
}

/** Sync as the service starts it. `online` and `ended` settle when what they wait for has come. */
function start(terminal: { keys: EnrolledKeys; list: KeyList }, outbox: Outbox) {
  const seen: boolean[] = [];
  let told = () => {};
  const sync = startSync({
    profile: { platform: { url: line.url, roots: [...roots] } },
    keys: terminal.keys,
    keyList: terminal.list,
    outbox: {
      ...outbox,
      finishAll: (list, signed) => {
        const ended = outbox.finishAll(list, signed);
        told();
        return ended;
      },
      noteWait: (numbers, reason) => {
        outbox.noteWait(numbers, reason);
        told();
      },
    },
    timers: systemTimers,
    log: openLog('/dev/null'),
    onOnline: (now) => {
      seen.push(now);
      told();
    },
  });
  syncs.push(sync);
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => (told = resolve));
  };
  return { sync, seen, until };
}

describe('with a real platform', () => {
  test('a code is good once, and only the right one', { timeout: 60_000 }, async () => {
    const code = await newCode(newTerminal);
    const dataFolder = mkdtempSync(join(folder, 'terminal-'));
    const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    const enrol = (typed: string, trusted = roots, into = dataFolder) =>
      enrolTerminal(into, { url: line.url, roots: trusted }, typed, systemTimers, { again: false, waiting: 0 });
    expect(await enrol(wrong)).toEqual({ ok: false, error: { fault: 'code-not-accepted' } });
    const strangers = [{ id: roots[0]?.id ?? '', publicKey: testKeys().roots[0]?.publicKey ?? '' }];
    expect(await enrol(code, strangers)).toMatchObject({ ok: false, error: { fault: 'key-list-not-believed' } });
    expect((await enrol(code)).ok).toBe(true);
    const elsewhere = mkdtempSync(join(folder, 'terminal-'));
    expect(await enrol(code, roots, elsewhere)).toEqual({ ok: false, error: { fault: 'code-not-accepted' } });
  });

  test('a batch whose answer is lost ends once, and is there once, as it was sealed', { timeout: 60_000 }, async () => {
    const terminal = await enrolled();
    const outbox = createTestOutbox(terminal.keys, terminal.lease);
    const parts = { list: terminal.list, enrolled: terminal.keys };
    const cases = await Promise.all([1, 2, 3].map((n) => sealedCase(parts, n, testContent(`1380013800${n}`))));
    outbox.add(...cases);
    await line.set('answers-lost');
    const { sync, seen, until } = start(terminal, {
      ...outbox,
      // The second stands twice in the batch.
      nextBatch: (max, after) => outbox.nextBatch(max, after).flatMap((one) => (one === cases[1] ? [one, one] : [one])),
    });
    const { terminal: name } = terminal.keys.enrolment;
    await expect.poll(async () => (await heldCases(name)).length, { timeout: 30_000 }).toBe(3);
    expect(outbox.ended).toEqual([]);
    await line.set('cut');
    await until(() => seen.at(-1) === false);
    expect(outbox.reason(cases[0]?.caseNumber ?? '')).toBe('platform-does-not-answer');

    await line.set('up');
    sync.kick();
    await until(() => outbox.ended.length === 3);
    expect([...outbox.ended].toSorted()).toEqual(cases.map(({ caseNumber }) => caseNumber));
    const held = await heldCases(name);
    expect(held.map(({ caseNumber, caseDigest }) => ({ caseNumber, caseDigest }))).toEqual(
      expect.arrayContaining(cases.map(({ caseNumber, caseDigest }) => ({ caseNumber, caseDigest }))),
    );
    expect(held).toHaveLength(3);
    for (const one of held) {
      expect(one.outcome).toBe('opened');
      expect(one.deliveries).toBeGreaterThanOrEqual(2);
      const n = cases.findIndex(({ caseNumber }) => caseNumber === one.caseNumber) + 1;
      expect(one.content).toEqual(testContent(`1380013800${n}`));
    }
    await sync.stop();
  });

  test('the loss of the network is noticed, and its return', { timeout: 60_000 }, async () => {
    const terminal = await enrolled();
    const outbox = createTestOutbox(terminal.keys, terminal.lease);
    const { sync, seen, until } = start(terminal, outbox);
    await until(() => seen.at(-1) === true);
    await line.set('cut');
    const one = await sealedCase({ list: terminal.list, enrolled: terminal.keys }, 1);
    outbox.add(one);
    sync.kick();
    await until(() => outbox.reason(one.caseNumber) === 'no-network');
    await until(() => seen.at(-1) === false);
    await line.set('up');
    await until(() => outbox.ended.length === 1);
    await until(() => seen.length === 3);
    expect(seen).toEqual([true, false, true]);
    await sync.stop();
  });

  test('after a new enrolment what waits from before ends too, and a conflict blocks none', {
    timeout: 60_000,
  }, async () => {
    const before = await enrolled();
    const { terminal } = before.keys.enrolment;
    const sealedBefore = (n: number, phone: string) =>
      sealedCase({ list: before.list, enrolled: before.keys }, n, testContent(phone));
    const first = createTestOutbox(before.keys, before.lease);
    first.add(await sealedBefore(1, '13800138001'));
    const then = start(before, first);
    await then.until(() => first.ended.length === 1);
    await then.sync.stop();

    const now = await enrolled({ terminal });
    expect(now.keys.enrolment).toEqual({ terminal, incarnation: 2 });
    const outbox = createTestOutbox(now.keys, now.lease);
    const [twice, waiting] = [await sealedBefore(1, '13800138002'), await sealedBefore(2, '13800138003')];
    const since = await sealedCase({ list: now.list, enrolled: now.keys }, 1);
    outbox.add(since, waiting, twice);
    const { sync, until } = start(now, outbox);
    await until(() => outbox.ended.length === 2);
    expect(outbox.ended).toEqual([waiting.caseNumber, since.caseNumber]);
    expect(outbox.reason(twice.caseNumber)).toBe('number-used-twice');
    await sync.stop();
  });

  test('a copied disk is found out: its cases wait, and say why', { timeout: 60_000 }, async () => {
    const terminal = await enrolled();
    const [original, copy] = [1, 2].map(() => createTestOutbox(terminal.keys, terminal.lease));
    if (original === undefined || copy === undefined) throw new Error('no outbox');
    const first = start(terminal, original);
    await first.until(() => original.contacts.length === 1 && first.seen.at(-1) === true);
    first.sync.kick();
    await expect.poll(() => original.contacts.length, { timeout: 20_000 }).toBe(2);
    await first.sync.stop();

    const one = await sealedCase({ list: terminal.list, enrolled: terminal.keys }, 1);
    copy.add(one);
    const second = start(terminal, copy);
    await second.until(() => copy.reason(one.caseNumber) === 'terminal-not-accepted');
    expect(copy.waiting()).toEqual([one.caseNumber]);
    expect(copy.notAccepted).toBeGreaterThan(0);
    await second.sync.stop();
  });
});
