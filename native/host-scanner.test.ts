import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HostToService } from '../main/contract/device-host.ts';
import { end, type HostProcess, startHost } from './test-host.ts';

/** Processes take their time to start where two cores are shared. */
const startsWithinMs = 60_000;

/** The device host and a virtual scanner: processes of their own, real time. */
const [first, second, scanA, scanB] = ['1', '2', 'a', 'b'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
  string,
];

const controlAnswer = z.looseObject({
  ok: z.literal(true),
  pages: z.array(z.object({ name: z.string(), sha256: z.string() })).optional(),
});

let folder: string;
let virtual: ChildProcess;
let control: Socket;
let answers: AsyncIterator<string, undefined>;
let url: string;
let host: HostProcess;
let scannedBefore: number;

/** One scanner for all tests, because drawing its pages takes longer than scanning them. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-scanner-'));
  const socketPath = join(folder, 'control');
  const script = join(import.meta.dirname, 'document-scanner/virtual.ts');
  const flags = ['--control', socketPath, '--bytes-per-second', '20000000', '--exit-with-parent'];
  virtual = spawn(process.execPath, [script, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (virtual.stdout === null) throw new Error('the virtual scanner has no output');
  const line: unknown = (await once(createInterface({ input: virtual.stdout }), 'line'))[0];
  url = z.object({ url: z.url() }).parse(JSON.parse(String(line))).url;
  control = connect(socketPath);
  answers = createInterface({ input: control })[Symbol.asyncIterator]();
}, startsWithinMs);

beforeEach(async () => {
  scannedBefore = 0;
  scannedBefore = (await given()).length;
  host = await startReadyHost();
}, startsWithinMs);

afterEach(async () => {
  await end(host.child);
  for (const undo of ['lift', 'empty-feeder']) await order({ do: undo });
}, startsWithinMs);

afterAll(async () => {
  control.destroy();
  await end(virtual);
  rmSync(folder, { recursive: true });
}, startsWithinMs);

async function startReadyHost(): Promise<HostProcess> {
  const started = startHost();
  started.send({ message: 'configure', devices: { documentScanner: { transport: 'escl', url } } });
  await started.next(
    (message) =>
      message.message === 'device-status' && message.device === 'documentScanner' && message.status.state === 'ready',
  );
  return started;
}

async function order(wanted: object): Promise<z.infer<typeof controlAnswer>> {
  control.write(`${JSON.stringify(wanted)}\n`);
  const { value } = await answers.next();
  return controlAnswer.parse(JSON.parse(String(value)));
}

/** The pages that the scanner has given away in this test. */
async function given() {
  const { pages = [] } = await order({ do: 'scanned' });
  return pages.slice(scannedBefore);
}

type PagePart = Extract<HostToService, { readonly message: 'page-part' }>;

/** Everything that belongs to a scan up to its outcome; a message of any other scan is a failure. */
async function scanned(from: HostProcess, ticket: string, scan: string) {
  const parts: PagePart[] = [];
  for (;;) {
    const message = await from.next(({ message: kind }) => kind === 'page-part' || kind === 'scan-outcome');
    expect(message).toMatchObject({ ticket, scan });
    if (message.message === 'page-part') parts.push(message);
    if (message.message === 'scan-outcome') return { parts, result: message.result };
  }
}

const digestOf = (parts: readonly PagePart[]): string =>
  createHash('sha256')
    .update(Buffer.concat(parts.map(({ base64 }) => Buffer.from(base64, 'base64'))))
    .digest('hex');

/** A scan under the first ticket that will not end by itself: half of its page has come, which is two parts and a bit. */
async function startStalledScan(): Promise<void> {
  await order({ do: 'load', pages: ['form', 'letter'] });
  await order({ do: 'fault', kind: 'stall', count: 1 });
  host.send({ message: 'watch-card', ticket: first });
  host.send({ message: 'scan', ticket: first, scan: scanA });
  for (const _ of ['first part', 'second part']) {
    await host.next((message) => message.message === 'page-part' && message.scan === scanA);
  }
}

/** The scanner is free without having been asked for anything else, and nothing was said of the scan that ended. */
async function expectEnded(): Promise<void> {
  const message = await host.next(
    (one) =>
      one.message === 'scan-outcome' ||
      (one.message === 'device-status' && one.device === 'documentScanner' && one.status.state === 'ready'),
  );
  expect(message.message).toBe('device-status');
  expect(await order({ do: 'state' })).toMatchObject({ scanning: false });
}

/** Nothing of the first scan comes any more, and the second gets the page after it. */
async function expectNextPage(from: HostProcess, ticket: string): Promise<void> {
  from.send({ message: 'scan', ticket, scan: scanB });
  const { parts, result } = await scanned(from, ticket, scanB);
  expect(result).toEqual({ outcome: 'done', pages: 1 });
  const pages = await given();
  expect(pages.map(({ name }) => name)).toEqual(['letter']);
  expect(digestOf(parts)).toBe(pages[0]?.sha256);
}

describe('the device host with a scanner', { timeout: 30_000 }, () => {
  it('hands a page over in parts, under the ticket it was asked with', async () => {
    await order({ do: 'lay', page: 'form' });
    host.send({ message: 'watch-card', ticket: first });
    host.send({ message: 'scan', ticket: first, scan: scanA });
    const { parts, result } = await scanned(host, first, scanA);
    expect(result).toEqual({ outcome: 'done', pages: 1 });
    expect(parts.map(({ last }) => last)).toEqual([...parts.slice(1).map(() => false), true]);
    const pages = await given();
    expect(digestOf(parts)).toBe(pages[0]?.sha256);
  });

  it('that was killed in the middle of a page leaves nothing of it to its successor', async () => {
    await startStalledScan();
    host.child.kill('SIGKILL');
    await once(host.child, 'exit');
    host = await startReadyHost();
    host.send({ message: 'watch-card', ticket: second });
    await expectNextPage(host, second);
  });

  it('hands over nothing more once the scan was stopped, and scans again', async () => {
    await startStalledScan();
    host.send({ message: 'stop-scan', ticket: first });
    await expectEnded();
    await expectNextPage(host, first);
  });

  it('hands over nothing more once the session was released', async () => {
    await startStalledScan();
    host.send({ message: 'release-card', ticket: first });
    await expectEnded();
    host.send({ message: 'watch-card', ticket: second });
    await expectNextPage(host, second);
  });

  it('hands over nothing of the session before when the next one begins', async () => {
    await startStalledScan();
    host.send({ message: 'watch-card', ticket: second });
    await expectEnded();
    host.send({ message: 'stop-scan', ticket: first });
    await expectNextPage(host, second);
  });

  it('says so when no scanner is configured', async () => {
    const other = startHost();
    try {
      other.send({ message: 'configure', devices: {} });
      await other.next(
        (message) =>
          message.message === 'device-status' &&
          message.device === 'documentScanner' &&
          message.status.state === 'not-configured',
      );
      other.send({ message: 'scan', ticket: first, scan: scanA });
      const { result } = await scanned(other, first, scanA);
      expect(result).toEqual({ outcome: 'not-scanned', because: { state: 'not-configured' } });
      other.send({ message: 'stop-scan', ticket: first });
    } finally {
      await end(other.child);
    }
  });
});
