import { expect, test } from 'vitest';
import { maxPagePartBytes } from '../../main/contract/devices/document-scanner.ts';
import { createManualClock } from '../manual-clock.ts';
import type { HttpEvents } from '../transports/http.ts';
import { ask, fetchPage, firstByteLimitMs } from './exchanges.ts';
import { fakePage, rootUrl } from './fake-scanner.ts';

/** An exchange whose every event comes from the test. */
function setUp() {
  const clock = createManualClock();
  let events: HttpEvents | undefined;
  let hungUp = false;
  const call = (_: unknown, given: HttpEvents) => {
    events = given;
    return () => {
      hungUp = true;
    };
  };
  const scanner = (): HttpEvents => {
    if (events === undefined) throw new Error('nobody called');
    return events;
  };
  return { clock, call, scanner, isHungUp: () => hungUp };
}

test('a page that drips is given up in the end, though it never falls silent', async () => {
  const { clock, call, scanner, isHungUp } = setUp();
  const { ended } = fetchPage(call, clock, rootUrl, () => {});
  scanner().answered({ status: 200, location: undefined, lengthBytes: 1_000_000 });
  scanner().bytes(Uint8Array.of(0xff, 0xd8, 0xff));
  let waitedMs = 0;
  for (; !isHungUp(); waitedMs += 5_000) {
    expect(waitedMs).toBeLessThan(2 * firstByteLimitMs);
    await clock.advance(5_000);
    if (!isHungUp()) scanner().bytes(Uint8Array.of(1));
  }
  expect(await ended).toEqual({ page: 'silent' });
  expect(waitedMs).toBeGreaterThanOrEqual(firstByteLimitMs);
});

test('a page at the pace of a slow scanner is not given up', async () => {
  const { clock, call, scanner, isHungUp } = setUp();
  const { ended } = fetchPage(call, clock, rootUrl, () => {});
  const page = fakePage('slow', 3_000_000);
  scanner().answered({ status: 200, location: undefined, lengthBytes: page.length });
  for (let at = 0; at < page.length; at += 250_000) {
    await clock.advance(10_000);
    expect(isHungUp()).toBe(false);
    scanner().bytes(page.subarray(at, at + 250_000));
  }
  scanner().whole();
  expect(await ended).toEqual({ page: 'whole' });
});

test('a part that stops the page is the last one, also of its own chunk', async () => {
  const { clock, call, scanner } = setUp();
  let parts = 0;
  const fetching = fetchPage(call, clock, rootUrl, () => {
    parts += 1;
    fetching.stop();
  });
  scanner().answered({ status: 200, location: undefined, lengthBytes: undefined });
  scanner().bytes(fakePage('two parts', 2 * maxPagePartBytes + 1));
  expect(await fetching.ended).toEqual({ page: 'stopped' });
  expect(parts).toBe(1);
});

test('an answer without an end is hung up on as soon as it is too long', async () => {
  const { clock, call, scanner, isHungUp } = setUp();
  const asked = ask(call, clock, { method: 'GET', url: rootUrl });
  scanner().answered({ status: 200, location: undefined, lengthBytes: undefined });
  for (let chunks = 0; !isHungUp(); chunks += 1) {
    expect(chunks).toBeLessThan(5);
    scanner().bytes(new Uint8Array(64 * 1024));
  }
  expect(await asked).toMatchObject({ answer: 'lost', reason: { kind: 'failed' } });
});
