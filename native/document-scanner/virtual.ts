import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { controlFlags, networkPlug, serveControl } from '../virtual-control.ts';
import { createMechanism, type FeederSheet, type Mechanism, type Sheet } from './virtual-mechanism.ts';
import { samplePage, samplePageNames } from './virtual-pages.ts';
import { answerFaults, createVirtualServer, pageFaults, questions } from './virtual-server.ts';

/*
 * A network scanner with glass and feeder, as a process of its own: eSCL over HTTP, and a person's hands on a Unix
 * socket. It scans whole A4 sheets at 300 dpi, in colour, whatever region is asked for.
 *
 *   node native/document-scanner/virtual.ts --control SOCKET [--port N] [--bytes-per-second N] [--exit-with-parent]
 */

const { values: flags } = parseArgs({
  options: {
    ...controlFlags,
    port: { type: 'string', default: '0' },
    'bytes-per-second': { type: 'string', default: '1000000' },
  },
});
const settings = z
  .object({
    port: z.coerce.number().int().min(0).max(65535),
    control: z.string(),
    'bytes-per-second': z.coerce.number().positive(),
  })
  .parse(flags);

/** A sample page, or any JPEG. */
const page = z.union([z.enum(samplePageNames), z.strictObject({ file: z.string() })]);
const feederSheet = z.union([page, z.strictObject({ front: page, back: page })]);
const count = z.number().int().min(1).max(1000);
const order = z.union([
  z.strictObject({ do: z.literal('lay'), page }),
  z.strictObject({ do: z.literal('lift') }),
  z.strictObject({ do: z.literal('load'), pages: z.array(feederSheet).min(1).max(100) }),
  z.strictObject({ do: z.literal('empty-feeder') }),
  z.strictObject({ do: z.literal('jam'), atPage: count }),
  z.strictObject({ do: z.literal('clear-jam') }),
  z.strictObject({ do: z.literal('open-cover') }),
  z.strictObject({ do: z.literal('close-cover') }),
  z.strictObject({ do: z.literal('busy'), on: z.boolean() }),
  z.strictObject({ do: z.literal('fault'), kind: z.enum(pageFaults), count }),
  z.strictObject({ do: z.literal('fault'), kind: z.enum(answerFaults), count, on: z.enum(questions).optional() }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('state') }),
  z.strictObject({ do: z.literal('scanned') }),
]);

const mechanism: Mechanism = createMechanism({
  clock: systemClock,
  lid: () => sheetOf('blank'),
  onBroken: () => scanner.breakPages(),
});
const scanner = createVirtualServer({
  clock: systemClock,
  bytesPerSecond: settings['bytes-per-second'],
  mechanism,
});
const plug = networkPlug(scanner.server, settings.port, () => {
  scanner.server.closeAllConnections();
  mechanism.powerCycle();
});

function sheetOf(wanted: z.infer<typeof page>): Sheet {
  if (typeof wanted === 'string') return { name: wanted, jpeg: samplePage(wanted) };
  return { name: path.basename(wanted.file), jpeg: readFileSync(wanted.file) };
}

function feederSheetOf(wanted: z.infer<typeof feederSheet>): FeederSheet {
  if (typeof wanted === 'object' && 'front' in wanted) {
    return { front: sheetOf(wanted.front), back: sheetOf(wanted.back) };
  }
  return { front: sheetOf(wanted), back: undefined };
}

async function carryOut(given: z.infer<typeof order>): Promise<object> {
  switch (given.do) {
    case 'lay':
      mechanism.lay(sheetOf(given.page));
      break;
    case 'lift':
      mechanism.lay(undefined);
      break;
    case 'load':
      mechanism.load(given.pages.map(feederSheetOf));
      break;
    case 'empty-feeder':
      mechanism.emptyFeeder();
      break;
    case 'jam':
      mechanism.jamAt(given.atPage);
      break;
    case 'clear-jam':
      mechanism.clearJam();
      break;
    case 'open-cover':
      mechanism.setCover(true);
      break;
    case 'close-cover':
      mechanism.setCover(false);
      break;
    case 'busy':
      mechanism.setBusy(given.on);
      break;
    case 'fault':
      scanner.addFault({ kind: given.kind, count: given.count, on: 'on' in given ? given.on : undefined });
      break;
    case 'unplug':
      await plug.unplug();
      break;
    case 'plug':
      await plug.plug();
      break;
    case 'state':
      break;
    case 'scanned':
      return { pages: mechanism.scanned() };
    default:
      given satisfies never;
  }
  return {
    plugged: plug.isPlugged(),
    port: plug.port(),
    ...mechanism.state(),
    faultsLeft: scanner.faultsLeft(),
  };
}

await plug.plug();
await serveControl({
  path: settings.control,
  order,
  carryOut,
  leave: plug.unplug,
  exitWithParent: flags['exit-with-parent'],
  ready: () => ({ port: plug.port(), url: `http://127.0.0.1:${plug.port()}/eSCL` }),
});
