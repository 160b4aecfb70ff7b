import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsqr from 'jsqr';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { PrinterStatus, ReceiptDocument } from '../../main/contract/devices/receipt-printer.ts';
import { systemClock } from '../clock.ts';
import { tcpLine } from '../transports/tcp.ts';
import { encodeCommand } from './codec.ts';
import { createReceiptPrinter, type ReceiptPrinter } from './driver.ts';
import { layOutReceipt } from './layout.ts';
import { clearRequest, statusRequest } from './real-time.ts';

/** The motor keeps a real printer's pace, and the machine may be busy with other tests. */
vi.setConfig({ testTimeout: 20_000 });

const code = 'https://example.org/s/FY01-000127-5#k=Zm9vYmFyYmF6cXV4MTIzNDU2';
const receipt: ReceiptDocument = [
  { block: 'text', text: '办件回执', size: 2, bold: true, align: 'centre' },
  { block: 'rule' },
  { block: 'text', text: 'FY01-000127-5', size: 3, bold: true, align: 'left' },
  { block: 'row', label: '申请人', value: '*龘（𠮷䶮）' },
  { block: 'row', label: '事项', value: '开具无犯罪记录证明' },
  { block: 'qr', data: code },
  { block: 'text', text: '已存在这台终端，还没有送出', size: 1, bold: false, align: 'left' },
];
const wholeLines = [
  '办件回执',
  '─'.repeat(24),
  'FY01-000127-5',
  '申请人  *龘（𠮷䶮）',
  '事项    开具无犯罪记录证明',
  '已存在这台终端，还没有送出',
];

const controlAnswer = z.object({
  ok: z.boolean(),
  paperMm: z.number().optional(),
  receipts: z
    .array(
      z.object({
        png: z.string(),
        json: z.string(),
        partial: z.boolean(),
        lines: z.array(z.string()),
        qr: z.array(z.string()),
      }),
    )
    .or(z.number())
    .optional(),
});

let folder: string;
let virtual: ChildProcess;
let control: Socket;
let port: number;
let printer: ReceiptPrinter | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'receipt-printer-'));
});

afterEach(async () => {
  printer?.close();
  printer = undefined;
  control.destroy();
  const exited = once(virtual, 'exit');
  virtual.kill('SIGTERM');
  await exited;
  rmSync(folder, { recursive: true });
});

async function startVirtual(mmPerSecond: number): Promise<void> {
  const socketPath = join(folder, 'control');
  const script = join(import.meta.dirname, 'virtual.ts');
  const flags = [
    '--control',
    socketPath,
    '--paper-folder',
    join(folder, 'paper'),
    '--mm-per-second',
    String(mmPerSecond),
  ];
  virtual = spawn(process.execPath, [script, ...flags, '--exit-with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (virtual.stdout === null) throw new Error('the virtual printer has no output');
  const line: unknown = (await once(createInterface({ input: virtual.stdout }), 'line'))[0];
  port = z.object({ ready: z.literal(true), port: z.number() }).parse(JSON.parse(String(line))).port;
  control = connect(socketPath);
  controlLines = createInterface({ input: control })[Symbol.asyncIterator]();
}

let controlLines: AsyncIterator<string, undefined>;
async function order(wanted: object): Promise<z.infer<typeof controlAnswer>> {
  control.write(`${JSON.stringify(wanted)}\n`);
  const { value } = await controlLines.next();
  return controlAnswer.parse(JSON.parse(String(value)));
}

async function receipts() {
  const { receipts: all } = await order({ do: 'receipts' });
  if (!Array.isArray(all)) throw new Error('no list of receipts');
  return all;
}

/** A driver, and a way to wait until it has told a status. */
function startDriver() {
  let waiting: { readonly state: PrinterStatus['state']; readonly resolve: () => void } | undefined;
  const driver = createReceiptPrinter({
    dial: tcpLine({ host: '127.0.0.1', port, connectTimeoutMs: 2_000 }, systemClock),
    clock: systemClock,
    paperWidthMm: 80,
    onStatus: ({ state }) => {
      if (state === waiting?.state) waiting.resolve();
    },
  });
  printer = driver;
  const until = (state: PrinterStatus['state']) =>
    new Promise<void>((resolve) => {
      if (driver.status().state === state) resolve();
      else waiting = { state, resolve };
    });
  return { driver, until };
}

async function readCode(png: string): Promise<string | undefined> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
  return jsqr.default(data, width, height)?.data;
}

async function nextBytes(socket: Socket): Promise<Uint8Array> {
  return z.instanceof(Uint8Array).parse((await once(socket, 'data'))[0]);
}

test('a receipt comes out whole, in words and dots', async () => {
  await startVirtual(600);
  const { driver, until } = startDriver();
  await until('ready');
  expect(await driver.print(receipt)).toEqual({ outcome: 'printed' });
  const [first, ...others] = await receipts();
  expect(others).toEqual([]);
  expect(first).toMatchObject({ partial: false, lines: wholeLines, qr: [code] });
  expect(JSON.parse(readFileSync(first?.json ?? '', 'utf8'))).toEqual({
    partial: false,
    lines: wholeLines,
    qr: [code],
  });
  expect(await readCode(first?.png ?? '')).toBe(code);
});

test('paper ends in the middle: half a receipt; new paper, and a whole one without the rest of the old', async () => {
  await startVirtual(150);
  const { driver, until } = startDriver();
  await until('ready');
  await order({ do: 'paper', mm: 30 });
  expect(await driver.print(receipt)).toEqual({
    outcome: 'not-printed',
    because: { state: 'no-paper' },
    onPaper: 'part',
  });
  expect(await driver.print(receipt)).toEqual({
    outcome: 'not-printed',
    because: { state: 'no-paper' },
    onPaper: 'nothing',
  });
  await order({ do: 'new-paper' });
  await until('ready');
  expect(await driver.print(receipt)).toEqual({ outcome: 'printed' });
  const [half, whole, ...others] = await receipts();
  expect(others).toEqual([]);
  expect(half).toMatchObject({ partial: true, lines: wholeLines.slice(0, half?.lines.length), qr: [] });
  expect(half?.lines.length).toBeGreaterThan(0);
  expect(whole).toMatchObject({ partial: false, lines: wholeLines, qr: [code] });
});

test('the cover is opened in the middle: what hangs there is cut off before the whole receipt', async () => {
  await startVirtual(60);
  const { driver, until } = startDriver();
  await until('ready');
  const job = driver.print(receipt);
  let { paperMm } = await order({ do: 'state' });
  for (const startMm = paperMm ?? 0; paperMm !== undefined && startMm - paperMm < 20; )
    ({ paperMm } = await order({ do: 'state' }));
  await order({ do: 'open-cover' });
  expect(await job).toEqual({ outcome: 'not-printed', because: { state: 'cover-open' }, onPaper: 'part' });
  await order({ do: 'close-cover' });
  await until('ready');
  expect(await driver.print(receipt)).toEqual({ outcome: 'printed' });
  const [half, whole] = await receipts();
  expect(half).toMatchObject({ partial: true, qr: [] });
  expect(whole).toMatchObject({ partial: false, lines: wholeLines });
});

test('a host dies in the middle of a receipt and the paper ends: the next host clears the rest before new paper', async () => {
  await startVirtual(600);
  await order({ do: 'paper', mm: 30 });
  const dying = connect(port, '127.0.0.1');
  dying.write(Buffer.concat(layOutReceipt(receipt, 80).map(encodeCommand)));
  for (let state = await order({ do: 'state' }); state.paperMm !== 0; ) state = await order({ do: 'state' });
  dying.destroy();
  const { driver, until } = startDriver();
  await until('no-paper');
  await order({ do: 'new-paper' });
  await until('ready');
  expect(await driver.print(receipt)).toEqual({ outcome: 'printed' });
  const pieces = await receipts();
  expect(pieces.map(({ partial }) => partial)).toEqual([true, false]);
  expect(pieces[1]?.lines).toEqual(wholeLines);
});

test('the cutter sticks, and the line is unplugged and plugged: each is said, and it prints again', async () => {
  await startVirtual(600);
  const { driver, until } = startDriver();
  await until('ready');
  await order({ do: 'cutter-error', on: true });
  expect(await driver.print(receipt)).toEqual({
    outcome: 'not-printed',
    because: { state: 'cutter-stuck' },
    onPaper: 'nothing',
  });
  await order({ do: 'cutter-error', on: false });
  await until('ready');
  await order({ do: 'unplug' });
  await until('no-printer');
  await order({ do: 'plug' });
  await until('ready');
  expect(await driver.print(receipt)).toEqual({ outcome: 'printed' });
});

test('a full buffer stops reading, and the rest prints when there is paper again', async () => {
  await startVirtual(2_000);
  await order({ do: 'take-paper' });
  const lines = 300;
  const bulk = Buffer.concat([
    ...layOutReceipt([{ block: 'rule' }], 80)
      .slice(0, 3)
      .map(encodeCommand),
    ...Array.from({ length: lines }, (_, at) => Buffer.from(`line ${at} of many\n`)),
    ...[{ command: 'cut', feedDots: 0 } as const, { command: 'fence' } as const].map(encodeCommand),
  ]);
  expect(bulk.length).toBeGreaterThan(4_096);
  const socket = connect(port, '127.0.0.1');
  socket.write(statusRequest(2));
  const [reason] = await nextBytes(socket);
  expect(reason).toBe(0x32);
  socket.write(bulk);
  await order({ do: 'new-paper' });
  const [fence] = await nextBytes(socket);
  expect(fence).toBe(0x00);
  socket.destroy();
  const [piece] = await receipts();
  expect(piece?.lines).toHaveLength(lines);
  expect(piece?.lines.at(-1)).toBe(`line ${lines - 1} of many`);
});

test('random bytes do not break it', async () => {
  await startVirtual(100_000);
  const socket = connect(port, '127.0.0.1');
  let seed = 1;
  const noise = Uint8Array.from({ length: 3_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 0xff;
  });
  socket.write(noise);
  // More than any code holds, at a level that holds least.
  socket.write(encodeCommand({ command: 'qr-level', level: 'H' }));
  socket.write(encodeCommand({ command: 'qr-store', data: 'x'.repeat(2_900) }));
  socket.write(encodeCommand({ command: 'qr-print' }));
  // A printer that has thrown the noise away answers as ever; what came before in the same stream does not matter.
  socket.write(clearRequest);
  const heard: number[] = [];
  for await (const chunk of socket) {
    heard.push(...z.instanceof(Uint8Array).parse(chunk));
    if (Buffer.from(heard).includes(Buffer.of(0x37, 0x25, 0x00))) break;
  }
  expect((await order({ do: 'nonsense' })).ok).toBe(false);
  expect((await order({ do: 'state' })).ok).toBe(true);
});
