import { expect, test } from 'vitest';
import type { ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import { idle } from './fake-scanner.ts';
import { form, half, onFeeder, setUp } from './test-driver.ts';

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
