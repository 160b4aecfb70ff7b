import { expect, test } from 'vitest';
import { maxPageBytes, type ScannerStatus, type ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { idlePollMs } from './escl.ts';
import { firstByteLimitMs, silenceLimitMs } from './exchanges.ts';
import {
  type FakeAnswer,
  fakePage,
  feederEmpty,
  feederJam,
  feederLoaded,
  glassAndFeeder,
  idle,
} from './fake-scanner.ts';
import { fault, form, gone, half, onFeeder, onGlass, setUp } from './test-driver.ts';

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

const working = (...jobs: readonly { readonly uri: string; readonly state: string }[]) =>
  ({ ...feederLoaded, state: 'Processing', jobs }) as const;

test('a job whose start nobody answered is ended as soon as the scanner answers again', async () => {
  const { scanner, clock, start } = await setUp((fake) => {
    fake.capabilities = glassAndFeeder;
    fake.said = { ...feederLoaded, jobs: [{ uri: '/eSCL/ScanJobs/old', state: 'Completed' }] };
    fake.pages = [form];
  });
  scanner.instead = (request) =>
    request === 'POST ScanJobs' || scanner.requests.includes('POST ScanJobs') ? 'silent' : undefined;
  await start();
  await clock.advance(60_000);
  expect(scanner.requests).toContain('POST ScanJobs');
  scanner.instead = () => undefined;
  scanner.said = working(
    { uri: '/eSCL/ScanJobs/old', state: 'Completed' },
    { uri: '/eSCL/ScanJobs/7', state: 'Processing' },
  );
  await clock.advance(5_000);
  expect(scanner.requests).toContain('DELETE 7');
  expect(scanner.requests).not.toContain('DELETE old');
});

test('where two jobs began meanwhile, one of them is a stranger’s: neither is ended', async () => {
  const { scanner, clock, start } = await setUp((fake) => {
    fake.capabilities = glassAndFeeder;
    fake.said = feederLoaded;
    fake.pages = [form];
  });
  scanner.instead = (request) =>
    request === 'POST ScanJobs' || scanner.requests.includes('POST ScanJobs') ? 'silent' : undefined;
  await start();
  await clock.advance(60_000);
  expect(scanner.requests).toContain('POST ScanJobs');
  scanner.instead = () => undefined;
  scanner.said = working(
    { uri: '/eSCL/ScanJobs/7', state: 'Processing' },
    { uri: '/eSCL/ScanJobs/8', state: 'Pending' },
  );
  await clock.advance(5_000);
  expect(scanner.requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);
});
