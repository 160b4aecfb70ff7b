import { expect, test } from 'vitest';
import { maxPageBytes, type ScannerStatus, type ScanOutcome } from '../../main/contract/device-host.ts';
import { createManualClock } from '../manual-clock.ts';
import { readScanSettings } from './codec.ts';
import { busyPatienceMs, createDocumentScanner, idlePollMs } from './driver.ts';
import { firstByteLimitMs, silenceLimitMs } from './exchanges.ts';
import {
  createFakeScanner,
  type FakeAnswer,
  type FakeScanner,
  fakePage,
  feederEmpty,
  feederJam,
  feederLoaded,
  glassAndFeeder,
  glassOnly,
  idle,
  rootUrl,
} from './fake-scanner.ts';

const onGlass: ScannerStatus = { state: 'ready', feeder: 'none' };
const gone: ScannerStatus = { state: 'no-scanner' };
const fault = (kind: 'silent' | 'garbled' | 'stopped-by-device'): ScannerStatus => ({ state: 'fault', fault: kind });
const form = fakePage('form', 600_000);

async function setUp(prepare: (scanner: FakeScanner) => void = () => {}) {
  const clock = createManualClock();
  const scanner = createFakeScanner();
  prepare(scanner);
  const told: ScannerStatus[] = [];
  const driver = createDocumentScanner({
    call: scanner.call,
    url: rootUrl,
    clock,
    onStatus: (next) => told.push(next),
  });
  await clock.advance(0);
  /** Asks for a scan and lets everything happen that needs no time. */
  const start = async () => {
    const scan: { outcome?: ScanOutcome; readonly pages: Buffer[]; parts: number; wholePages: number } = {
      pages: [],
      parts: 0,
      wholePages: 0,
    };
    driver.scan({
      part: (page, part, isLast) => {
        expect(page).toBe(scan.wholePages + 1);
        scan.parts += 1;
        scan.pages[page - 1] = Buffer.concat([scan.pages[page - 1] ?? Buffer.alloc(0), part]);
        if (isLast) scan.wholePages += 1;
      },
      outcome: (outcome) => {
        expect(scan.outcome).toBeUndefined();
        scan.outcome = outcome;
      },
    });
    await clock.advance(0);
    return scan;
  };
  return { clock, scanner, told, driver, start };
}

const onFeeder =
  (...pages: readonly Uint8Array[]) =>
  (scanner: FakeScanner): void => {
    scanner.capabilities = glassAndFeeder;
    scanner.said = feederLoaded;
    scanner.pages = pages;
  };

test('says connecting until the scanner has answered, then ready', async () => {
  const clock = createManualClock();
  const { call } = createFakeScanner();
  const driver = createDocumentScanner({ call, url: rootUrl, clock, onStatus: () => {} });
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

test.each([
  ['jams', feederJam, { state: 'jam' }],
  ['is opened', { ...idle, adfState: 'ScannerAdfHatchOpen' }, { state: 'cover-open' }],
] as const)('a feeder that %s after two pages: these are good', async (_, said, because) => {
  const { start, scanner } = await setUp(onFeeder(form, form, form));
  scanner.instead = (request) => {
    if (!request.endsWith('NextDocument') || scanner.pages.length > 1) return undefined;
    scanner.said = said;
    return { status: 404 };
  };
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'not-scanned', because });
  expect(scan.wholePages).toBe(2);
  expect(scanner.requests).toContain('DELETE 1');
});

test('a job that somebody cancels at the scanner is not taken for a short pile', async () => {
  const { start, scanner } = await setUp(onFeeder(form, form, form));
  scanner.instead = (request) => {
    if (!request.endsWith('NextDocument') || scanner.pages.length > 1) return undefined;
    scanner.said = { ...feederLoaded, jobs: [{ uri: 'http://other-name/eSCL/ScanJobs/1/', state: 'Canceled' }] };
    return { status: 404 };
  };
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'not-scanned', because: fault('stopped-by-device') });
});

test('a feeder emptied in the last moment, and no glass', async () => {
  const { start, scanner } = await setUp((fake) => {
    onFeeder()(fake);
    fake.capabilities = { ...glassAndFeeder, glass: undefined };
  });
  scanner.instead = (request) => {
    if (!request.endsWith('NextDocument')) return undefined;
    scanner.said = feederEmpty;
    return { status: 404 };
  };
  const nothing: ScanOutcome = { outcome: 'not-scanned', because: { state: 'ready', feeder: 'empty' } };
  expect((await start()).outcome).toEqual(nothing);
  expect((await start()).outcome).toEqual(nothing);
  expect(scanner.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
});

const half = form.subarray(0, 300_000);
const badPages: readonly (readonly [string, FakeAnswer, ScannerStatus])[] = [
  ['breaks off', { status: 200, body: half, lengthBytes: 600_000, after: 'torn' }, fault('garbled')],
  ['is short and says nothing of it', { status: 200, body: half }, fault('garbled')],
  ['is empty', { status: 200 }, fault('garbled')],
  ['is a web page', { status: 200, body: '<html>Please sign in</html>' }, fault('garbled')],
  ['is a redirect', { status: 302, location: 'http://elsewhere/' }, fault('garbled')],
  ['is an error', { status: 500 }, fault('stopped-by-device')],
];
test.each(badPages)('a page that %s is no page, and the next scan works', async (_, answer, because) => {
  const { start, scanner } = await setUp();
  scanner.instead = (request) => (request === 'GET 1/NextDocument' ? answer : undefined);
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'not-scanned', because });
  expect(scan.wholePages).toBe(0);
  expect(scanner.requests).toContain('DELETE 1');
  scanner.pages = [form];
  expect((await start()).outcome).toEqual({ outcome: 'done', pages: 1 });
});

test.each([
  ['announced', { status: 200, body: half, lengthBytes: maxPageBytes + 1, after: 'nothing' }],
  ['found out', { status: 200, body: fakePage('long', maxPageBytes + 1) }],
] as const)('a page that is too large, %s', async (_, answer) => {
  const { start, scanner } = await setUp();
  scanner.instead = (request) => (request.endsWith('NextDocument') ? answer : undefined);
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'page-too-large' });
  expect(scan.wholePages).toBe(0);
  expect(scanner.requests).toContain('DELETE 1');
});

test.each([
  ['before its first byte', 'silent', firstByteLimitMs],
  ['in the middle', { status: 200, body: half, lengthBytes: 600_000, after: 'nothing' }, silenceLimitMs],
] as const)('a page that stalls %s is given up after its time, not before', async (_, answer, limitMs) => {
  const { start, scanner, clock } = await setUp();
  scanner.instead = (request) => (request.endsWith('NextDocument') ? answer : undefined);
  const scan = await start();
  await clock.advance(limitMs - 1);
  expect(scan.outcome).toBeUndefined();
  await clock.advance(1);
  expect(scan.outcome).toEqual({ outcome: 'not-scanned', because: fault('silent') });
  expect(scanner.requests).toContain('hung up GET 1/NextDocument');
  expect(scanner.requests).toContain('DELETE 1');
});

test('a scanner that vanishes in the middle of a page', async () => {
  const { start, scanner, driver, clock } = await setUp();
  scanner.instead = (request) => {
    if (!request.endsWith('NextDocument')) return undefined;
    scanner.isThere = false;
    return { status: 200, body: half, lengthBytes: 600_000, after: 'torn' };
  };
  const scan = await start();
  expect(scan.outcome).toEqual({ outcome: 'not-scanned', because: gone });
  expect(driver.status()).toEqual(gone);
  scanner.isThere = true;
  await clock.advance(4_000);
  expect(driver.status()).toEqual(onGlass);
});

const badAnswers: readonly (readonly [string, FakeAnswer | 'silent' | 'no-http', ScannerStatus])[] = [
  ['garbage', { status: 200, body: '<ScannerStatus><State>Id' }, fault('garbled')],
  ['a web page', { status: 200, body: '<!DOCTYPE html><html></html>' }, fault('garbled')],
  ['a flood', { status: 200, body: 'x'.repeat(1_000_000) }, fault('garbled')],
  ['no HTTP', 'no-http', fault('garbled')],
  ['a redirect', { status: 301, location: '/login' }, fault('garbled')],
  ['"not found"', { status: 404 }, fault('garbled')],
  ['503', { status: 503 }, { state: 'busy' }],
  ['500', { status: 500 }, fault('stopped-by-device')],
  ['nothing', 'silent', fault('silent')],
  ['half a status', { status: 200, body: '<ScannerStatus>', lengthBytes: 500, after: 'torn' }, gone],
];
test.each(badAnswers)('a scanner that answers with %s is told as such and forgiven', async (_, answer, status) => {
  const { driver, scanner, clock } = await setUp();
  scanner.instead = (request) => (request === 'GET ScannerStatus' ? answer : undefined);
  await clock.advance(idlePollMs + 5_000);
  expect(driver.status()).toEqual(status);
  scanner.instead = () => undefined;
  await clock.advance(10_000);
  expect(driver.status()).toEqual(onGlass);
});

test.each(badAnswers)('a job that is answered with %s does not begin', async (_, answer, because) => {
  const { start, scanner, clock } = await setUp();
  scanner.instead = (request) => (request === 'POST ScanJobs' ? answer : undefined);
  const scan = await start();
  await clock.advance(20_000);
  const expected = because.state === 'no-scanner' ? { outcome: 'not-scanned' } : { outcome: 'not-scanned', because };
  expect(scan.outcome).toMatchObject(expected);
});

test('a job without an address does not begin', async () => {
  const { start, scanner } = await setUp();
  scanner.instead = (request) => (request === 'POST ScanJobs' ? { status: 201 } : undefined);
  expect((await start()).outcome).toEqual({ outcome: 'not-scanned', because: fault('garbled') });
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

test('one scan at a time', async () => {
  const { start, scanner } = await setUp();
  scanner.instead = (request) => (request.endsWith('NextDocument') ? 'silent' : undefined);
  const first = await start();
  expect((await start()).outcome).toEqual({ outcome: 'not-scanned', because: { state: 'scanning' } });
  expect(first.outcome).toBeUndefined();
});

test('the next scan may be asked for as soon as the one before has ended', async () => {
  const { driver, scanner, clock } = await setUp((fake) => {
    fake.pages = [form, form];
  });
  const outcomes: ScanOutcome[] = [];
  const part = (): void => {};
  driver.scan({
    part,
    outcome: (first) => {
      outcomes.push(first);
      driver.scan({ part, outcome: (second) => outcomes.push(second) });
    },
  });
  await clock.advance(0);
  expect(outcomes).toEqual(Array.from({ length: 2 }, () => ({ outcome: 'done', pages: 1 })));
  expect(scanner.requests.filter((request) => request === 'POST ScanJobs')).toHaveLength(2);
});

test('stopped in the middle of a page: not a byte more, the job is deleted, and the next one gets its own pages', async () => {
  const { start, scanner, driver, clock } = await setUp(onFeeder(form, form));
  scanner.instead = (request) =>
    request === 'GET 1/NextDocument' ? { status: 200, body: half, lengthBytes: 600_000, after: 'nothing' } : undefined;
  const first = await start();
  expect(first.parts).toBe(1);
  driver.stop();
  const second = await start();
  expect(first).toMatchObject({ parts: 1, wholePages: 0 });
  expect(first.outcome).toBeUndefined();
  const afterStop = scanner.requests.slice(scanner.requests.indexOf('hung up GET 1/NextDocument'));
  expect(afterStop.slice(0, 4)).toEqual([
    'hung up GET 1/NextDocument',
    'DELETE 1',
    'GET ScannerStatus',
    'POST ScanJobs',
  ]);
  expect(afterStop.filter((request) => request.includes('1/NextDocument'))).toHaveLength(1);
  expect(second.outcome).toEqual({ outcome: 'done', pages: 2 });
  await clock.advance(60_000);
  expect(first.outcome).toBeUndefined();
});

test('stopped while the scanner takes the job: no page is fetched, and the job is deleted', async () => {
  const { start, scanner, driver, clock } = await setUp((fake) => {
    fake.pages = [form];
  });
  scanner.instead = (request) => {
    if (request === 'POST ScanJobs') driver.stop();
    return undefined;
  };
  const scan = await start();
  await clock.advance(60_000);
  expect(scan).toMatchObject({ parts: 0 });
  expect(scan.outcome).toBeUndefined();
  expect(scanner.requests).toContain('DELETE 1');
  expect(scanner.requests.some((request) => request.includes('NextDocument'))).toBe(false);
});

test('stopped while it waits for a busy scanner: no job begins', async () => {
  const { start, scanner, driver, clock } = await setUp();
  scanner.said = { ...idle, state: 'Processing' };
  const scan = await start();
  driver.stop();
  scanner.said = idle;
  await clock.advance(60_000);
  expect(scan.outcome).toBeUndefined();
  expect(scanner.requests).not.toContain('POST ScanJobs');
});

test('stopped while the scanner is asked what went wrong: nobody hears of it', async () => {
  const { start, scanner, driver, clock } = await setUp();
  scanner.instead = (request) => {
    if (request.endsWith('NextDocument')) return { status: 500 };
    return request === 'GET ScannerStatus' && scanner.requests.includes('GET 1/NextDocument') ? 'silent' : undefined;
  };
  const scan = await start();
  driver.stop();
  await clock.advance(60_000);
  expect(scan.outcome).toBeUndefined();
  expect(scanner.requests).toContain('DELETE 1');
});

test('closed, it asks nothing more', async () => {
  const { scanner, driver, clock } = await setUp();
  driver.close();
  await clock.advance(0);
  const asked = scanner.requests.length;
  await clock.advance(60_000);
  expect(scanner.requests).toHaveLength(asked);
});
