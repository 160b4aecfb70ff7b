import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PageDocument } from '../main/contract/devices/page-printer.ts';
import { end, type HostProcess, startHost } from './test-host.ts';

/** Processes take their time to start where two cores are shared. */
const startsWithinMs = 60_000;

/** The device host and a virtual page printer: processes of their own, real time. */
const first = '1'.repeat(32);
const second = '2'.repeat(32);

const application: PageDocument = {
  place: '柳林镇便民服务中心',
  title: '我交的申请',
  number: { label: '办件号', value: 'LLZ01-1-0047-87' },
  rows: [{ label: '手机号', value: '13812345512' }],
  notes: ['请收好。'],
};

const controlAnswer = z.looseObject({
  ok: z.literal(true),
  jobs: z.array(z.object({ state: z.number() })).optional(),
  printed: z.union([z.number(), z.array(z.object({ pages: z.number(), pdf: z.string() }))]).optional(),
});

let folder: string;
let virtual: ChildProcess;
let control: Socket;
let answers: AsyncIterator<string, undefined>;
let url: string;
let host: HostProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-page-printer-'));
  const socketPath = join(folder, 'control');
  const script = join(import.meta.dirname, 'page-printer/virtual.ts');
  const flags = ['--control', socketPath, '--paper-folder', folder, '--page-ms', '200', '--exit-with-parent'];
  virtual = spawn(process.execPath, [script, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (virtual.stdout === null) throw new Error('the virtual printer has no output');
  const line: unknown = (await once(createInterface({ input: virtual.stdout }), 'line'))[0];
  url = z.object({ url: z.string() }).parse(JSON.parse(String(line))).url;
  control = connect(socketPath);
  answers = createInterface({ input: control })[Symbol.asyncIterator]();
}, startsWithinMs);

beforeEach(async () => {
  host = await startReadyHost();
}, startsWithinMs);

afterEach(async () => {
  await end(host.child);
  for (const undo of [{ do: 'paper', sheets: 250 }, { do: 'busy', on: false }, { do: 'end-faults' }]) await order(undo);
}, startsWithinMs);

afterAll(async () => {
  control.destroy();
  await end(virtual);
  rmSync(folder, { recursive: true });
}, startsWithinMs);

async function startReadyHost(): Promise<HostProcess> {
  const started = startHost();
  started.send({ message: 'configure', devices: { pagePrinter: { transport: 'ipp', url } } });
  await status(started, 'ready');
  return started;
}

async function status(of: HostProcess, state: string): Promise<void> {
  await of.next(
    (message) =>
      message.message === 'device-status' && message.device === 'pagePrinter' && message.status.state === state,
  );
}

async function order(wanted: object): Promise<z.infer<typeof controlAnswer>> {
  control.write(`${JSON.stringify(wanted)}\n`);
  const { value } = await answers.next();
  return controlAnswer.parse(JSON.parse(String(value)));
}

const outcome = (ticket: string) =>
  host.next((message) => message.message === 'pages-outcome' && message.ticket === ticket);

/** Under the first ticket, at a printer that cannot begin: its job is there, and not printed. */
async function startHeldJob(): Promise<number> {
  await order({ do: 'busy', on: true });
  const before = (await jobs()).length;
  host.send({ message: 'watch-card', ticket: first });
  host.send({ message: 'print-pages', ticket: first, document: application });
  await status(host, 'printing');
  while ((await jobs()).length === before) await new Promise((resolve) => setImmediate(resolve));
  return before;
}

const jobs = async () => (await order({ do: 'state' })).jobs ?? [];

async function untilCancelled(at: number): Promise<void> {
  while ((await jobs())[at]?.state !== 7) await new Promise((resolve) => setImmediate(resolve));
}

describe('the device host with a page printer', { timeout: 30_000 }, () => {
  it('prints a document as PDF', async () => {
    host.send({ message: 'watch-card', ticket: first });
    host.send({ message: 'print-pages', ticket: first, document: application });
    expect(await outcome(first)).toMatchObject({ result: { outcome: 'printed' } });
    const { printed } = await order({ do: 'printed' });
    const last = Array.isArray(printed) ? printed.at(-1) : undefined;
    expect(last?.pages).toBe(1);
    expect(readFileSync(last?.pdf ?? '').toString('latin1')).toMatch(/^%PDF-1\.\d[^]*%%EOF\s*$/);
    expect(host.log()).not.toContain('13812345512');
  });

  it('refuses without paper, and says when there is some again', async () => {
    await order({ do: 'paper', sheets: 0 });
    await status(host, 'no-paper');
    host.send({ message: 'print-pages', ticket: first, document: application });
    expect(await outcome(first)).toMatchObject({ result: { outcome: 'not-printed', because: { state: 'no-paper' } } });
    await order({ do: 'paper', sheets: 10 });
    await status(host, 'ready');
  });

  it.each([
    ['the person leaves', () => host.send({ message: 'release-card', ticket: first })],
    ['the person has had enough', () => host.send({ message: 'stop-pages', ticket: first })],
    ['the next session begins', () => host.send({ message: 'watch-card', ticket: second })],
  ])('cancels at the printer when %s', async (_when, act) => {
    const job = await startHeldJob();
    act();
    await untilCancelled(job);
    await order({ do: 'busy', on: false });
    host.send({ message: 'watch-card', ticket: second });
    host.send({ message: 'print-pages', ticket: second, document: application });
    // Nothing was told of the first one in between.
    expect(await host.next(({ message }) => message === 'pages-outcome')).toMatchObject({
      ticket: second,
      result: { outcome: 'printed' },
    });
  });

  it('that was killed leaves its job to its successor to cancel', async () => {
    const job = await startHeldJob();
    host.child.kill('SIGKILL');
    await once(host.child, 'exit');
    expect((await jobs())[job]?.state).toBe(3);
    const successor = startHost();
    host = successor;
    host.send({ message: 'configure', devices: { pagePrinter: { transport: 'ipp', url } } });
    await untilCancelled(job);
  });

  it('says what is wrong with what it is given as a printer, and finds the printer again', async () => {
    await order({ do: 'fault', kind: 'html', count: 1000 });
    await status(host, 'fault');
    await order({ do: 'end-faults' });
    await status(host, 'ready');
    await order({ do: 'unplug' });
    await status(host, 'no-printer');
    await order({ do: 'plug' });
    await status(host, 'ready');
  });

  it('says so when no page printer is configured', async () => {
    const other = startHost();
    try {
      other.send({ message: 'configure', devices: {} });
      await status(other, 'not-configured');
      other.send({ message: 'print-pages', ticket: first, document: application });
      expect(await other.next(({ message }) => message === 'pages-outcome')).toMatchObject({
        result: { outcome: 'not-printed', because: { state: 'not-configured' } },
      });
    } finally {
      await end(other.child);
    }
  });
});
