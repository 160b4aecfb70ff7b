import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ScanOutcome } from '../../../main/contract/devices/document-scanner.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import type { Bench, Family } from './family.ts';
import { lineFaults } from './faulty-line.ts';
import { faultyTcpLine } from './faulty-tcp-line.ts';
import type { WatchedHost } from './host.ts';
import { startVirtualDevice, type VirtualDevice } from './virtual-device.ts';

const states = ['idle', 'scanning', 'in-page'] as const;
const ownFaults = ['jam', 'cover-open', 'busy'] as const;
const faults = [...lineFaults, ...ownFaults] as const;
const faultOf = z.enum(faults);
const scannedWithinMs = 40_000;
const scannedPages = z.object({ pages: z.array(z.object({ name: z.string(), sha256: z.string() })) });

export const documentScannerFamily: Family = { name: 'document-scanner', states, faults, open };

interface Scan {
  readonly pages: readonly string[];
  readonly result: ScanOutcome;
}

async function open(folder: string, random: Random): Promise<Bench> {
  // Slow enough that a page has a middle.
  const device = await startVirtualDevice(
    'native/document-scanner/virtual.ts',
    ['--bytes-per-second', '400000'],
    folder,
  );
  const line = await faultyTcpLine(z.object({ port: z.number() }).parse(device.ready).port, random);
  const hex = () => Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');

  const scan = (host: WatchedHost): { readonly ticket: string; readonly done: Promise<Scan> } => {
    const [ticket, id] = [hex(), hex()];
    const digest = { running: createHash('sha256'), pages: [] as string[] };
    const done = host.until('the outcome of the scan', scannedWithinMs, (message): Scan | undefined => {
      if (message.message === 'page-part' && message.scan === id) {
        digest.running.update(Buffer.from(message.base64, 'base64'));
        if (!message.last) return undefined;
        digest.pages.push(digest.running.digest('hex'));
        digest.running = createHash('sha256');
      }
      if (message.message !== 'scan-outcome' || message.scan !== id) return undefined;
      return { pages: digest.pages, result: message.result };
    });
    done.catch(() => {});
    host.send({ message: 'scan', ticket, scan: id });
    return { ticket, done };
  };
  const load = () => device.order({ do: 'load', pages: ['form', 'letter'] });

  return {
    settings: { documentScanner: { transport: 'escl', url: `http://127.0.0.1:${line.port}/eSCL` } },
    working: 'scanning',
    reach: async (host, state) => {
      await device.order({ do: 'empty-feeder' });
      if (state === 'idle') return { answered: async () => {} };
      await load();
      const before = (await givenAway(device)).length;
      const since = host.now();
      const { done } = scan(host);
      await host.until(
        state,
        scannedWithinMs,
        (message) =>
          state === 'scanning'
            ? message.message === 'device-status' &&
              message.device === 'documentScanner' &&
              message.status.state === 'scanning'
              ? true
              : undefined
            : message.message === 'page-part'
              ? true
              : undefined,
        since,
      );
      return { answered: async () => mustBeWhole(await done, (await givenAway(device)).slice(before)) };
    },
    cause: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'jam') await device.order({ do: 'jam', atPage: 1 });
      else if (fault === 'cover-open') await device.order({ do: 'open-cover' });
      else if (fault === 'busy') await device.order({ do: 'busy', on: true });
      else await line.spoil(fault);
    },
    mend: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'jam') await device.order({ do: 'clear-jam' });
      else if (fault === 'cover-open') await device.order({ do: 'close-cover' });
      else if (fault === 'busy') await device.order({ do: 'busy', on: false });
      else await line.mend();
    },
    reads: (host) => {
      const status = host.statuses().documentScanner;
      const more = status.state === 'fault' ? zh.scannerFault[status.fault] : '';
      return { state: status.state, sentence: `${zh.scannerState[status.state]}${more}` };
    },
    expected: (given) => {
      const fault = faultOf.parse(given);
      switch (fault) {
        case 'jam':
          // It shows at the next sheet.
          return ['jam', 'ready'];
        case 'cover-open':
          return [fault];
        case 'busy':
          return ['busy', 'scanning', 'ready'];
        case 'unplugged':
          return ['no-scanner'];
        case 'silent':
          return ['fault', 'no-scanner'];
        case 'garbage':
        case 'wrong-device':
          return ['fault'];
        // Half of what HTTP promised is as good as silence.
        case 'half-an-answer':
          return ['fault', 'no-scanner'];
        case 'very-slow':
          return ['fault', 'ready', 'scanning'];
      }
    },
    use: async (host) => {
      await device.order({ do: 'empty-feeder' });
      await load();
      const before = (await givenAway(device)).length;
      const { ticket, done } = scan(host);
      const scanned = await done;
      if (scanned.result.outcome !== 'done') throw new Error(`nothing was scanned: ${JSON.stringify(scanned.result)}`);
      mustBeWhole(scanned, (await givenAway(device)).slice(before));
      host.send({ message: 'stop-scan', ticket });
    },
    close: async () => {
      line.close();
      await device.stop();
    },
  };
}

/** The digests of all pages the scanner has sent away, whole or not. */
async function givenAway(device: VirtualDevice): Promise<readonly string[]> {
  return scannedPages.parse(await device.order({ do: 'scanned' })).pages.map(({ sha256 }) => sha256);
}

/** A page that the driver calls whole is, byte for byte, one that lay in the scanner; and a scan that is done has all of them. */
function mustBeWhole({ pages, result }: Scan, given: readonly string[]): void {
  const isDone = result.outcome === 'done';
  if (isDone && (result.pages !== pages.length || pages.length === 0)) throw new Error('pages are missing');
  if (!pages.every((digest) => given.includes(digest))) throw new Error('a page is not what lay in the scanner');
}
