import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { maxPageBytes, type ScannerStatus, type ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { systemClock } from '../clock.ts';
import { httpCalls } from '../transports/http.ts';
import { createDocumentScanner, type DocumentScanner } from './driver.ts';
import { esclScanner } from './escl.ts';

/** Pages are drawn while the test waits, and the machine may be busy with other tests. */
vi.setConfig({ testTimeout: 30_000 });

const controlAnswer = z.looseObject({
  ok: z.literal(true),
  feeder: z.number().optional(),
  scanning: z.boolean().optional(),
  pages: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })).optional(),
});

let folder: string;
let virtual: ChildProcess;
let control: Socket;
let answers: AsyncIterator<string, undefined>;
let url: URL;
let scanner: DocumentScanner;
let told: ScannerStatus[];
let onTold: () => void;
let scannedBefore: number;

/** One for all tests, because drawing its pages takes longer than scanning them. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'document-scanner-'));
  const socketPath = join(folder, 'control');
  const script = join(import.meta.dirname, 'virtual.ts');
  const flags = ['--control', socketPath, '--bytes-per-second', '20000000', '--exit-with-parent'];
  virtual = spawn(process.execPath, [script, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (virtual.stdout === null) throw new Error('the virtual scanner has no output');
  const line: unknown = (await once(createInterface({ input: virtual.stdout }), 'line'))[0];
  url = new URL(z.object({ ready: z.literal(true), url: z.url() }).parse(JSON.parse(String(line))).url);
  control = connect(socketPath);
  answers = createInterface({ input: control })[Symbol.asyncIterator]();
});

beforeEach(async () => {
  told = [];
  onTold = () => {};
  scannedBefore = (await order({ do: 'scanned' })).pages?.length ?? 0;
  scanner = startDriver(false);
});

function startDriver(bothSides: boolean): DocumentScanner {
  const call = httpCalls({ connectTimeoutMs: 2_000 }, systemClock);
  return createDocumentScanner({
    way: esclScanner({ call, url, bothSides, clock: systemClock }),
    clock: systemClock,
    onStatus: (status) => {
      told.push(status);
      onTold();
    },
  });
}

afterEach(async () => {
  scanner.close();
  for (const undo of ['lift', 'empty-feeder', 'clear-jam', 'close-cover', 'plug']) await order({ do: undo });
});

afterAll(async () => {
  control.destroy();
  const exited = once(virtual, 'exit');
  virtual.kill('SIGTERM');
  await exited;
  rmSync(folder, { recursive: true });
});

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

/** Resolves when this status is the last one told. */
async function until(fits: (status: ScannerStatus) => boolean): Promise<void> {
  for (;;) {
    const last = told.at(-1);
    if (last !== undefined && fits(last)) return;
    await new Promise<void>((resolve) => {
      onTold = resolve;
    });
  }
}

function scan() {
  const pages: Buffer[][] = [];
  let wholePages = 0;
  let onFirstPart = (): void => {};
  const firstPart = new Promise<void>((resolve) => {
    onFirstPart = resolve;
  });
  const ended = new Promise<ScanOutcome>((resolve) =>
    scanner.scan({
      part: (page, part, isLast) => {
        (pages[page - 1] ??= []).push(Buffer.from(part));
        if (isLast) wholePages += 1;
        onFirstPart();
      },
      outcome: resolve,
    }),
  );
  return {
    ended,
    firstPart,
    wholePages: () => wholePages,
    parts: () => pages.flat().length,
    digests: () => pages.map((parts) => createHash('sha256').update(Buffer.concat(parts)).digest('hex')),
  };
}

test('the page on the glass comes through byte for byte', async () => {
  await order({ do: 'lay', page: 'form' });
  const scanned = scan();
  expect(await scanned.ended).toEqual({ outcome: 'done', pages: 1 });
  const pages = await given();
  expect(pages.map(({ name }) => name)).toEqual(['form']);
  expect(pages[0]?.bytes).toBeGreaterThan(1_000_000);
  expect(scanned.digests()).toEqual(pages.map(({ sha256 }) => sha256));
});

test('all that lies in the feeder comes through, up to the longest page', async () => {
  await order({ do: 'load', pages: ['letter', 'five-megabytes', 'certificate'] });
  const scanned = scan();
  expect(await scanned.ended).toEqual({ outcome: 'done', pages: 3 });
  const pages = await given();
  expect(scanned.digests()).toEqual(pages.map(({ sha256 }) => sha256));
  expect(pages[1]).toMatchObject({ name: 'five-megabytes', bytes: maxPageBytes });
  expect(await order({ do: 'state' })).toMatchObject({ feeder: 0, scanning: false });
});

test('both sides of each sheet, the front first; a back with nothing on it is a white page', async () => {
  scanner.close();
  scanner = startDriver(true);
  await order({ do: 'load', pages: [{ front: 'letter', back: 'certificate' }, 'form'] });
  const scanned = scan();
  expect(await scanned.ended).toEqual({ outcome: 'done', pages: 4 });
  const pages = await given();
  expect(pages.map(({ name }) => name)).toEqual(['letter', 'certificate', 'form', 'blank']);
  expect(scanned.digests()).toEqual(pages.map(({ sha256 }) => sha256));
});

test('a page that is too large is not kept, and the scanner is free again', async () => {
  await order({ do: 'lay', page: 'too-large' });
  expect(await scan().ended).toEqual({ outcome: 'page-too-large' });
  expect(await order({ do: 'state' })).toMatchObject({ scanning: false });
  expect(await given()).toEqual([]);
});

test('a jam at the second page keeps the first; cleared, the rest is scanned', async () => {
  await order({ do: 'load', pages: ['letter', 'letter', 'letter'] });
  await order({ do: 'jam', atPage: 2 });
  const jammed = scan();
  expect(await jammed.ended).toEqual({ outcome: 'not-scanned', because: { state: 'jam' } });
  expect(jammed.wholePages()).toBe(1);
  await until(({ state }) => state === 'jam');
  await order({ do: 'clear-jam' });
  await until(({ state }) => state === 'ready');
  expect(await scan().ended).toEqual({ outcome: 'done', pages: 1 });
});

test.each([
  ['cut', { state: 'fault', fault: 'garbled' }],
  ['no-end', { state: 'fault', fault: 'garbled' }],
] as const)('a page with the fault "%s" is no page, and the next one is', async (kind, because) => {
  await order({ do: 'lay', page: 'letter' });
  await order({ do: 'fault', kind, count: 1 });
  const broken = scan();
  expect(await broken.ended).toEqual({ outcome: 'not-scanned', because });
  expect(broken.wholePages()).toBe(0);
  expect(await scan().ended).toEqual({ outcome: 'done', pages: 1 });
});

test.each([
  ['garbage', 'job', { state: 'fault', fault: 'garbled' }],
  ['html', 'page', { state: 'fault', fault: 'garbled' }],
  ['redirect', 'page', { state: 'fault', fault: 'garbled' }],
  ['hang-up', 'page', { state: 'fault', fault: 'garbled' }],
  ['busy', 'job', { state: 'busy' }],
] as const)('the answer "%s" to a %s ends the scan in words, and the next one works', async (kind, on, because) => {
  await order({ do: 'lay', page: 'letter' });
  await order({ do: 'fault', kind, on, count: 1 });
  expect(await scan().ended).toEqual({ outcome: 'not-scanned', because });
  expect(await scan().ended).toEqual({ outcome: 'done', pages: 1 });
});

test('stopped in a page that stalls: the job is gone from the scanner, and the next scan is the next page', async () => {
  await order({ do: 'load', pages: ['form', 'letter'] });
  await order({ do: 'fault', kind: 'stall', count: 1 });
  const first = scan();
  await first.firstPart;
  scanner.stop();
  const partsWhenStopped = first.parts();
  const second = scan();
  expect(await second.ended).toEqual({ outcome: 'done', pages: 1 });
  const pages = await given();
  expect(pages.map(({ name }) => name)).toEqual(['letter']);
  expect(second.digests()).toEqual(pages.map(({ sha256 }) => sha256));
  expect(first.parts()).toBe(partsWhenStopped);
  expect(first.wholePages()).toBe(0);
});

test('the cover opened in the middle of a page', async () => {
  await order({ do: 'lay', page: 'form' });
  await order({ do: 'fault', kind: 'stall', count: 1 });
  const scanned = scan();
  await scanned.firstPart;
  await order({ do: 'open-cover' });
  expect(await scanned.ended).toEqual({ outcome: 'not-scanned', because: { state: 'cover-open' } });
  await until(({ state }) => state === 'cover-open');
  await order({ do: 'close-cover' });
  await until(({ state }) => state === 'ready');
});

test('unplugged in the middle of a page, and soon there again after it is plugged in', async () => {
  await order({ do: 'lay', page: 'form' });
  await order({ do: 'fault', kind: 'stall', count: 1 });
  const scanned = scan();
  await scanned.firstPart;
  await order({ do: 'unplug' });
  expect(await scanned.ended).toEqual({ outcome: 'not-scanned', because: { state: 'no-scanner' } });
  await until(({ state }) => state === 'no-scanner');
  await order({ do: 'plug' });
  const pluggedMs = performance.now();
  await until(({ state }) => state === 'ready');
  expect(performance.now() - pluggedMs).toBeLessThan(5_000);
});

test('a scanner somebody else uses', async () => {
  await order({ do: 'busy', on: true });
  await until(({ state }) => state === 'busy');
  const waiting = scan();
  await order({ do: 'lay', page: 'letter' });
  await order({ do: 'busy', on: false });
  expect(await waiting.ended).toEqual({ outcome: 'done', pages: 1 });
});
