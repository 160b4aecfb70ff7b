import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PagePrinterStatus, PagesOutcome } from '../../main/contract/devices/page-printer.ts';
import { systemClock } from '../clock.ts';
import { httpCalls } from '../transports/http.ts';
import { createPagePrinter, type PagePrinter } from './driver.ts';
import { exchangeIpp } from './exchange.ts';
import { ippRequests, jobStateIn } from './operations.ts';

/** The driver on CUPS's own model of an IPP Everywhere printer, which keeps what it prints so that a test can look. */
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const user = 'tongban-test';

let folder: string;
let port: number;
let eve: ChildProcess;
let printer: PagePrinter;
let statuses: PagePrinterStatus[];
let onStatus: () => void;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ippeveprinter-'));
  mkdirSync(join(folder, 'spool'));
  const noAvahi = join(folder, 'no-dns-sd.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-o', noAvahi, join(import.meta.dirname, 'testbed/no-dns-sd.c')]);
  port = await freePort();
  const flags = ['-f', 'application/pdf', '-p', String(port), '-d', join(folder, 'spool'), '-k', '-r', 'off'];
  eve = spawn('/usr/sbin/ippeveprinter', [...flags, '-n', 'localhost', 'Test'], {
    stdio: 'ignore',
    env: { ...process.env, LD_PRELOAD: noAvahi },
  });
  while (!(await look('/').catch(() => false))) {
    if (eve.exitCode !== null) throw new Error('ippeveprinter has ended');
  }
  await load(250, 25);
}, 60_000);

beforeEach(() => {
  statuses = [];
  onStatus = () => {};
  printer = createPagePrinter({
    call: httpCalls({ connectTimeoutMs: 3_000 }, systemClock),
    url: new URL(`ipp://127.0.0.1:${port}/ipp/print`),
    user,
    clock: systemClock,
    onStatus: (status) => {
      statuses.push(status);
      onStatus();
    },
  });
});

afterEach(() => printer.close());

afterAll(async () => {
  eve.kill();
  if (eve.exitCode === null && eve.signalCode === null) await once(eve, 'exit');
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Paper in both of its trays, or in none: it stops for either that is empty. */
async function load(main: 250 | 0, byPass: 25 | 0): Promise<void> {
  const trays = `size1=iso_a4_210x297mm&type1=auto&level1=${main}&size3=iso_a4_210x297mm&type3=auto&level3=${byPass}`;
  await look(`/media?${trays}`);
}

/** At a page of it, to the end of it. */
async function look(page: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}${page}`, { headers: { connection: 'close' } });
  await answer.arrayBuffer();
  return answer.ok;
}

async function until(state: PagePrinterStatus['state']): Promise<void> {
  while (statuses.at(-1)?.state !== state) {
    await new Promise<void>((resolve) => {
      onStatus = resolve;
    });
  }
}

async function jobState(id: number) {
  const asked = ippRequests(`ipp://127.0.0.1:${port}/ipp/print`, user).jobAttributes(id);
  const url = new URL(`http://127.0.0.1:${port}/ipp/print`);
  const { answer } = exchangeIpp(httpCalls({ connectTimeoutMs: 3_000 }, systemClock), systemClock, url, asked, 3_000);
  const said = await answer;
  return said.answer === 'answered' ? jobStateIn(said.message) : said.answer;
}

const printed = (): Promise<PagesOutcome> => new Promise((resolve) => printer.print(Uint8Array.from(pdf), resolve));

describe('on ippeveprinter', { timeout: 60_000 }, () => {
  it('prints, byte for byte', async () => {
    await until('ready');
    expect(await printed()).toEqual({ outcome: 'printed' });
    const [file = ''] = readdirSync(join(folder, 'spool'));
    expect(readFileSync(join(folder, 'spool', file)).equals(pdf)).toBe(true);
  });

  it('says what it waits for in the middle, and goes on by itself', async () => {
    await until('ready');
    await load(250, 0);
    const job = printed();
    await until('no-paper');
    await load(250, 25);
    expect(await job).toEqual({ outcome: 'printed' });
  });

  it('cancels what is stopped', async () => {
    await until('ready');
    printer.print(Uint8Array.from(pdf), () => {
      throw new Error('an outcome of what was stopped');
    });
    await until('printing');
    while ((await jobState(3)) !== 'printing') await new Promise(setImmediate);
    printer.stop();
    while ((await jobState(3)) !== 'cancelled') await new Promise(setImmediate);
  });

  it('says that its tray is empty, and is ready when it is filled', async () => {
    await until('ready');
    await load(0, 0);
    await until('no-paper');
    expect(await printed()).toEqual({ outcome: 'not-printed', because: { state: 'no-paper' } });
    await load(250, 25);
    await until('ready');
  });
});
