import { openLog } from '../log.ts';
import { createManualTimers } from '../manual-timers.ts';
import { testKeys } from '../sealing/test-case.ts';
import { createDelivery } from './delivery.ts';
import { createKeyRing } from './key-ring.ts';
import type { WaitingCase } from './outbox.ts';
import { createPlatformClient } from './platform-client.ts';
import { type Answering, createTestGateway, signedAnswer } from './test-gateway.ts';
import { createTestOutbox, sealedCase } from './test-outbox.ts';

export const keys = testKeys();
/** Numbered from 1. */
export const cases = await Promise.all([1, 2, 3, 4, 5].map((sequence) => sealedCase(keys, sequence)));

export function nth(n: number): WaitingCase {
  const one = cases[n - 1];
  if (one === undefined) throw new RangeError(`case ${n}`);
  return one;
}

/** A terminal that delivers to a platform without a line between them. */
export function testTerminal() {
  const gateway = createTestGateway(keys);
  const outbox = createTestOutbox(keys.enrolled);
  const keyRing = createKeyRing(keys.list);
  const unpinned = () => gateway.send({ method: 'GET', path: '/v1/keys', headers: {}, body: null });
  const client = createPlatformClient(
    'https://platform.invalid',
    (request) => gateway.send(request),
    unpinned,
    keys.enrolled,
    keyRing,
  );
  const timers = createManualTimers();
  const delivery = createDelivery({
    client,
    outbox,
    keyRing,
    roots: keys.roots,
    terminal: keys.enrolled.enrolment.terminal,
    log: openLog('/dev/null'),
    nowMs: () => Date.parse('2026-11-23T06:30:00Z'),
    elapsedMs: timers.elapsedMs,
  });
  return { gateway, outbox, keyRing, client, delivery, timers };
}

const signer = createTestGateway(keys);

/** Whatever was asked, this is said, and signed as it should be. */
export function says(status: number, content: object | string, extra?: Readonly<Record<string, string>>): Answering {
  return (_good, request) => signedAnswer(signer, request, status, content, extra);
}
