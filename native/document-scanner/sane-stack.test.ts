import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { type Clock, systemClock } from '../clock.ts';
import { installedScanimage } from '../transports/sane.ts';
import { openPageFolder } from '../transports/sane-folder.ts';
import { createDocumentScanner, type DocumentScanner } from './driver.ts';
import { silenceLimitMs } from './exchanges.ts';
import { encodeJpeg } from './jpeg.ts';
import type { Picture } from './pnm.ts';
import { saneScanner } from './sane.ts';
import { startVirtualScanner, type VirtualScannerProcess } from './test-virtual.ts';
import { type SamplePageName, samplePage } from './virtual-pages.ts';

/**
 * The real scanimage with two of SANE's backends: `test`, which goes wrong on demand, and `airscan`, which brings pages of
 * ours from the virtual scanner. Processes of their own, real time.
 */
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let virtual: VirtualScannerProcess;
let scanner: DocumentScanner;
let told: ScannerStatus[];
let onTold: () => void;
let folders: string[];
let pictures: Picture[];
const configBefore = process.env.SANE_CONFIG_DIR;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sane-'));
  for (const name of ['test', 'airscan']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'dll.conf'), `${name}\n`);
  }
  virtual = await startVirtualScanner(folder);
  writeFileSync(
    join(folder, 'airscan/airscan.conf'),
    `[devices]\n"Virtual" = ${virtual.url}, eSCL\n[options]\ndiscovery = disable\nws-discovery = off\n`,
  );
});

afterEach(async () => {
  scanner.close();
  for (const undo of ['lift', 'empty-feeder', 'clear-jam', 'close-cover', 'plug']) await order({ do: undo });
  const left = folders.filter((path) => readdirSync('/dev/shm').includes(path));
  if (left.length > 0) throw new Error(`left in memory: ${left.join(' ')}`);
});

afterAll(async () => {
  if (configBefore === undefined) delete process.env.SANE_CONFIG_DIR;
  else process.env.SANE_CONFIG_DIR = configBefore;
  await virtual.end();
  rmSync(folder, { recursive: true });
});

const order: VirtualScannerProcess['order'] = (wanted) => virtual.order(wanted);

/** `faults`: lines of the test backend's own settings. */
function useTestBackend(faults: Readonly<Record<string, string>> = {}, clock?: Clock): void {
  const settings = { ...{ mode: 'Color', 'test-picture': '"Color pattern"', geometry_max: '20.0' }, ...faults };
  const lines = readFileSync('/etc/sane.d/test.conf', 'utf8').split('\n');
  const rest = lines.filter((line) => !Object.keys(settings).some((name) => line.startsWith(`${name} `)));
  const set = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  writeFileSync(join(folder, 'test/test.conf'), [...rest, ...set].join('\n'));
  use('test', 'test:0', false, clock);
}

function use(backend: 'test' | 'airscan', device: string, bothSides = false, clock: Clock = systemClock): void {
  process.env.SANE_CONFIG_DIR = join(folder, backend);
  [told, folders, pictures, onTold] = [[], [], [], () => {}];
  const way = saneScanner({
    ...{ scanimage: installedScanimage(clock), device, bothSides, clock },
    openFolder: () => {
      const pages = openPageFolder();
      if (pages !== undefined) folders.push(pages.path.replace('/dev/shm/', ''));
      return pages;
    },
    encode: (picture) => {
      pictures.push({ ...picture, pixels: picture.pixels.slice() });
      return encodeJpeg(picture);
    },
    onComplaint: () => {},
  });
  scanner = createDocumentScanner({
    way,
    clock,
    onStatus: (status) => {
      told.push(status);
      onTold();
    },
  });
}

async function until(state: ScannerStatus['state']): Promise<void> {
  while (told.at(-1)?.state !== state) {
    await new Promise<void>((resolve) => {
      onTold = resolve;
    });
  }
}

function scan() {
  const pages: Buffer[][] = [];
  let whole = 0;
  const ended = new Promise<ScanOutcome>((resolve) =>
    scanner.scan({
      part: (page, part, isLast) => {
        (pages[page - 1] ??= []).push(Buffer.from(part));
        if (isLast) whole += 1;
      },
      outcome: resolve,
    }),
  );
  return { ended, wholePages: () => whole, page: (nth: number) => Buffer.concat(pages[nth - 1] ?? []) };
}

const because = (status: ScannerStatus): ScanOutcome => ({ outcome: 'not-scanned', because: status });
const stopped: ScannerStatus = { state: 'fault', fault: 'stopped-by-device' };

describe("the test backend's scanner", () => {
  it('gives all ten pages of its feeder', async () => {
    useTestBackend();
    await until('ready');
    const pile = scan();
    expect(await pile.ended).toEqual({ outcome: 'done', pages: 10 });
    const image = await loadImage(pile.page(10));
    expect([image.width, image.height]).toEqual([pictures[9]?.widthDots, pictures[9]?.heightRows]);
  });

  it.each([
    ['JAMMED', { state: 'jam' }],
    ['COVER_OPEN', { state: 'cover-open' }],
    ['DEVICE_BUSY', { state: 'busy' }],
    ['IO_ERROR', stopped],
    ['ACCESS_DENIED', stopped],
    ['NO_MEM', stopped],
    // The end of a page before it has begun: scanimage ends with 0, or with the argument it does not like.
    ['EOF', { state: 'fault', fault: 'garbled' }],
  ] as const)('says %s, and the person reads what it is', async (code, status) => {
    useTestBackend({ 'read-status-code': `"SANE_STATUS_${code}"` });
    await until('ready');
    const broken = scan();
    expect(await broken.ended).toEqual(because(status));
    expect(broken.wholePages()).toBe(0);
    await until('ready');
  });

  it('has nothing in its feeder, and nothing on its glass', async () => {
    useTestBackend({ 'read-status-code': '"SANE_STATUS_NO_DOCS"' });
    await until('ready');
    expect(await scan().ended).toEqual(because({ state: 'ready', feeder: 'empty' }));
  });

  it('is slow, and is waited for', async () => {
    useTestBackend({ 'read-delay': 'true', 'read-delay-duration': '20000' });
    await until('ready');
    expect(await scan().ended).toEqual({ outcome: 'done', pages: 10 });
  });

  it('is not there, and then is', async () => {
    useTestBackend();
    scanner.close();
    use('test', 'test:7');
    await until('no-scanner');
    expect(await scan().ended).toEqual(because({ state: 'no-scanner' }));
    copyFileSync(join(folder, 'test/test.conf'), join(folder, 'test/before.conf'));
    writeFileSync(
      join(folder, 'test/test.conf'),
      `${readFileSync(join(folder, 'test/before.conf'), 'utf8')}\nnumber_of_devices 8\n`,
    );
    const thereMs = performance.now();
    await until('ready');
    expect(performance.now() - thereMs).toBeLessThan(5_000);
  });
});

describe('a network scanner behind SANE', () => {
  const device = 'airscan:e0:Virtual';

  async function pixelsOf(name: SamplePageName): Promise<Uint8ClampedArray> {
    const image = await loadImage(samplePage(name));
    const canvas = createCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data;
  }

  /** How many of the looked at bytes, one in `step`, are not the same. */
  function differing({ pixels }: Picture, rgba: Uint8ClampedArray, step: number): number {
    let count = 0;
    for (let at = 0; at < pixels.length; at += step) {
      if (pixels[at] !== rgba[Math.floor(at / 3) * 4 + (at % 3)]) count += 1;
    }
    return count;
  }

  it('gives the page on the glass, dot for dot', async () => {
    use('airscan', device);
    await order({ do: 'lay', page: 'form' });
    const one = scan();
    expect(await one.ended).toEqual({ outcome: 'done', pages: 1 });
    const [picture] = pictures;
    if (picture === undefined) throw new Error('no picture came');
    expect([picture.widthDots, picture.heightRows, picture.channels]).toEqual([2480, 3508, 3]);
    expect(differing(picture, await pixelsOf('form'), 1)).toBe(0);
    expect((await loadImage(one.page(1))).width).toBe(2480);
  });

  it('gives a pile, both sides of each sheet, in order', async () => {
    use('airscan', device, true);
    await order({ do: 'load', pages: [{ front: 'letter', back: 'certificate' }, 'form'] });
    const pile = scan();
    expect(await pile.ended).toEqual({ outcome: 'done', pages: 4 });
    for (const [at, name] of (['letter', 'certificate', 'form', 'blank'] as const).entries()) {
      const picture = pictures[at];
      if (picture === undefined) throw new Error('no picture came');
      expect(differing(picture, await pixelsOf(name), 997)).toBe(0);
    }
  });

  it.each(['lay', 'load'] as const)(
    'broke off in the middle and says that all is well: no page (%s)',
    async (where) => {
      use('airscan', device);
      await order(where === 'lay' ? { do: 'lay', page: 'form' } : { do: 'load', pages: ['form', 'letter'] });
      await order({ do: 'fault', kind: 'no-end', count: 1 });
      const broken = scan();
      expect(await broken.ended).toEqual(because({ state: 'fault', fault: 'garbled' }));
      expect(broken.wholePages()).toBe(0);
    },
  );

  it('jams at the second sheet: the first is good', async () => {
    use('airscan', device);
    await order({ do: 'load', pages: ['letter', 'letter', 'letter'] });
    await order({ do: 'jam', atPage: 2 });
    const jammed = scan();
    expect((await jammed.ended).outcome).toBe('not-scanned');
    expect(jammed.wholePages()).toBe(1);
    await order({ do: 'clear-jam' });
    expect(await scan().ended).toEqual({ outcome: 'done', pages: 1 });
  });

  it('stalls for ever: it is given up, and the next scan works', async () => {
    // Only scanimage's own seconds are real; the minute until it is given up is not.
    let hurried = 1;
    const hasty: Clock = { nowMs: systemClock.nowMs, after: (ms, action) => systemClock.after(ms / hurried, action) };
    use('airscan', device, false, hasty);
    await until('ready');
    await order({ do: 'lay', page: 'letter' });
    await order({ do: 'fault', kind: 'stall', count: 1 });
    // Long enough that a busy machine gives the first half of the page: given up before that, the stall would meet the next scan.
    hurried = silenceLimitMs / 2000;
    const stalled = scan();
    expect(await stalled.ended).toEqual(because({ state: 'fault', fault: 'silent' }));
    hurried = 1;
    expect(await scan().ended).toEqual({ outcome: 'done', pages: 1 });
  });

  it('is stopped in a page that stalls, and is free for the next person', async () => {
    use('airscan', device);
    await until('ready');
    await order({ do: 'load', pages: ['form', 'letter'] });
    await order({ do: 'fault', kind: 'stall', count: 1 });
    const first = scan();
    await vi.waitUntil(async () => (await order({ do: 'state' })).feeder === 1, 10_000);
    scanner.stop();
    const second = scan();
    expect(await second.ended).toEqual({ outcome: 'done', pages: 1 });
    expect(first.wholePages()).toBe(0);
    expect(pictures).toHaveLength(1);
  });

  it('is unplugged, and soon there again after it is plugged in', async () => {
    use('airscan', device);
    await until('ready');
    await order({ do: 'unplug' });
    await until('no-scanner');
    await order({ do: 'plug' });
    const pluggedMs = performance.now();
    await until('ready');
    expect(performance.now() - pluggedMs).toBeLessThan(5_000);
  });
});
