import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ReceiptDocument, ReceiptPrinterSettings } from '../../main/contract/devices/receipt-printer.ts';
import { end, type HostProcess, startHost } from '../test-host.ts';

/** The device host and a virtual printer, over the ways that are not TCP and on either paper. */
const receipt: ReceiptDocument = [
  { block: 'text', text: '办件回执', size: 2, bold: true, align: 'centre' },
  { block: 'row', label: '办的事', value: '开无犯罪记录证明，办理地安徽省阜阳市颍州区' },
  { block: 'qr', data: 'TB1.0123456789' },
];

const controlAnswer = z.looseObject({
  ok: z.literal(true),
  receipts: z
    .union([
      z.number(),
      z.array(z.object({ lines: z.array(z.string()), qr: z.array(z.string()), partial: z.boolean() })),
    ])
    .optional(),
});

let folder: string;
let link: string;
let virtual: ChildProcess | undefined;
let control: Socket | undefined;
let host: HostProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receipt-ways-'));
  link = join(folder, 'port');
});

afterEach(async () => {
  if (host !== undefined) await end(host.child);
  control?.destroy();
  if (virtual !== undefined) await end(virtual);
  rmSync(folder, { recursive: true });
});

async function setUp(settings: ReceiptPrinterSettings, baud: number) {
  const socketPath = join(folder, 'control');
  const flags = ['--link', link, '--baud', String(baud), '--paper-width-mm', String(settings.paperWidthMm)];
  const more = [
    '--mm-per-second',
    '600',
    '--control',
    socketPath,
    '--paper-folder',
    join(folder, 'paper'),
    '--exit-with-parent',
  ];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'virtual.ts'), ...flags, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  virtual = child;
  await once(createInterface({ input: child.stdout }), 'line');
  // usblp has no terminal's habits; a pseudo-terminal has them until it is told otherwise.
  if (settings.transport === 'usb') execFileSync('stty', ['-F', link, 'raw', '-echo']);
  const socket = connect(socketPath);
  control = socket;
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const order = async (wanted: object) => {
    socket.write(`${JSON.stringify(wanted)}\n`);
    return controlAnswer.parse(JSON.parse(String((await answers.next()).value)));
  };
  const started = startHost();
  host = started;
  started.send({ message: 'configure', devices: { receiptPrinter: settings } });
  const status = async (state: string) => {
    await started.next(
      (message) =>
        message.message === 'device-status' && message.device === 'receiptPrinter' && message.status.state === state,
    );
  };
  await status('ready');
  let jobs = 0;
  const print = () => {
    jobs += 1;
    const jobId = `job-${jobs}`;
    started.send({ message: 'print', jobId, document: receipt });
    return started.next((message) => message.message === 'print-outcome' && message.jobId === jobId);
  };
  const pieces = async () => {
    const { receipts } = await order({ do: 'receipts' });
    return Array.isArray(receipts) ? receipts : [];
  };
  return { order, status, print, pieces };
}

describe('a receipt printer', { timeout: 60_000 }, () => {
  it.each<[string, number, (path: string) => ReceiptPrinterSettings]>([
    [
      'on a serial line at 9600 baud, 58 mm',
      9_600,
      (path) => ({ transport: 'serial', path, baud: 9600, paperWidthMm: 58 }),
    ],
    ['on USB, 80 mm', 10_000_000, (path) => ({ transport: 'usb', path, paperWidthMm: 80 })],
  ])('%s, prints, and is found again when it was unplugged', async (_way, baud, settings) => {
    const { order, status, print, pieces } = await setUp(settings(link), baud);
    expect(await print()).toMatchObject({ result: { outcome: 'printed' } });
    const [piece] = await pieces();
    expect(piece).toMatchObject({ partial: false, qr: ['TB1.0123456789'] });
    expect(piece?.lines.join('')).toContain('办件回执');
    await order({ do: 'unplug' });
    await status('no-printer');
    await order({ do: 'plug' });
    if (settings(link).transport === 'usb') execFileSync('stty', ['-F', link, 'raw', '-echo']);
    await status('ready');
    expect(await print()).toMatchObject({ result: { outcome: 'printed' } });
  });

  it('on USB that is out of paper in the middle says so, and prints whole afterwards', async () => {
    const { order, status, print, pieces } = await setUp(
      { transport: 'usb', path: link, paperWidthMm: 80 },
      10_000_000,
    );
    await order({ do: 'paper', mm: 25 });
    expect(await print()).toMatchObject({
      result: { outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    await order({ do: 'new-paper' });
    await status('ready');
    expect(await print()).toMatchObject({ result: { outcome: 'printed' } });
    expect((await pieces()).map(({ partial }) => partial)).toEqual([true, false]);
  });

  it('prints the logo of its settings above, and without one where the file is none', async () => {
    const logo = join(folder, 'logo.pbm');
    const square = Uint8Array.from({ length: 16 * 128 }, () => 0xff);
    writeFileSync(logo, Buffer.concat([Buffer.from('P4\n128 128\n'), square]));
    const { print } = await setUp({ transport: 'usb', path: link, paperWidthMm: 58, logo }, 10_000_000);
    expect(await print()).toMatchObject({ result: { outcome: 'printed' } });
    expect(host?.log()).not.toContain('receipt-logo');
    if (host !== undefined) await end(host.child);
    writeFileSync(logo, 'a picture of another kind');
    const other = startHost();
    host = other;
    other.send({
      message: 'configure',
      devices: { receiptPrinter: { transport: 'usb', path: link, paperWidthMm: 58, logo } },
    });
    await other.logged(/"event":"receipt-logo","path":"[^"]*","because":"no-bitmap"/);
    await other.next(
      (message) =>
        message.message === 'device-status' && message.device === 'receiptPrinter' && message.status.state === 'ready',
    );
    other.send({ message: 'print', jobId: 'without', document: receipt });
    expect(await other.next(({ message }) => message === 'print-outcome')).toMatchObject({
      result: { outcome: 'printed' },
    });
  });
});
