import { expect, test } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { readScanSettings } from './codec.ts';
import { busyPatienceMs, createDocumentScanner } from './driver.ts';
import { esclScanner, idlePollMs } from './escl.ts';
import {
  createFakeScanner,
  fakePage,
  feederEmpty,
  feederJam,
  feederLoaded,
  glassAndFeeder,
  glassOnly,
  idle,
  rootUrl,
  withBothSides,
} from './fake-scanner.ts';
import { fault, form, gone, onFeeder, onGlass, setUp } from './test-driver.ts';

test('says connecting until the scanner has answered, then ready', async () => {
  const clock = createManualClock();
  const { call } = createFakeScanner();
  const driver = createDocumentScanner({
    way: esclScanner({ call, url: rootUrl, bothSides: false, clock }),
    clock,
    onStatus: () => {},
  });
  expect(driver.status()).toEqual({ state: 'connecting' });
  await clock.advance(0);
  expect(driver.status()).toEqual(onGlass);
});

test.each([
  ['an empty feeder', feederEmpty, { state: 'ready', feeder: 'empty' }],
  ['paper in the feeder', feederLoaded, { state: 'ready', feeder: 'loaded' }],
  ['a jam', feederJam, { state: 'jam' }],
  ['a page not drawn in', { ...idle, adfState: 'ScannerAdfMispick' }, { state: 'jam' }],
  ['an open feeder', { ...idle, adfState: 'ScannerAdfHatchOpen' }, { state: 'cover-open' }],
  ['an open lid', { ...feederEmpty, reasons: ['CoverOpen'] }, { state: 'cover-open' }],
  ['somebody else scanning', { ...feederEmpty, state: 'Processing' }, { state: 'busy' }],
  ['a stop', { ...feederEmpty, state: 'Stopped' }, fault('stopped-by-device')],
  ['a word we do not know', { ...idle, adfState: 'VendorSpecific' }, { state: 'ready', feeder: 'empty' }],
] as const)('tells %s', async (_, said, status) => {
  const { driver, scanner, clock } = await setUp((fake) => {
    fake.capabilities = glassAndFeeder;
  });
  scanner.said = said;
  await clock.advance(idlePollMs);
  expect(driver.status()).toEqual(status);
});

test('scans the glass: one page, as it came, in parts, and the job is not left behind', async () => {
  const { start, scanner, told } = await setUp((fake) => {
    fake.pages = [form, fakePage('not asked for', 100)];
  });
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'done', pages: 1 });
  expect(scan.pages[0]?.equals(form)).toBe(true);
  expect(scan.parts).toBe(3);
  expect(readScanSettings(scanner.jobXml)).toMatchObject({ source: 'Platen', colorMode: 'RGB24', resolutionDpi: 300 });
  expect(scanner.requests.slice(-2)).toEqual(['DELETE 1', 'GET ScannerStatus']);
  expect(told).toEqual([onGlass, { state: 'scanning' }, onGlass]);
});

test('scans all that lies in the feeder', async () => {
  const { start, scanner, driver } = await setUp(onFeeder(form, fakePage('second', 70_000), fakePage('third', 500)));
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'done', pages: 3 });
  expect(scan.pages.map(({ length }) => length)).toEqual([600_000, 70_000, 500]);
  expect(readScanSettings(scanner.jobXml)).toMatchObject({ source: 'Feeder', width: 2480, height: 3508 });
  expect(driver.status()).toEqual({ state: 'ready', feeder: 'empty' });
});

test.each([
  ['both sides where it was told to and the scanner can', withBothSides, true, true],
  ['one side where the scanner knows no other', glassAndFeeder, true, false],
  ['one side where it was not told to', withBothSides, false, false],
  ['both sides where the scanner knows nothing else', { ...withBothSides, feeder: undefined }, false, true],
] as const)('scans %s', async (_, capabilities, wanted, asked) => {
  const { start, scanner } = await setUp((fake) => {
    onFeeder(form, form)(fake);
    fake.capabilities = capabilities;
  }, wanted);
  expect((await start()).outcome).toEqual({ outcome: 'done', pages: 2 });
  expect(readScanSettings(scanner.jobXml)).toMatchObject({ source: 'Feeder', bothSides: asked });
});

test('asks once more for a page that is not ready yet', async () => {
  const { start, scanner, clock } = await setUp(onFeeder(form));
  let notYet = 3;
  scanner.instead = (request) => {
    if (!request.endsWith('NextDocument') || notYet === 0) return undefined;
    notYet -= 1;
    return { status: 503 };
  };
  const scan = await start();
  expect(scan.outcome).toBeUndefined();
  await clock.advance(2_000);
  expect(scan.outcome).toEqual({ outcome: 'done', pages: 1 });
});

test('waits a while for a scanner that is busy, and not for ever', async () => {
  const { start, scanner, clock } = await setUp((fake) => {
    fake.pages = [form];
  });
  scanner.said = { ...idle, state: 'Processing' };
  const patient = await start();
  await clock.advance(busyPatienceMs - 2_000);
  expect(patient.outcome).toBeUndefined();
  scanner.said = idle;
  await clock.advance(1_000);
  expect(patient.outcome).toEqual({ outcome: 'done', pages: 1 });

  scanner.said = { ...idle, state: 'Processing' };
  const hopeless = await start();
  await clock.advance(busyPatienceMs);
  expect(hopeless.outcome).toEqual({ outcome: 'not-scanned', because: { state: 'busy' } });
});

test('a scanner that gives nothing but PDF is none for us', async () => {
  const { driver } = await setUp((fake) => {
    fake.capabilities = { ...glassOnly, glass: { maxWidth: 9, maxHeight: 9, ...pdfOnly } };
  });
  expect(driver.status()).toEqual(fault('garbled'));
});
const pdfOnly = { colorModes: [], formats: ['application/pdf'], extendedFormats: [], resolutionsDpi: [] };

test('calls a scanner that is not there with growing pauses, none longer than 4 s', async () => {
  const { driver, scanner, clock } = await setUp((fake) => {
    fake.isThere = false;
  });
  expect(driver.status()).toEqual(gone);
  await clock.advance(60_000);
  expect(scanner.requests.length).toBeGreaterThan(14);
  expect(scanner.requests.length).toBeLessThan(20);
  scanner.isThere = true;
  await clock.advance(4_000);
  expect(driver.status()).toEqual(onGlass);
});

test('another scanner at the same address is asked anew what it can', async () => {
  const { driver, scanner, clock } = await setUp((fake) => {
    fake.capabilities = glassAndFeeder;
  });
  scanner.isThere = false;
  await clock.advance(idlePollMs);
  expect(driver.status()).toEqual(gone);
  scanner.isThere = true;
  scanner.capabilities = glassOnly;
  await clock.advance(4_000);
  expect(driver.status()).toEqual(onGlass);
});

test('a scan with no scanner there is refused at once', async () => {
  const { start } = await setUp((fake) => {
    fake.isThere = false;
  });
  expect((await start()).outcome).toEqual({ outcome: 'not-scanned', because: gone });
});
