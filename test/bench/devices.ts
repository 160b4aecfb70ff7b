import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { HostToService } from '../../main/contract/device-host.ts';
import { encodeAnswer, encodeCommand, encodeReadData } from '../../native/id-card/codec.ts';
import { encodeFrame } from '../../native/id-card/frame.ts';
import { sampleCardBlocks } from '../../native/id-card/sample-cards.ts';
import { startWatchedHost, type WatchedHost } from '../torture/devices/host.ts';
import { startVirtualDevice, type VirtualDevice } from '../torture/devices/virtual-device.ts';
import { atMost, median, type Report } from './report.ts';
import { idleCpuPercentOfTen } from './ten-devices.ts';

const baud = 115_200;
const bitsPerByte = 10;
const reads = 21;
const unplugs = 3;
const scans = 15;
const patienceMs = 15_000;

/**
 * The device host with five virtual devices, each a process of its own on its real transport: a card's read against the
 * time its bytes need on the wire, a code from the reader to the service, how soon a pulled plug is told, and what a host
 * with ten of them needs when nothing happens.
 */
export async function measureDevices(): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-devices-'));
  const bench = await setUp(folder);
  try {
    const { host, reader, codes } = bench;
    const readMs = await timesOf(reads, () => readCard(host, reader));
    const codeMs = await timesOf(scans, (at) => scanCode(host, codes, `TB-${at}`));
    const seenMs = async (device: VirtualDevice, name: DeviceName) =>
      Math.max(...(await timesOf(unplugs, () => unplug(host, device, name))));
    const unplugMs = {
      idCardReader: await seenMs(reader, 'idCardReader'),
      codeReader: await seenMs(codes, 'codeReader'),
      receiptPrinter: await seenMs(bench.receipts, 'receiptPrinter'),
      pagePrinter: await seenMs(bench.pages, 'pagePrinter'),
      documentScanner: await seenMs(bench.scanner, 'documentScanner'),
    };
    await bench.stop();
    const cpuPercent = await idleCpuPercentOfTen(folder);
    const wireMs = (bytesOfRead() * bitsPerByte * 1000) / baud;
    return {
      name: 'devices',
      ratios: {
        readOverWire: atMost(median(readMs) / wireMs, 1.15),
        codeMs: atMost(median(codeMs), 100),
        unplugMs: atMost(Math.max(...Object.values(unplugMs)), 1000),
        idleCpuPercentOfTen: atMost(cpuPercent, 1),
      },
      measured: {
        readMs: median(readMs),
        wireMs,
        ...Object.fromEntries(Object.entries(unplugMs).map(([name, ms]) => [`${name}UnplugMs`, ms])),
      },
    };
  } finally {
    await bench.stop();
    await rm(folder, { recursive: true });
  }
}

interface Bench {
  readonly host: WatchedHost;
  readonly reader: VirtualDevice;
  readonly codes: VirtualDevice;
  readonly receipts: VirtualDevice;
  readonly pages: VirtualDevice;
  readonly scanner: VirtualDevice;
  stop(): Promise<void>;
}

async function setUp(folder: string): Promise<Bench> {
  const started: VirtualDevice[] = [];
  const start = async (name: string, script: string, args: readonly string[]): Promise<VirtualDevice> => {
    const own = path.join(folder, name);
    await mkdir(own);
    const device = await startVirtualDevice(script, args, own);
    started.push(device);
    return device;
  };
  const portOf = ({ ready }: VirtualDevice): number => z.object({ port: z.number() }).parse(ready).port;
  const at = (name: string): string => path.join(folder, name);

  const reader = await start('reader', 'native/id-card/virtual.ts', ['--link', at('reader-port')]);
  const codes = await start('codes', 'native/barcode/virtual.ts', ['--link', at('codes-port'), '--baud', String(baud)]);
  const receipts = await start('receipts', 'native/receipt-printer/virtual.ts', ['--paper-folder', at('paper')]);
  const pages = await start('pages', 'native/page-printer/virtual.ts', []);
  const scanner = await start('scanner', 'native/document-scanner/virtual.ts', []);
  const host = startWatchedHost(
    {
      idCardReader: { transport: 'serial', path: at('reader-port'), baud },
      codeReader: { transport: 'serial', path: at('codes-port'), baud, model: 'honeywell' },
      receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port: portOf(receipts), paperWidthMm: 80 },
      pagePrinter: { transport: 'ipp', url: `ipp://127.0.0.1:${portOf(pages)}/ipp/print` },
      documentScanner: { transport: 'escl', url: `http://127.0.0.1:${portOf(scanner)}/eSCL` },
    },
    at('host.log'),
  );
  await host.until('all ready', patienceMs * 2, () => {
    const { idCardReader, codeReader, receiptPrinter, pagePrinter, documentScanner } = host.statuses();
    const all = [idCardReader, codeReader, receiptPrinter, pagePrinter, documentScanner];
    return all.every(({ state }) => state === 'ready') || undefined;
  });
  return {
    host,
    reader,
    codes,
    receipts,
    pages,
    scanner,
    stop: async () => {
      await host.end();
      for (const device of started) await device.stop();
    },
  };
}

type DeviceName = keyof ReturnType<WatchedHost['statuses']>;

/** What `work` gives, so many times over. */
async function timesOf(count: number, work: (at: number) => Promise<number>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) times.push(await work(at));
  return times;
}

const hex = (at: number): string => at.toString(16).padStart(32, '0');
let tickets = 0;

/** From "I am reading" to "I have read", as the service hears it: choosing the card and taking its text and photo. */
async function readCard(host: WatchedHost, reader: VirtualDevice): Promise<number> {
  tickets += 1;
  const ticket = hex(tickets);
  await reader.order({ do: 'lift' });
  host.send({ message: 'watch-card', ticket });
  host.send({ message: 'read-card', ticket });
  await host.until('waiting for a card', patienceMs, (message) => isCard(message, ticket, 'waiting'));
  const since = host.now();
  await reader.order({ do: 'lay', card: 'resident-wang' });
  const began = await host.until('reading', patienceMs, (message) => isCard(message, ticket, 'reading'), since);
  const ended = await host.until('read', patienceMs, (message) => isCard(message, ticket, 'read'), since);
  host.send({ message: 'release-card', ticket });
  await reader.order({ do: 'lift' });
  await host.until(
    'the card is gone',
    patienceMs,
    (message) =>
      message.message === 'card-present' && message.ticket === ticket && !message.present ? true : undefined,
    since,
  );
  return ended - began;
}

/** When this was heard. */
function isCard(message: HostToService, ticket: string, event: string): number | undefined {
  const fits = message.message === 'card' && message.ticket === ticket && message.card.event === event;
  return fits ? performance.now() : undefined;
}

/** What goes over the line between those two: select, read and the security module's state, with their answers. */
function bytesOfRead(): number {
  const data = encodeReadData(sampleCardBlocks('resident-wang'));
  const frames = [
    encodeCommand('select'),
    encodeAnswer('ok', new Uint8Array(8)),
    encodeCommand('read'),
    encodeAnswer('ok', data),
    encodeCommand('sam-status'),
    encodeAnswer('ok', new Uint8Array(0)),
  ];
  return frames.reduce((bytes, body) => bytes + encodeFrame(body).length, 0);
}

async function scanCode(host: WatchedHost, codes: VirtualDevice, text: string): Promise<number> {
  tickets += 1;
  const ticket = hex(tickets);
  const since = host.now();
  host.send({ message: 'read-code', ticket, light: true });
  // The reader lights up when the order has got that far.
  await host.until('a sign of life', patienceMs, ({ message }) => (message === 'alive' ? true : undefined), since);
  const startMs = performance.now();
  await codes.order({ do: 'scan', text });
  return host.until(
    'the code',
    patienceMs,
    (message) => (message.message === 'code' && message.ticket === ticket ? performance.now() - startMs : undefined),
    since,
  );
}

async function unplug(host: WatchedHost, device: VirtualDevice, name: DeviceName): Promise<number> {
  const is = (state: string) => (): number | undefined =>
    host.statuses()[name].state === state ? performance.now() : undefined;
  const gone =
    name === 'idCardReader' || name === 'codeReader'
      ? 'no-reader'
      : name === 'documentScanner'
        ? 'no-scanner'
        : 'no-printer';
  const startMs = performance.now();
  await device.order({ do: 'unplug' });
  const seenMs = (await host.until(`${name} is gone`, patienceMs, is(gone), 0)) - startMs;
  await device.order({ do: 'plug' });
  await host.until(`${name} is back`, patienceMs, is('ready'), 0);
  return seenMs;
}
