import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { openPacedPty, type PacedPty } from '../paced-pty.ts';
import { widthDots } from './layout.ts';
import { createMechanism, type PaperPiece } from './virtual-mechanism.ts';
import { drawPiece } from './virtual-picture.ts';

/*
 * A receipt printer as a process of its own: ESC/POS over TCP, as on port 9100, or on a pseudo-terminal that keeps the pace
 * of a serial line, and what comes out of it as pictures.
 * A driver cannot tell it from one on the counter; whoever handles it (a test, the workbench) does so over the control
 * socket, one JSON line each way.
 *
 *   node native/receipt-printer/virtual.ts --paper-folder DIR --control SOCKET [--port N | --link PATH [--baud N]]
 *        [--paper-width-mm 80|58] [--mm-per-second N] [--paper-mm N] [--exit-with-parent]
 */

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    control: { type: 'string' },
    'paper-folder': { type: 'string' },
    'mm-per-second': { type: 'string', default: '150' },
    'paper-mm': { type: 'string', default: '50000' },
    'paper-width-mm': { type: 'string', default: '80' },
    link: { type: 'string' },
    baud: { type: 'string', default: '115200' },
    'exit-with-parent': { type: 'boolean', default: false },
  },
});
const settings = z
  .object({
    port: z.coerce.number().int().min(0).max(65535),
    control: z.string(),
    'paper-folder': z.string(),
    'mm-per-second': z.coerce.number().positive(),
    'paper-mm': z.coerce.number().min(0),
    'paper-width-mm': z.enum(['80', '58']).transform((width) => (width === '80' ? 80 : 58)),
    link: z.string().optional(),
    baud: z.coerce.number().int().positive(),
  })
  .parse(flags);

const order = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('open-cover') }),
  z.strictObject({ do: z.literal('close-cover') }),
  z.strictObject({ do: z.literal('paper'), mm: z.number().min(0) }),
  z.strictObject({ do: z.literal('take-paper') }),
  z.strictObject({ do: z.literal('new-paper') }),
  z.strictObject({ do: z.literal('cutter-error'), on: z.boolean() }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('state') }),
  z.strictObject({ do: z.literal('receipts') }),
]);
type Order = z.infer<typeof order>;

interface SavedReceipt {
  readonly png: string;
  readonly json: string;
  readonly partial: boolean;
  readonly lines: readonly string[];
  readonly qr: readonly string[];
}

const headDots = widthDots(settings['paper-width-mm']);
const folder = settings['paper-folder'];
mkdirSync(folder, { recursive: true });
const receipts: SavedReceipt[] = [];

/** The picture first, the text last, each in one move: whoever sees the text finds both whole. */
function save(piece: PaperPiece): void {
  const name = `receipt-${String(receipts.length + 1).padStart(4, '0')}`;
  const png = join(folder, `${name}.png`);
  const json = join(folder, `${name}.json`);
  const { partial, lines, qr } = piece;
  writeWhole(png, drawPiece(piece, headDots));
  writeWhole(json, `${JSON.stringify({ partial, lines, qr }, undefined, 2)}\n`);
  receipts.push({ png, json, partial, lines, qr });
}

function writeWhole(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

let connection: Socket | undefined;
/** Arrived over the network and not in the printer yet, whose buffer is full. */
let unread: Uint8Array = new Uint8Array(0);

function pump(): void {
  while (unread.length > 0) {
    const taken = mechanism.receive(unread);
    unread = unread.subarray(taken);
    if (taken === 0) {
      connection?.pause();
      return;
    }
  }
  connection?.resume();
}

const mechanism = createMechanism({
  clock: systemClock,
  mmPerSecond: settings['mm-per-second'],
  paperMm: settings['paper-mm'],
  headDots,
  answer: (bytes) => {
    connection?.write(bytes);
    wire?.send({ bytes, slow: false });
  },
  onPiece: save,
  onRoom: () => setImmediate(pump),
});

/** One connection at a time, as such printers have it. What was received stays in the printer when a connection ends. */
function accept(socket: Socket): void {
  if (connection !== undefined) {
    socket.destroy();
    return;
  }
  connection = socket;
  socket.setNoDelay(true);
  socket.on('data', hear);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    connection = undefined;
    unread = new Uint8Array(0);
  });
}

function hear(chunk: Uint8Array): void {
  unread = Buffer.concat([unread, chunk]);
  pump();
}

let server: Server | undefined;
let wire: PacedPty | undefined;
let port = settings.port;

function plug(): Promise<void> {
  if (settings.link !== undefined) wire ??= openPacedPty(settings.link, settings.baud, hear);
  if (server !== undefined || wire !== undefined) return Promise.resolve();
  const listening = createServer(accept);
  server = listening;
  return new Promise((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(port, '127.0.0.1', () => {
      const address = listening.address();
      if (address !== null && typeof address === 'object') port = address.port;
      resolve();
    });
  });
}

function unplug(): Promise<void> {
  if (wire !== undefined) unread = new Uint8Array(0);
  wire?.unplug();
  wire = undefined;
  const listening = server;
  server = undefined;
  return new Promise((resolve) => {
    if (listening === undefined) resolve();
    else listening.close(() => resolve());
    connection?.destroy();
  });
}

async function carryOut(wanted: Order): Promise<object> {
  switch (wanted.do) {
    case 'open-cover':
      mechanism.openCover();
      break;
    case 'close-cover':
      mechanism.closeCover();
      break;
    case 'paper':
      mechanism.setPaper(wanted.mm);
      break;
    case 'take-paper':
      mechanism.setPaper(0);
      break;
    case 'new-paper':
      mechanism.newPaper();
      break;
    case 'cutter-error':
      mechanism.setCutterStuck(wanted.on);
      break;
    case 'unplug':
      await unplug();
      break;
    case 'plug':
      await plug();
      break;
    case 'state':
      break;
    case 'receipts':
      return { ok: true, receipts };
    default:
      wanted satisfies never;
  }
  const files = receipts.map(({ png }) => png);
  return {
    ok: true,
    ...mechanism.state(),
    plugged: server !== undefined || wire !== undefined,
    port,
    receipts: receipts.length,
    files,
  };
}

function readOrder(line: string): Order | undefined {
  try {
    return order.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

const control = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  createInterface({ input: socket }).on('line', (line) => {
    const wanted = readOrder(line);
    const done = wanted === undefined ? Promise.resolve({ ok: false, error: 'no such order' }) : carryOut(wanted);
    void done.then((answer) => socket.write(`${JSON.stringify(answer)}\n`));
  });
});

rmSync(settings.control, { force: true });
await new Promise<void>((resolve) => control.listen(settings.control, resolve));
await plug();
process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);

process.on('SIGTERM', () => process.exit(0));
if (flags['exit-with-parent']) process.stdin.on('end', () => process.exit(0)).resume();
