import path from 'node:path';
import { z } from 'zod';
import type {
  PrintOutcome,
  ReceiptDocument,
  ReceiptPrinterSettings,
} from '../../../main/contract/devices/receipt-printer.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import { deviceOnSerial } from './device-line.ts';
import type { Bench, Family } from './family.ts';
import { type FaultyLine, lineFaults } from './faulty-line.ts';
import { faultyTcpLine } from './faulty-tcp-line.ts';
import type { WatchedHost } from './host.ts';
import { startVirtualDevice, type VirtualDevice } from './virtual-device.ts';

const states = ['idle', 'printing'] as const;
const ownFaults = ['no-paper', 'cover-open', 'cutter-stuck'] as const;
const faults = [...lineFaults, ...ownFaults] as const;
const faultOf = z.enum(faults);
const printedWithinMs = 20_000;
const fullRollMm = 50_000;

const script = 'native/receipt-printer/virtual.ts';
const serialBaud = 38_400;

export const receiptPrinterFamily: Family = {
  name: 'receipt-printer',
  states,
  faults,
  open: async (folder, random) => {
    const device = await startVirtualDevice(script, ['--paper-folder', folder], folder);
    const line = await faultyTcpLine(z.object({ port: z.number() }).parse(device.ready).port, random);
    const settings = { transport: 'tcp', host: '127.0.0.1', port: line.port, paperWidthMm: 80 } as const;
    return benchOf(device, line, settings);
  },
};

export const serialReceiptPrinterFamily: Family = {
  name: 'serial-receipt-printer',
  states,
  faults,
  open: (folder, random) =>
    openOnLine(folder, random, (port) => ({ transport: 'serial', path: port, baud: serialBaud, paperWidthMm: 80 })),
};

/** A pseudo-terminal is opened, read and written as usblp's devices are. */
export const usbReceiptPrinterFamily: Family = {
  name: 'usb-receipt-printer',
  states,
  faults,
  open: (folder, random) => openOnLine(folder, random, (port) => ({ transport: 'usb', path: port, paperWidthMm: 80 })),
};

async function openOnLine(
  folder: string,
  random: Random,
  settingsOf: (port: string) => ReceiptPrinterSettings,
): Promise<Bench> {
  const flags = ['--paper-folder', path.join(folder, 'paper'), '--baud', String(serialBaud)];
  const { device, line, path: port } = await deviceOnSerial(script, serialBaud, folder, random, flags);
  return benchOf(device, line, settingsOf(port));
}

function benchOf(device: VirtualDevice, line: FaultyLine, receiptPrinter: ReceiptPrinterSettings): Bench {
  let jobs = 0;

  /** Sends a receipt and gives what waits for its outcome. */
  const print = (host: WatchedHost): { readonly outcome: Promise<PrintOutcome>; readonly mark: string } => {
    jobs += 1;
    const [jobId, mark] = [`job-${jobs}`, `回执第${jobs}张`];
    const outcome = host.until('the outcome of the receipt', printedWithinMs, (message) =>
      message.message === 'print-outcome' && message.jobId === jobId ? message.result : undefined,
    );
    // Whoever waits for it hears of it; until then it is nobody's unhandled rejection.
    outcome.catch(() => {});
    host.send({ message: 'print', jobId, document: receipt(mark) });
    return { outcome, mark };
  };

  return {
    settings: { receiptPrinter },
    working: 'printing',
    reach: async (host, state) => {
      if (state === 'idle') return { answered: async () => {} };
      const since = host.now();
      const { outcome, mark } = print(host);
      await host.until(
        'printing',
        printedWithinMs,
        (message) =>
          message.message === 'device-status' &&
          message.device === 'receiptPrinter' &&
          message.status.state === 'printing'
            ? true
            : undefined,
        since,
      );
      return { answered: async () => mustBeTrue(await outcome, await cameOutWhole(device, mark)) };
    },
    cause: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'no-paper') await device.order({ do: 'paper', mm: 0 });
      else if (fault === 'cover-open') await device.order({ do: 'open-cover' });
      else if (fault === 'cutter-stuck') await device.order({ do: 'cutter-error', on: true });
      else await line.spoil(fault);
    },
    mend: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'no-paper') await device.order({ do: 'paper', mm: fullRollMm });
      else if (fault === 'cover-open') await device.order({ do: 'close-cover' });
      else if (fault === 'cutter-stuck') await device.order({ do: 'cutter-error', on: false });
      else await line.mend();
    },
    reads: (host) => {
      const { state } = host.statuses().receiptPrinter;
      return { state, sentence: zh.printerState[state] };
    },
    expected: (given) => {
      const fault = faultOf.parse(given);
      switch (fault) {
        case 'no-paper':
        case 'cover-open':
        case 'cutter-stuck':
          return [fault];
        case 'unplugged':
        case 'silent':
        case 'garbage':
        case 'half-an-answer':
        case 'wrong-device':
          return ['no-printer'];
        case 'very-slow':
          return ['no-printer', 'ready'];
      }
    },
    use: async (host) => {
      const { outcome, mark } = print(host);
      const { outcome: word } = await outcome;
      if (word !== 'printed') throw new Error(`a receipt did not come out: ${JSON.stringify(await outcome)}`);
      if (!(await cameOutWhole(device, mark))) throw new Error('the driver says printed, and nothing came out');
    },
    close: async () => {
      line.close();
      await device.stop();
    },
  };
}

/** What the driver says of a receipt decides whether it is printed again: `printed` without one, or `nothing` with one, is a lie. */
function mustBeTrue(outcome: PrintOutcome, isWhole: boolean): void {
  const isTrue =
    outcome.outcome === 'unknown' || (outcome.outcome === 'printed' ? isWhole : !isWhole || outcome.onPaper === 'part');
  if (!isTrue) throw new Error(`a receipt came out ${isWhole ? 'whole' : 'not whole'}: ${JSON.stringify(outcome)}`);
}

async function cameOutWhole(device: VirtualDevice, mark: string): Promise<boolean> {
  const { receipts } = z
    .object({ receipts: z.array(z.looseObject({ partial: z.boolean(), lines: z.array(z.string()) })) })
    .parse(await device.order({ do: 'receipts' }));
  return receipts.some(({ partial, lines }) => !partial && lines.join('').includes(`${mark}完`));
}

/** Long enough that something can happen in its middle. */
function receipt(mark: string): ReceiptDocument {
  const line = (text: string) => ({ block: 'text', text, size: 1, bold: false, align: 'left' }) as const;
  return [line(mark), ...Array.from({ length: 40 }, (_, at) => line(`第${at + 1}行 样例`)), line(`${mark}完`)];
}
