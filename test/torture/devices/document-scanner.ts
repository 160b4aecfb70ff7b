import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { z } from 'zod';
import type { DocumentScannerSettings, ScanOutcome } from '../../../main/contract/devices/document-scanner.ts';
import { encodeJpeg } from '../../../native/document-scanner/jpeg.ts';
import { type SamplePageName, samplePage, samplePageNames } from '../../../native/document-scanner/virtual-pages.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import type { Bench, Family } from './family.ts';
import { type FaultyLine, lineFaults } from './faulty-line.ts';
import { faultyTcpLine } from './faulty-tcp-line.ts';
import type { WatchedHost } from './host.ts';
import { startVirtualDevice, type VirtualDevice } from './virtual-device.ts';

const states = ['idle', 'scanning', 'in-page'] as const;
const ownFaults = ['jam', 'cover-open', 'busy'] as const;
const faults = [...lineFaults, ...ownFaults] as const;
const faultOf = z.enum(faults);
const scannedWithinMs = 90_000;
const loaded = ['form', 'letter'] as const;
const scannedPages = z.object({ pages: z.array(z.object({ name: z.enum(samplePageNames), sha256: z.string() })) });
type GivenPage = z.infer<typeof scannedPages>['pages'][number];

/**
 * A backend waits long for a device that has gone quiet, and is only then ended; and three times in sixty scanimage hangs after
 * it has said an error, for the ten seconds it is given to put the scan away (native/document-scanner/sane-run.ts).
 */
const saneLimits = { noticedWithinMs: 80_000, answeredWithinMs: 90_000, backWithinMs: 20_000 } as const;

export const documentScannerFamily: Family = {
  name: 'document-scanner',
  states,
  faults,
  open: async (folder, random) => {
    const { device, line, port } = await openScanner(folder, random);
    return benchOf({
      ...{ device, line, random },
      settings: { transport: 'escl', url: `http://127.0.0.1:${port}/eSCL` },
      env: {},
      // Byte for byte.
      digestOf: ({ sha256 }) => sha256,
      expected,
    });
  },
};

/** The real scanimage with Debian's backend for network scanners, and a virtual one behind it. */
export const saneScannerFamily: Family = {
  name: 'sane-scanner',
  states,
  faults,
  limits: saneLimits,
  open: async (folder, random) => {
    const { device, line, port } = await openScanner(folder, random);
    const config = path.join(folder, 'sane');
    mkdirSync(config);
    writeFileSync(path.join(config, 'dll.conf'), 'airscan\n');
    const url = `http://127.0.0.1:${port}/eSCL`;
    writeFileSync(
      path.join(config, 'airscan.conf'),
      `[devices]\n"Virtual" = ${url}, eSCL\n[options]\ndiscovery = disable\nws-discovery = off\n`,
    );
    const digests = new Map<SamplePageName, string>(
      await Promise.all(loaded.map(async (name) => [name, await digestThroughSane(name)] as const)),
    );
    return benchOf({
      ...{ device, line, random },
      settings: { transport: 'sane', device: 'airscan:e0:Virtual' },
      env: { SANE_CONFIG_DIR: config },
      digestOf: ({ name }) => digests.get(name) ?? '',
      expected: expectedOfSane,
    });
  },
};

async function openScanner(folder: string, random: Random) {
  // Slow enough that a page has a middle.
  const flags = ['--bytes-per-second', '400000'];
  const device = await startVirtualDevice('native/document-scanner/virtual.ts', flags, folder);
  const line = await faultyTcpLine(z.object({ port: z.number() }).parse(device.ready).port, random);
  return { device, line, port: line.port };
}

/** SANE gives pixels: the page is that which these pixels make. */
async function digestThroughSane(name: SamplePageName): Promise<string> {
  const image = await loadImage(samplePage(name));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const rgba = canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data;
  const pixels = new Uint8Array(image.width * image.height * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = rgba[Math.floor(at / 3) * 4 + (at % 3)] ?? 0;
  const jpeg = await encodeJpeg({ widthDots: image.width, heightRows: image.height, channels: 3, pixels });
  return createHash('sha256')
    .update(jpeg ?? '')
    .digest('hex');
}

interface Scan {
  readonly pages: readonly string[];
  readonly result: ScanOutcome;
}

interface ScannerOnLine {
  readonly device: VirtualDevice;
  readonly line: FaultyLine;
  readonly random: Random;
  readonly settings: DocumentScannerSettings;
  readonly env: Readonly<Record<string, string>>;
  /** Of what the driver hands over when this page was scanned. */
  readonly digestOf: (page: GivenPage) => string;
  readonly expected: Bench['expected'];
}

function benchOf(on: ScannerOnLine): Bench {
  const { device, line, random } = on;
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
  const load = () => device.order({ do: 'load', pages: loaded });

  return {
    settings: { documentScanner: on.settings },
    env: on.env,
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
      return {
        answered: async () => mustBeWhole(await done, (await givenAway(device)).slice(before).map(on.digestOf)),
      };
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
    expected: on.expected,
    use: async (host) => {
      await device.order({ do: 'empty-feeder' });
      await load();
      const before = (await givenAway(device)).length;
      const { ticket, done } = scan(host);
      const scanned = await done;
      if (scanned.result.outcome !== 'done') throw new Error(`nothing was scanned: ${JSON.stringify(scanned.result)}`);
      mustBeWhole(scanned, (await givenAway(device)).slice(before).map(on.digestOf));
      host.send({ message: 'stop-scan', ticket });
    },
    close: async () => {
      line.close();
      await device.stop();
    },
  };
}

/** All pages the scanner has sent away. */
async function givenAway(device: VirtualDevice): Promise<readonly GivenPage[]> {
  return scannedPages.parse(await device.order({ do: 'scanned' })).pages;
}

/** A page that the driver calls whole is, byte for byte, one that lay in the scanner; and a scan that is done has all of them. */
function mustBeWhole({ pages, result }: Scan, given: readonly string[]): void {
  const isDone = result.outcome === 'done';
  if (isDone && (result.pages !== pages.length || pages.length === 0)) throw new Error('pages are missing');
  if (!pages.every((digest) => given.includes(digest))) throw new Error('a page is not what lay in the scanner');
}

function expected(given: string): readonly string[] {
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
}

/** SANE cannot be asked what keeps a scanner from scanning: that shows in the outcome of a scan alone. */
function expectedOfSane(given: string): readonly string[] {
  const fault = faultOf.parse(given);
  switch (fault) {
    case 'unplugged':
      return ['no-scanner'];
    case 'jam':
    case 'cover-open':
    case 'busy':
      return [fault, 'ready', 'scanning'];
    case 'silent':
    case 'garbage':
    case 'wrong-device':
    case 'half-an-answer':
      return ['fault', 'no-scanner'];
    case 'very-slow':
      return ['fault', 'no-scanner', 'ready', 'scanning'];
  }
}
