import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { controlFlags, networkPlug, serveControl } from '../virtual-control.ts';
import { createMechanism, type VirtualJob } from './virtual-mechanism.ts';
import { createVirtualServer, faultKinds, questions } from './virtual-server.ts';

/*
 * A page printer as a process of its own: IPP over HTTP, and a person's hands on a Unix socket.
 * What it prints it keeps as PDF where a folder is given, and else not at all.
 *
 *   node native/page-printer/virtual.ts --control SOCKET [--port N] [--paper-folder DIR] [--page-ms N] [--exit-with-parent]
 */

const { values: flags } = parseArgs({
  options: {
    ...controlFlags,
    port: { type: 'string', default: '0' },
    'paper-folder': { type: 'string' },
    'page-ms': { type: 'string', default: '1500' },
  },
});
const settings = z
  .object({
    port: z.coerce.number().int().min(0).max(65535),
    control: z.string(),
    'paper-folder': z.string().optional(),
    'page-ms': z.coerce.number().min(0),
  })
  .parse(flags);

const order = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('open-cover') }),
  z.strictObject({ do: z.literal('close-cover') }),
  z.strictObject({ do: z.literal('paper'), sheets: z.number().int().min(0) }),
  z.strictObject({ do: z.literal('jam') }),
  z.strictObject({ do: z.literal('clear-jam') }),
  z.strictObject({ do: z.literal('toner'), percent: z.number().int().min(0).max(100) }),
  z.strictObject({ do: z.literal('pause'), on: z.boolean() }),
  z.strictObject({ do: z.literal('busy'), on: z.boolean() }),
  z.strictObject({
    do: z.literal('fault'),
    kind: z.enum(faultKinds),
    count: z.number().int().min(1).max(1000),
    on: z.enum(questions).optional(),
  }),
  z.strictObject({ do: z.literal('end-faults') }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('state') }),
  z.strictObject({ do: z.literal('printed') }),
]);

interface Printed {
  readonly pages: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly pdf: string | undefined;
}
const printed: Printed[] = [];

function onPrinted({ pdf, pages }: VirtualJob): void {
  const folder = settings['paper-folder'];
  const bytes = pdf.length;
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  let file: string | undefined;
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    file = join(folder, `pages-${String(printed.length + 1).padStart(4, '0')}.pdf`);
    writeFileSync(`${file}.new`, pdf);
    renameSync(`${file}.new`, file);
  }
  pdf.fill(0);
  printed.push({ pages, bytes, sha256, pdf: file });
}

const mechanism = createMechanism({ clock: systemClock, pageMs: settings['page-ms'], onPrinted });
const printer = createVirtualServer(mechanism);
const plug = networkPlug(printer.server, settings.port, () => {
  printer.server.closeAllConnections();
  mechanism.powerCycle();
});

async function carryOut(given: z.infer<typeof order>): Promise<object> {
  switch (given.do) {
    case 'open-cover':
    case 'close-cover':
      mechanism.change({ coverOpen: given.do === 'open-cover' });
      break;
    case 'paper':
      mechanism.change({ sheets: given.sheets });
      break;
    case 'jam':
    case 'clear-jam':
      mechanism.change({ jammed: given.do === 'jam' });
      break;
    case 'toner':
      mechanism.change({ tonerPercent: given.percent });
      break;
    case 'pause':
      mechanism.change({ paused: given.on });
      break;
    case 'busy':
      mechanism.change({ busy: given.on });
      break;
    case 'fault':
      printer.addFault({ kind: given.kind, count: given.count, on: given.on });
      break;
    case 'end-faults':
      printer.endFaults();
      break;
    case 'unplug':
      await plug.unplug();
      break;
    case 'plug':
      await plug.plug();
      break;
    case 'state':
      break;
    case 'printed':
      return { printed };
    default:
      given satisfies never;
  }
  const jobs = mechanism.jobs().map(({ id, user, state, pages, pagesOut }) => ({ id, user, state, pages, pagesOut }));
  return {
    plugged: plug.isPlugged(),
    port: plug.port(),
    ...mechanism.state(),
    jobs,
    printed: printed.length,
    faultsLeft: printer.faultsLeft(),
  };
}

await plug.plug();
await serveControl({
  path: settings.control,
  order,
  carryOut,
  leave: plug.unplug,
  exitWithParent: flags['exit-with-parent'],
  ready: () => ({ port: plug.port(), url: `ipp://127.0.0.1:${plug.port()}/ipp/print` }),
});
