import { describe, expect, test } from 'vitest';
import type { WaitReason } from '../../contract/view/waiting.ts';
import { testKeys } from '../sealing/test-case.ts';
import {
  type Answering,
  answerBoundToNoRequest,
  createTestGateway,
  plainAnswer,
  signedAnswer,
  type TestGateway,
} from './test-gateway.ts';
import { keys, nth, says, testTerminal } from './test-terminal.ts';
import type { LineAnswer } from './transport.ts';

const changed = (answer: LineAnswer, change: (body: Buffer) => Buffer): LineAnswer => ({
  ...answer,
  body: change(Buffer.from(answer.body)),
});

type Row = readonly [string, Answering, WaitReason];
const badAnswers: readonly Row[] = [
  ['no network', () => 'no-network', 'no-network'],
  ['nothing', () => 'platform-does-not-answer', 'platform-does-not-answer'],
  ['a stranger', () => 'platform-identity-not-proven', 'platform-identity-not-proven'],
  ['HTML with 200', () => plainAnswer(200, 'text/html', '<html>welcome</html>'), 'answer-not-understood'],
  ['HTML with 502', () => plainAnswer(502, 'text/html', '<html>bad gateway</html>'), 'answer-not-understood'],
  [
    'JSON that nobody signed',
    (good) => ({ ...good(), headers: [{ name: 'content-type', value: 'application/json' }] }),
    'answer-signature-wrong',
  ],
  [
    '401 that nobody signed',
    () => plainAnswer(401, 'application/json', '{"error":"signature"}'),
    'answer-signature-wrong',
  ],
  ['half a body', (good) => changed(good(), (body) => body.subarray(0, body.length / 2)), 'answer-not-understood'],
  [
    'a body with one digit changed',
    (good) => changed(good(), (body) => Buffer.from(body.toString().replace('T06:40', 'T07:40'))),
    'answer-not-understood',
  ],
  ['a status changed after signing', (good) => ({ ...good(), status: 201 }), 'answer-signature-wrong'],
  [
    'signed by somebody else',
    (_, request) => {
      const other = createTestGateway(keys);
      other.state.responseKey = testKeys().response.privateKey;
      return signedAnswer(other, request, 200, {});
    },
    'answer-signature-wrong',
  ],
  [
    'signed with the acknowledgement key',
    (_, request) => {
      const other = createTestGateway(keys);
      other.state.responseKey = keys.acknowledgement.privateKey;
      other.state.responseKeyId = 'ack-1';
      return signedAnswer(other, request, 200, {});
    },
    'answer-signature-wrong',
  ],
  [
    'signed, and bound to no request',
    (good, request) => {
      const answer: unknown = JSON.parse(Buffer.from(good().body).toString());
      if (typeof answer !== 'object' || answer === null) throw new Error('no good answer');
      return answerBoundToNoRequest(createTestGateway(keys), request, answer);
    },
    'answer-signature-wrong',
  ],
  ['signed, and not JSON', says(200, '<html>'), 'answer-not-understood'],
  ['signed, and empty', says(200, ''), 'answer-not-understood'],
  ['signed, and of another form', says(200, { v: 1, time: 'noon' }), 'answer-not-understood'],
  ['302', says(302, {}, { location: 'https://elsewhere.invalid' }), 'answer-not-understood'],
  ['400', says(400, { error: 'malformed' }), 'platform-did-not-take-it'],
  ['401', says(401, { error: 'incarnation-revoked' }), 'terminal-not-accepted'],
  ['404', says(404, { error: 'not-found' }), 'platform-did-not-take-it'],
  ['413', says(413, { error: 'too-large' }), 'platform-did-not-take-it'],
  ['429', says(429, { error: 'busy' }, { 'retry-after': '7' }), 'platform-busy'],
  ['500', says(500, { error: 'platform-fault' }), 'platform-error'],
  ['503', says(503, { error: 'busy' }), 'platform-busy'],
];

describe('an answer that is not good', () => {
  test.each(badAnswers)(
    '%s: the case waits and says why; the next good answer ends it once',
    async (_, bad, reason) => {
      const { gateway, outbox, delivery } = testTerminal();
      outbox.add(nth(1));
      gateway.answerNext(bad);
      await delivery.offerAll();
      expect(outbox.reason(nth(1).caseNumber)).toBe(reason);
      expect(outbox.waiting()).toEqual([nth(1).caseNumber]);
      expect(outbox.ended).toEqual([]);
      expect(outbox.contacts).toEqual([]);

      await delivery.offerAll();
      expect(outbox.ended).toEqual([nth(1).caseNumber]);
      expect(gateway.deliveries.map(({ lease }) => lease)).toEqual(['A'.repeat(22), 'A'.repeat(22)]);
    },
  );

  test('an answer to an earlier request proves nothing', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    let earlier: LineAnswer | null = null;
    gateway.answerNext(
      (good) => {
        earlier = good();
        return 'platform-does-not-answer';
      },
      (good) => earlier ?? good(),
    );
    outbox.add(nth(1));
    await delivery.offerAll();
    outbox.add(nth(2));
    await delivery.offerAll();
    expect(outbox.ended).toEqual([]);
    expect(outbox.reason(nth(1).caseNumber)).toBe('answer-signature-wrong');
  });

  test('the platform’s word on when to come again is passed on', async () => {
    const { gateway, delivery } = testTerminal();
    gateway.answerNext(says(429, { error: 'busy' }, { 'retry-after': '7' }));
    const outcome = await delivery.offerAll();
    expect(outcome.ok ? null : outcome.error.retryAfterMs).toBe(7_000);
  });

  test('a lost answer: what arrived is delivered again and ends once', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1), nth(2));
    gateway.answerNext((good) => {
      good();
      return 'platform-does-not-answer';
    });
    await delivery.offerAll();
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(1).caseNumber, nth(2).caseNumber]);
  });

  test('the same reason is written once, a new one again', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1));
    gateway.answerNext(
      () => 'no-network',
      () => 'no-network',
      () => 'platform-does-not-answer',
      () => 'no-network',
    );
    for (let round = 0; round < 4; round++) await delivery.offerAll();
    expect(outbox.writes).toBe(3);
  });

  test('a terminal that is not accepted stops: the whole batch waits for that reason and no other goes out', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1), nth(2));
    gateway.answerNext(says(401, { error: 'incarnation-forked' }));
    const outcome = await delivery.offerAll();
    expect(outcome.ok ? null : outcome.error.reason).toBe('terminal-not-accepted');
    expect([1, 2].map((n) => outbox.reason(nth(n).caseNumber))).toEqual([
      'terminal-not-accepted',
      'terminal-not-accepted',
    ]);
    expect(gateway.deliveries).toHaveLength(1);
  });
});

describe('a lease of long ago', () => {
  test('is answered at once with the one that is asked for, and what then comes counts', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1));
    const challenge = 'C'.repeat(21) + 'A';
    gateway.answerNext(says(409, { error: 'lease-old', lease: challenge }), says(401, { error: 'incarnation-forked' }));
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ lease }) => lease)).toEqual([outbox.lease(), challenge]);
    expect(outbox.notAccepted).toBe(1);
    expect(outbox.waiting()).toEqual([nth(1).caseNumber]);
  });
});

describe('an acknowledgement that does not hold ends nothing', () => {
  const notBelieved = 'acknowledgement-not-believed';
  const doesNotMatch = 'acknowledgement-does-not-match';
  const rows: readonly (readonly [string, WaitReason, (gateway: TestGateway) => void])[] = [
    [
      'by the response key',
      notBelieved,
      ({ state }) =>
        Object.assign(state, { acknowledgementKey: keys.response.privateKey, acknowledgementKeyId: 'resp-1' }),
    ],
    [
      'by a key that is not listed',
      notBelieved,
      ({ state }) => Object.assign(state, { acknowledgementKeyId: 'ack-9' }),
    ],
    [
      'with a wrong signature',
      notBelieved,
      ({ state }) => Object.assign(state, { acknowledgementKey: testKeys().acknowledgement.privateKey }),
    ],
    [
      'for another terminal',
      notBelieved,
      ({ state }) => Object.assign(state, { change: (given: object) => ({ ...given, terminal: 'LLZ02' }) }),
    ],
    [
      'for another incarnation',
      doesNotMatch,
      ({ state }) => Object.assign(state, { change: (given: object) => ({ ...given, incarnation: 2 }) }),
    ],
    [
      'over another digest',
      doesNotMatch,
      ({ state }) => {
        state.change = (given) => ({
          ...given,
          entries: given.entries.map((entry) => ({ ...entry, caseDigest: `${'B'.repeat(42)}A` })),
        });
      },
    ],
    [
      'over other bytes',
      doesNotMatch,
      ({ state }) => {
        state.change = (given) => ({
          ...given,
          entries: given.entries.map((entry) => ({ ...entry, bytes: entry.bytes + 1 })),
        });
      },
    ],
  ];
  test.each(rows)('%s', async (_, reason, spoil) => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1));
    spoil(gateway);
    await delivery.offerAll();
    expect(outbox.ended).toEqual([]);
    expect(outbox.reason(nth(1).caseNumber)).toBe(reason);
    // A list that anybody on the line can spoil must not make a good case one that an operator may end.
    const stuck = reason === doesNotMatch ? [reason] : [];
    expect(outbox.stuckCases(1, null).map(({ because }) => because)).toEqual(stuck);
    // The contact itself was good: its lease counts.
    expect(outbox.contacts).toHaveLength(1);
  });

  test('of an epoch that was heard with nothing to deliver, and by no word that another key signed', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    gateway.state.epoch = 3;
    await delivery.offerAll();
    expect(outbox.epoch()).toBe(3);
    // The gateway's key signs every answer, and says no epoch.
    Object.assign(gateway.state, { epoch: 9, acknowledgementKey: keys.response.privateKey });
    await delivery.offerAll();
    Object.assign(gateway.state, { acknowledgementKeyId: 'resp-1' });
    await delivery.offerAll();
    Object.assign(gateway.state, { epoch: 2, acknowledgementKey: keys.acknowledgement.privateKey });
    Object.assign(gateway.state, { acknowledgementKeyId: 'ack-1' });
    await delivery.offerAll();
    expect(outbox.epoch()).toBe(3);
  });

  test('of an epoch older than the highest seen', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1));
    gateway.state.epoch = 3;
    await delivery.offerAll();
    outbox.add(nth(2));
    gateway.state.epoch = 2;
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(1).caseNumber]);
    expect(outbox.epoch()).toBe(3);
  });
});
