import { beforeAll, describe, expect, test } from 'vitest';
import type { WaitReason } from '../../contract/view.ts';
import { testKeys } from '../sealing/test-case.ts';
import { createDelivery } from './delivery.ts';
import { createKeyRing } from './key-ring.ts';
import type { WaitingCase } from './outbox.ts';
import { createPlatformClient } from './platform-client.ts';
import { type Answering, createTestGateway, plainAnswer, signedAnswer, type TestGateway } from './test-gateway.ts';
import { createTestOutbox, sealedCase } from './test-outbox.ts';
import type { LineAnswer } from './transport.ts';

const keys = testKeys();
let cases: readonly WaitingCase[];
beforeAll(async () => {
  cases = await Promise.all([1, 2, 3, 4, 5].map((sequence) => sealedCase(keys, sequence)));
});
const nth = (n: number): WaitingCase => {
  const one = cases[n - 1];
  if (one === undefined) throw new RangeError(`case ${n}`);
  return one;
};

function terminal() {
  const gateway = createTestGateway(keys);
  const outbox = createTestOutbox(keys.enrolled);
  const keyRing = createKeyRing(keys.list);
  const client = createPlatformClient('https://platform.invalid', gateway.send, keys.enrolled, keyRing);
  const delivery = createDelivery({
    client,
    outbox,
    keyRing,
    roots: keys.roots,
    enrolment: keys.enrolled.enrolment,
    nowMs: () => Date.parse('2026-11-23T06:30:00Z'),
  });
  return { gateway, outbox, keyRing, client, delivery };
}

const changed = (answer: LineAnswer, change: (body: Buffer) => Buffer): LineAnswer => ({
  ...answer,
  body: change(Buffer.from(answer.body)),
});

describe('delivering', () => {
  test('ends each case once, on the acknowledgement', async () => {
    const { gateway, outbox, delivery } = terminal();
    outbox.add(nth(1), nth(2), nth(3));
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 3, stillWaiting: 0 } });
    expect(outbox.ended).toEqual([nth(1).caseNumber, nth(2).caseNumber, nth(3).caseNumber]);
    expect(gateway.deliveries).toHaveLength(1);
    expect(outbox.contacts).toEqual([
      { lease: Buffer.alloc(16, 1).toString('base64url'), epoch: 1, offsetMs: 600_000, at: '2026-11-23T06:40:00Z' },
    ]);
  });

  test('with nothing waiting is a sign of life that takes a new lease', async () => {
    const { gateway, outbox, delivery } = terminal();
    await delivery.offerAll();
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ lease }) => lease)).toEqual(['A'.repeat(22), outbox.contacts[0]?.lease]);
  });

  test('more than one batch goes out in one round, each with the lease of the answer before', async () => {
    const { gateway, outbox, delivery } = terminal();
    const many = Array.from({ length: 120 }, (_, n) => ({ ...nth(1), caseNumber: `N-${n}` }));
    outbox.add(...many);
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ caseDigests }) => caseDigests.length)).toEqual([50, 50, 20]);
    expect(new Set(gateway.deliveries.map(({ lease }) => lease)).size).toBe(3);
  });

  test('a batch stays below the size that a request may have', async () => {
    const { gateway, outbox, delivery } = terminal();
    outbox.add(...[1, 2, 3, 4, 5].map((n) => ({ ...nth(n), bytes: 6 * 1024 * 1024 })));
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ caseDigests }) => caseDigests.length)).toEqual([1, 1, 1, 1, 1]);
  });
});

type Row = readonly [string, Answering, WaitReason];
const signer = createTestGateway(keys);
const says = (status: number, content: object | string, extra?: Readonly<Record<string, string>>) =>
  ((_good, request) => signedAnswer(signer, request, status, content, extra)) satisfies Answering;

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
  ['signed, and not JSON', says(200, '<html>'), 'answer-not-understood'],
  ['signed, and empty', says(200, ''), 'answer-not-understood'],
  ['signed, and of another form', says(200, { v: 1, time: 'noon' }), 'answer-not-understood'],
  ['302', says(302, {}, { location: 'https://elsewhere.invalid' }), 'answer-not-understood'],
  ['400', says(400, { error: 'malformed' }), 'platform-error'],
  ['401', says(401, { error: 'incarnation-revoked' }), 'terminal-not-accepted'],
  ['404', says(404, { error: 'not-found' }), 'platform-error'],
  ['413', says(413, { error: 'too-large' }), 'platform-error'],
  ['429', says(429, { error: 'busy' }, { 'retry-after': '7' }), 'platform-busy'],
  ['500', says(500, { error: 'platform-fault' }), 'platform-error'],
  ['503', says(503, { error: 'busy' }), 'platform-busy'],
];

describe('an answer that is not good', () => {
  test.each(badAnswers)(
    '%s: the case waits and says why; the next good answer ends it once',
    async (_, bad, reason) => {
      const { gateway, outbox, delivery } = terminal();
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
    const { gateway, outbox, delivery } = terminal();
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
    const { gateway, delivery } = terminal();
    gateway.answerNext(says(429, { error: 'busy' }, { 'retry-after': '7' }));
    const outcome = await delivery.offerAll();
    expect(outcome.ok ? null : outcome.error.retryAfterMs).toBe(7_000);
  });

  test('a lost answer: what arrived is delivered again and ends once', async () => {
    const { gateway, outbox, delivery } = terminal();
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
    const { gateway, outbox, delivery } = terminal();
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
    const { gateway, outbox, delivery } = terminal();
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

describe('one bad case among others', () => {
  test('a body that is refused is halved until the one to blame stands alone', async () => {
    const { gateway, outbox, delivery } = terminal();
    outbox.add(...cases);
    const refuse: Answering = (good, request) =>
      Buffer.from(request.body ?? '').includes(Buffer.from(nth(3).envelope.manifest).toString('base64url'))
        ? signedAnswer(gateway, request, 400, { error: 'malformed' })
        : good();
    gateway.answerNext(refuse, refuse, refuse, refuse, refuse, refuse, refuse);
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 4, stillWaiting: 1 } });
    expect(outbox.waiting()).toEqual([nth(3).caseNumber]);
    expect(outbox.reason(nth(3).caseNumber)).toBe('platform-error');
  });

  test.each([
    ['unknown-version', 'platform-does-not-know-this-version'],
    ['not-verified', 'platform-has-not-opened-it'],
    ['conflict', 'number-used-twice'],
  ] as const)('%s waits as %s, the others end', async (state, reason) => {
    const { gateway, outbox, delivery } = terminal();
    outbox.add(nth(1), nth(2), nth(3));
    gateway.state.unfinished = new Map([[nth(2).caseDigest, state]]);
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 2, stillWaiting: 1 } });
    expect(outbox.reason(nth(2).caseNumber)).toBe(reason);
    expect(outbox.sent.has(nth(2).caseNumber)).toBe(true);
  });

  test('fifty that the platform cannot open do not stand before the next', async () => {
    const { gateway, outbox, delivery } = terminal();
    const stuck = Array.from({ length: 60 }, (_, n) => ({ ...nth(1), caseNumber: `N-${n}` }));
    outbox.add(...stuck, nth(2));
    gateway.state.unfinished = new Map([[nth(1).caseDigest, 'not-verified']]);
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(2).caseNumber]);
  });

  test('one that the answer leaves out goes on waiting', async () => {
    const { gateway, outbox, delivery } = terminal();
    outbox.add(nth(1), nth(2));
    gateway.state.change = (given) => ({ ...given, entries: given.entries.slice(0, 1) });
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(1).caseNumber]);
    expect(outbox.reason(nth(2).caseNumber)).toBe('platform-has-not-opened-it');
  });
});

describe('an acknowledgement that does not hold ends nothing', () => {
  const rows: readonly (readonly [string, (gateway: TestGateway) => void])[] = [
    [
      'by the response key',
      ({ state }) =>
        Object.assign(state, { acknowledgementKey: keys.response.privateKey, acknowledgementKeyId: 'resp-1' }),
    ],
    ['by a key that is not listed', ({ state }) => Object.assign(state, { acknowledgementKeyId: 'ack-9' })],
    [
      'with a wrong signature',
      ({ state }) => Object.assign(state, { acknowledgementKey: testKeys().acknowledgement.privateKey }),
    ],
    [
      'for another terminal',
      ({ state }) => Object.assign(state, { change: (given: object) => ({ ...given, terminal: 'LLZ02' }) }),
    ],
    [
      'for another incarnation',
      ({ state }) => Object.assign(state, { change: (given: object) => ({ ...given, incarnation: 2 }) }),
    ],
    [
      'over another digest',
      ({ state }) => {
        state.change = (given) => ({
          ...given,
          entries: given.entries.map((entry) => ({ ...entry, caseDigest: 'B'.repeat(43) })),
        });
      },
    ],
    [
      'over other bytes',
      ({ state }) => {
        state.change = (given) => ({
          ...given,
          entries: given.entries.map((entry) => ({ ...entry, bytes: entry.bytes + 1 })),
        });
      },
    ],
  ];
  test.each(rows)('%s', async (_, spoil) => {
    const { gateway, outbox, delivery } = terminal();
    outbox.add(nth(1));
    spoil(gateway);
    await delivery.offerAll();
    expect(outbox.ended).toEqual([]);
    expect(outbox.reason(nth(1).caseNumber)).toBe('acknowledgement-does-not-match');
    // The contact itself was good: its lease counts.
    expect(outbox.contacts).toHaveLength(1);
  });

  test('of an epoch older than the highest seen', async () => {
    const { gateway, outbox, delivery } = terminal();
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

describe('a newer key list', () => {
  const newer = (): { list: typeof keys.list; gateway: TestGateway } & ReturnType<typeof terminal> => {
    const list = { ...keys.list, version: keys.list.version + 1 };
    const all = terminal();
    all.gateway.state.list = list;
    return { ...all, list };
  };

  test('that is announced is fetched, verified, saved and put in force', async () => {
    const { keyRing, outbox, delivery, list } = newer();
    await delivery.offerAll();
    expect(keyRing.list()).toEqual(list);
    expect(outbox.contacts[0]?.keyList).toBeDefined();
    await delivery.offerAll();
    expect(outbox.contacts[1]?.keyList).toBeUndefined();
  });

  test('is fetched when the answer is signed with a key that only it has', async () => {
    const { gateway, keyRing, outbox, delivery, list } = newer();
    const next = testKeys();
    const added = {
      id: 'resp-2',
      use: 'response',
      suite: 1,
      publicKey: next.list.keys[2]?.publicKey ?? '',
      revoked: false,
    } as const;
    gateway.state.list = { ...list, keys: [...list.keys, added] };
    gateway.state.responseKey = next.response.privateKey;
    gateway.state.responseKeyId = 'resp-2';
    outbox.add(nth(1));
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(1).caseNumber]);
    expect(keyRing.list().version).toBe(list.version);
    expect(outbox.contacts.at(-1)?.keyList).toBeDefined();
  });

  test('that no root signed changes nothing', async () => {
    const { gateway, keyRing, outbox, delivery, list } = newer();
    gateway.answerNext(
      (good) => good(),
      () =>
        plainAnswer(
          200,
          'application/json',
          JSON.stringify({
            bytes: Buffer.from(JSON.stringify(list)).toString('base64url'),
            signatures: [{ root: 'test-root', signature: 'A'.repeat(86) }],
          }),
        ),
    );
    outbox.add(nth(1));
    await delivery.offerAll();
    expect(keyRing.list()).toBe(keys.list);
    expect(outbox.ended).toEqual([nth(1).caseNumber]);
  });
});

test('a case is looked up with a signed request', async () => {
  const { gateway, client } = terminal();
  gateway.answerNext(says(200, { v: 1, found: true, state: 'received' }));
  expect(await client.lookUpCase('LLZ01-1-0001-0', 'A'.repeat(22))).toEqual({
    ok: true,
    value: { v: 1, found: true, state: 'received' },
  });
  expect(gateway.paths).toEqual(['/v1/case-look-ups']);
});
