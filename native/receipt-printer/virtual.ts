import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { openPacedPty } from '../paced-pty.ts';
import { controlFlags, linePlug, networkPlug, serveControl } from '../virtual-control.ts';
import { widthDots } from './layout.ts';
import { createMechanism, type PaperPiece } from './virtual-mechanism.ts';
import { drawPiece } from './virtual-picture.ts';

/*
 * A receipt printer as a process of its own: ESC/POS over TCP, as on port 9100, or on a pseudo-terminal that keeps the pace
 * of a serial line, and what comes out of it as pictures.
 * A driver cannot tell it from one on the counter; whoever handles it (a test, the workbench) does so over the control
 * socket.
 *
 *   node native/receipt-printer/virtual.ts --paper-folder DIR --control SOCKET [--port N | --link PATH [--baud N]]
 *        [--paper-width-mm 80|58] [--mm-per-second N] [--paper-mm N] [--exit-with-parent]
 */

const { values: flags } = parseArgs({
  options: {
    ...controlFlags,
    port: { type: 'string', default: '0' },
    'paper-folder': { type: 'string' },
    'mm-per-second': { type: 'string', default: '150' },
    'paper-mm': { type: 'string', default: '50000' },
    'paper-width-mm': { type: 'string', default: '80' },
    link: { type: 'string' },
    baud: { type: 'string', default: '115200' },
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
    wire?.line()?.send({ bytes, slow: false });
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

const network = networkPlug(createServer(accept), settings.port, () => connection?.destroy());
const { link } = settings;
const wire = link === undefined ? undefined : linePlug(() => openPacedPty(link, settings.baud, hear));
const plug =
  wire === undefined
    ? network
    : {
        plug: wire.plug,
        unplug: (): void => {
          unread = new Uint8Array(0);
          wire.unplug();
        },
      };

async function carryOut(wanted: z.infer<typeof order>): Promise<object> {
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
      await plug.unplug();
      break;
    case 'plug':
      await plug.plug();
      break;
    case 'state':
      break;
    case 'receipts':
      return { receipts };
    default:
      wanted satisfies never;
  }
  const files = receipts.map(({ png }) => png);
  return {
    ...mechanism.state(),
    plugged: network.isPlugged() || wire?.line() !== undefined,
    port: network.port(),
    receipts: receipts.length,
    files,
  };
}

await plug.plug();
await serveControl({
  path: settings.control,
  order,
  carryOut,
  leave: plug.unplug,
  exitWithParent: flags['exit-with-parent'],
  ready: () => ({ port: network.port() }),
});
