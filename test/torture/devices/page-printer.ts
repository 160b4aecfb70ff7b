import { z } from 'zod';
import type { PageDocument, PagesOutcome } from '../../../main/contract/devices/page-printer.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import type { Bench, Family } from './family.ts';
import { lineFaults } from './faulty-line.ts';
import { faultyTcpLine } from './faulty-tcp-line.ts';
import type { WatchedHost } from './host.ts';
import { startVirtualDevice, type VirtualDevice } from './virtual-device.ts';

const states = ['idle', 'printing'] as const;
const ownFaults = ['no-paper', 'cover-open', 'jam', 'no-toner'] as const;
const faults = [...lineFaults, ...ownFaults] as const;
const faultOf = z.enum(faults);
const printedWithinMs = 30_000;

export const pagePrinterFamily: Family = { name: 'page-printer', states, faults, open };

async function open(folder: string, random: Random): Promise<Bench> {
  const device = await startVirtualDevice('native/page-printer/virtual.ts', ['--page-ms', '1500'], folder);
  const line = await faultyTcpLine(z.object({ port: z.number() }).parse(device.ready).port, random);
  const newTicket = () => Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');

  const print = (host: WatchedHost): Promise<PagesOutcome> => {
    const ticket = newTicket();
    const outcome = host.until('the outcome of the pages', printedWithinMs, (message) =>
      message.message === 'pages-outcome' && message.ticket === ticket ? message.result : undefined,
    );
    // Whoever waits for it hears of it; until then it is nobody's unhandled rejection.
    outcome.catch(() => {});
    host.send({ message: 'print-pages', ticket, document });
    return outcome;
  };

  return {
    settings: { pagePrinter: { transport: 'ipp', url: `ipp://127.0.0.1:${line.port}/ipp/print` } },
    working: 'printing',
    reach: async (host, state) => {
      if (state === 'idle') return { answered: async () => {} };
      const [since, before] = [host.now(), await sheets(device)];
      const outcome = print(host);
      await host.until(
        'printing',
        printedWithinMs,
        (message) =>
          message.message === 'device-status' && message.device === 'pagePrinter' && message.status.state === 'printing'
            ? true
            : undefined,
        since,
      );
      return { answered: async () => mustBeTrue(await outcome, (await sheets(device)) - before) };
    },
    cause: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'no-paper') await device.order({ do: 'paper', sheets: 0 });
      else if (fault === 'cover-open') await device.order({ do: 'open-cover' });
      else if (fault === 'jam') await device.order({ do: 'jam' });
      else if (fault === 'no-toner') await device.order({ do: 'toner', percent: 0 });
      else await line.spoil(fault);
    },
    mend: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'no-paper') await device.order({ do: 'paper', sheets: 250 });
      else if (fault === 'cover-open') await device.order({ do: 'close-cover' });
      else if (fault === 'jam') await device.order({ do: 'clear-jam' });
      else if (fault === 'no-toner') await device.order({ do: 'toner', percent: 80 });
      else await line.mend();
    },
    reads: (host) => {
      const status = host.statuses().pagePrinter;
      const more = status.state === 'fault' ? zh.pagePrinterFault[status.fault] : '';
      return { state: status.state, sentence: `${zh.pagePrinterState[status.state]}${more}` };
    },
    expected: (given) => {
      const fault = faultOf.parse(given);
      switch (fault) {
        case 'no-paper':
        case 'cover-open':
        case 'jam':
        case 'no-toner':
          return [fault];
        case 'unplugged':
          return ['no-printer'];
        // Half of what HTTP promised is as good as silence.
        case 'silent':
        case 'half-an-answer':
          return ['fault', 'no-printer'];
        case 'garbage':
        case 'wrong-device':
          return ['fault'];
        case 'very-slow':
          return ['fault', 'ready', 'printing'];
      }
    },
    use: async (host) => {
      const before = await sheets(device);
      const outcome = await print(host);
      if (outcome.outcome !== 'printed') throw new Error(`nothing was printed: ${JSON.stringify(outcome)}`);
      mustBeTrue(outcome, (await sheets(device)) - before);
    },
    close: async () => {
      line.close();
      await device.stop();
    },
  };
}

/** What the person is told of their pages is what lies in the tray. */
function mustBeTrue(outcome: PagesOutcome, printed: number): void {
  const isTrue = outcome.outcome === 'unknown' || (outcome.outcome === 'printed' ? printed === 1 : printed === 0);
  if (!isTrue) throw new Error(`printed ${printed} times: ${JSON.stringify(outcome)}`);
}

/** Documents in the tray. */
async function sheets(device: VirtualDevice): Promise<number> {
  return z.object({ printed: z.array(z.unknown()) }).parse(await device.order({ do: 'printed' })).printed.length;
}

const document: PageDocument = {
  place: '样例镇便民服务中心',
  title: '样例',
  number: { label: '办件号', value: 'AH-1-0001-00' },
  rows: [{ label: '样例', value: '样例' }],
  notes: [],
};
