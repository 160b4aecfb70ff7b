import { expect, test } from 'vitest';
import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { createManualClock } from '../manual-clock.ts';
import { createDocumentScanner } from './driver.ts';
import { firstByteLimitMs, silenceLimitMs } from './exchanges.ts';
import { createFakeFolder, createFakeScanimage, type FakeScanimage } from './fake-scanimage.ts';
import { saneIdlePollMs, saneScanner } from './sane.ts';
import { complaintLimitMs } from './sane-run.ts';

const listing = (sources: string, others = ''): string =>
  `\nAll options specific to device \`fake':\n    --source ${sources} [Flatbed]\n    --mode Color [Color]\n${others}`;
const glassOnly = listing('Flatbed');
const glassAndFeeder = listing('Flatbed|ADF|ADF Duplex');
const feederOnly = listing('ADF');

/** A picture of two dots, of this value. */
const pnm = (value: number): Buffer => Buffer.concat([Buffer.from('P5\n2 1\n255\n'), Buffer.alloc(2, value)]);
const fault = (kind: 'silent' | 'garbled' | 'stopped-by-device'): ScannerStatus => ({ state: 'fault', fault: kind });
const because = (status: ScannerStatus): ScanOutcome => ({ outcome: 'not-scanned', because: status });

async function setUp(options: string, prepare: (fake: FakeScanimage) => void = () => {}) {
  const clock = createManualClock();
  const fake = createFakeScanimage(options);
  prepare(fake);
  const folder = createFakeFolder();
  const complaints: string[] = [];
  const told: ScannerStatus[] = [];
  const way = saneScanner({
    ...{ scanimage: fake.scanimage, device: 'fake', bothSides: false, openFolder: () => folder, clock },
    encode: ({ pixels }) => Promise.resolve(pixels[0] === 99 ? undefined : Buffer.from(`page ${pixels[0]}`)),
    onComplaint: (complaint) => complaints.push(complaint),
  });
  const driver = createDocumentScanner({ way, clock, onStatus: (status) => told.push(status) });
  await clock.advance(0);
  const start = async () => {
    const scan: { pages: string[]; outcome?: ScanOutcome } = { pages: [] };
    driver.scan({
      part: (page, part, isLast) => {
        expect([page, isLast]).toEqual([scan.pages.length + 1, true]);
        scan.pages.push(Buffer.from(part).toString());
      },
      outcome: (outcome) => {
        scan.outcome = outcome;
      },
    });
    await clock.advance(0);
    return scan;
  };
  const run = (nth = 1) => {
    const found = fake.runs.at(nth - 1);
    if (found === undefined) throw new Error(`there was no run ${nth}`);
    return found;
  };
  /** scanimage has written a page and says its name. */
  const page = async (name: string, bytes: Buffer): Promise<void> => {
    folder.files.set(name, bytes);
    run().give(`/memory/pages/${name}\n`);
    await clock.advance(0);
  };
  return { clock, fake, folder, complaints, told, driver, start, run, page };
}

test.each([
  ['a glass', glassOnly, { state: 'ready', feeder: 'none' }],
  ['a feeder that does not say what it holds', glassAndFeeder, { state: 'ready', feeder: 'empty' }],
  ['a feeder that does', listing('ADF', '    --page-loaded[=(yes|no)] [yes]\n'), { state: 'ready', feeder: 'loaded' }],
  ['an open cover', listing('ADF', '    --cover-open[=(yes|no)] [yes]\n'), { state: 'cover-open' }],
  ['something else', 'hello', fault('garbled')],
] as const)('looks at %s', async (_, options, status) => {
  expect((await setUp(options)).driver.status()).toEqual(status);
});

test.each([
  ['not there', 1, 'scanimage: open of device fake failed: Error during device I/O', { state: 'no-scanner' }],
  ['in use', 1, 'scanimage: open of device fake failed: Device busy', { state: 'busy' }],
  ['broken', 9, '', fault('stopped-by-device')],
] as const)('a scanner that is %s, and there again', async (_, code, complaint, status) => {
  const { driver, fake, clock, complaints } = await setUp(glassOnly, (one) => {
    one.listingEnd = { ended: 'exited', code };
    one.complaint = complaint;
  });
  expect(driver.status()).toEqual(status);
  expect(complaints).toEqual(complaint === '' ? [] : [complaint]);
  fake.listingEnd = { ended: 'exited', code: 0 };
  await clock.advance(saneIdlePollMs);
  expect(driver.status()).toEqual({ state: 'ready', feeder: 'none' });
});

test('scans the glass without a file', async () => {
  const { start, run, clock, folder, told } = await setUp(glassOnly);
  const scan = await start();
  expect(run().args).toEqual(['--device-name=fake', '--source=Flatbed', '--mode=Color', '--format=pnm']);
  const bytes = pnm(7);
  run().give(bytes.subarray(0, 5));
  run().give(bytes.subarray(5));
  run().end(0);
  await clock.advance(0);
  expect(scan).toEqual({ pages: ['page 7'], outcome: { outcome: 'done', pages: 1 } });
  expect(folder.isRemoved).toBe(false);
  expect(told.map(({ state }) => state)).toEqual(['ready', 'scanning', 'ready']);
});

test('scans all that lies in the feeder, page by page, and leaves nothing in the folder', async () => {
  const { start, run, page, clock, folder } = await setUp(glassAndFeeder);
  const scan = await start();
  expect(run().args).toContain('--source=ADF');
  expect(run().args.slice(-2)).toEqual(['--batch=/memory/pages/%d.pnm', '--batch-print']);
  await page('1.pnm', pnm(1));
  expect(scan.pages).toEqual(['page 1']);
  await page('2.pnm', pnm(2));
  run().end(0);
  await clock.advance(0);
  expect(scan).toEqual({ pages: ['page 1', 'page 2'], outcome: { outcome: 'done', pages: 2 } });
  expect([folder.files.size, folder.isRemoved]).toEqual([0, true]);
});

test.each([[7], [0]])('nothing in the feeder (exit code %i): what lies on the glass', async (code) => {
  const { start, run, clock } = await setUp(glassAndFeeder);
  const scan = await start();
  run().end(code);
  await clock.advance(0);
  run(2).give(pnm(3));
  run(2).end(0);
  await clock.advance(0);
  expect(scan).toEqual({ pages: ['page 3'], outcome: { outcome: 'done', pages: 1 } });
});

test('nothing in the feeder, and no glass', async () => {
  const { start, run, clock } = await setUp(feederOnly);
  const scan = await start();
  run().end(7);
  await clock.advance(0);
  expect(scan.outcome).toEqual(because({ state: 'ready', feeder: 'empty' }));
});

test.each([
  [3, { state: 'busy' }],
  [6, { state: 'jam' }],
  [8, { state: 'cover-open' }],
  [9, fault('stopped-by-device')],
  ['killed', fault('stopped-by-device')],
] as const)('a feeder that ends with %s after a page: that page is good', async (code, status) => {
  const { start, run, page, clock, folder } = await setUp(glassAndFeeder);
  const scan = await start();
  await page('1.pnm', pnm(1));
  run().end(code);
  await clock.advance(0);
  expect(scan).toEqual({ pages: ['page 1'], outcome: because(status) });
  expect(folder.isRemoved).toBe(true);
});

test('an error in the middle of a page, by a scanner that is gone', async () => {
  const { start, run, fake, clock } = await setUp(glassOnly);
  const scan = await start();
  fake.listingEnd = { ended: 'exited', code: 1 };
  fake.complaint = 'scanimage: open of device fake failed: Invalid argument';
  run().end(9);
  await clock.advance(0);
  expect(scan.outcome).toEqual(because({ state: 'no-scanner' }));
});

test('a page cut short with exit code 0 is no page: on the glass, in a pile, and one nobody was told of', async () => {
  const glass = await setUp(glassOnly);
  const onGlass = await glass.start();
  glass.run().give(pnm(1).subarray(0, -1));
  glass.run().end(0);
  await glass.clock.advance(0);
  expect(onGlass).toEqual({ pages: [], outcome: because(fault('garbled')) });

  const pile = await setUp(glassAndFeeder);
  const inPile = await pile.start();
  await pile.page('1.pnm', pnm(1));
  await pile.page('2.pnm', pnm(2).subarray(0, -1));
  expect(pile.run().wasStopped).toBe(true);
  pile.run().end(0);
  await pile.clock.advance(0);
  expect(inPile).toEqual({ pages: ['page 1'], outcome: because(fault('garbled')) });

  const left = await setUp(glassAndFeeder);
  const untold = await left.start();
  await left.page('1.pnm', pnm(1));
  left.folder.files.set('2.pnm.part', pnm(2));
  left.run().end(0);
  await left.clock.advance(0);
  expect(untold).toEqual({ pages: ['page 1'], outcome: because(fault('garbled')) });
});

test('a page that is too long as JPEG', async () => {
  const { start, run, clock } = await setUp(glassOnly);
  const scan = await start();
  run().give(pnm(99));
  run().end(0);
  await clock.advance(0);
  expect(scan).toEqual({ pages: [], outcome: { outcome: 'page-too-large' } });
});

test('a scanner that says nothing for ever is asked to end, once, and is silent', async () => {
  const { start, run, clock, driver } = await setUp(glassOnly);
  const scan = await start();
  await clock.advance(firstByteLimitMs - 1);
  expect(run().wasStopped).toBe(false);
  await clock.advance(1);
  expect(run().wasStopped).toBe(true);
  expect(scan.outcome).toBeUndefined();
  run().complain('scanimage: sane_read: Operation was canceled\n');
  run().end(2);
  await clock.advance(0);
  expect(scan.outcome).toEqual(because(fault('silent')));
  expect(driver.status()).toEqual({ state: 'ready', feeder: 'none' });
});

test('a page that stops in the middle is given up sooner, on the glass and in a pile', async () => {
  const glass = await setUp(glassOnly);
  await glass.start();
  glass.run().give(pnm(1).subarray(0, 3));
  await glass.clock.advance(silenceLimitMs);
  expect(glass.run().wasStopped).toBe(true);

  const pile = await setUp(glassAndFeeder);
  await pile.start();
  await pile.page('1.pnm', pnm(1));
  pile.folder.files.set('2.pnm.part', Buffer.alloc(100));
  await pile.clock.advance(silenceLimitMs - 2_000);
  pile.folder.files.set('2.pnm.part', Buffer.alloc(200));
  await pile.clock.advance(silenceLimitMs - 2_000);
  expect(pile.run().wasStopped).toBe(false);
  await pile.clock.advance(4_000);
  expect(pile.run().wasStopped).toBe(true);
});

test('a backend that says what is wrong and then hangs is not waited for long, and its words count', async () => {
  const { start, run, page, clock } = await setUp(glassAndFeeder);
  const scan = await start();
  await page('1.pnm', pnm(1));
  run().complain('Scanning page 2\nscanimage: sane_read: Document feeder ');
  run().complain('jammed\n');
  await clock.advance(complaintLimitMs);
  expect(run().wasStopped).toBe(true);
  run().end('killed');
  await clock.advance(0);
  expect(scan).toEqual({ pages: ['page 1'], outcome: because({ state: 'jam' }) });
});

test('stopped: nothing more is told, the page is wiped, and the next scan waits until scanimage has ended', async () => {
  const { start, run, page, clock, folder, driver, fake } = await setUp(glassAndFeeder);
  const first = await start();
  await page('1.pnm', pnm(1));
  driver.stop();
  expect(run().wasStopped).toBe(true);
  const late = pnm(2);
  await page('2.pnm', late);
  expect(late.every((byte) => byte === 0)).toBe(true);
  const second = await start();
  expect(fake.runs).toHaveLength(1);
  run().end(2);
  await clock.advance(0);
  expect(folder.isRemoved).toBe(true);
  expect(first).toEqual({ pages: ['page 1'] });
  expect(second.outcome).toBeUndefined();
  expect(fake.runs).toHaveLength(2);
});

test('a machine without a folder in memory scans the glass only', async () => {
  const clock = createManualClock();
  const fake = createFakeScanimage(glassAndFeeder);
  const way = saneScanner({
    ...{ scanimage: fake.scanimage, device: 'fake', bothSides: false, openFolder: () => undefined, clock },
    encode: () => Promise.resolve(Buffer.from('page')),
    onComplaint: () => {},
  });
  const driver = createDocumentScanner({ way, clock, onStatus: () => {} });
  await clock.advance(0);
  driver.scan({ part: () => {}, outcome: () => {} });
  await clock.advance(0);
  expect(fake.runs[0]?.args).toContain('--source=Flatbed');
});
