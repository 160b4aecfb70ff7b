import { describe, expect, test } from 'vitest';
import type { CaseManifest } from '../../contract/wire/envelope.ts';
import { digestTextFor } from '../sealing/envelope.ts';
import { testKeys } from '../sealing/test-case.ts';
import { batchOf } from './batch.ts';
import { deliveryBytes } from './platform-client.ts';
import { type Answering, createTestGateway, plainAnswer, signedAnswer, type TestGateway } from './test-gateway.ts';
import { sealedCase, type TestOutbox } from './test-outbox.ts';
import { cases, keys, nth, testTerminal } from './test-terminal.ts';

describe('delivering', () => {
  test('ends each case once, on the acknowledgement', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1), nth(2), nth(3));
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 3, stillWaiting: 0 } });
    expect(outbox.ended).toEqual([nth(1).caseNumber, nth(2).caseNumber, nth(3).caseNumber]);
    expect(gateway.deliveries).toHaveLength(1);
    expect(outbox.contacts).toEqual([
      { lease: Buffer.alloc(16, 1).toString('base64url'), epoch: 1, offsetMs: 600_000, at: '2026-11-23T06:40:00Z' },
    ]);
  });

  test('with nothing waiting is a sign of life that takes a new lease', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    await delivery.offerAll();
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ lease }) => lease)).toEqual(['A'.repeat(22), outbox.contacts[0]?.lease]);
  });

  test('more than one batch goes out in one round, each with the lease of the answer before', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    const many = Array.from({ length: 420 }, (_, n) => ({ ...nth(1), caseNumber: `N-${n}`, sequence: n }));
    outbox.add(...many);
    await delivery.offerAll();
    const { header, manifest, answers } = nth(1).envelope;
    const fit = Math.floor((256 * 1024) / (header.length + manifest.length + answers.length));
    expect(gateway.deliveries.map(({ caseDigests }) => caseDigests.length)).toEqual([fit, fit, 420 - 2 * fit]);
    expect(new Set(gateway.deliveries.map(({ lease }) => lease)).size).toBe(3);
  });

  const withAnswersOf = (bytes: number, count: number) => {
    const answers = Buffer.alloc(bytes);
    const answersDigest = digestTextFor('ciphertext', answers);
    const read = JSON.parse(Buffer.from(nth(1).envelope.header).toString()) as object;
    const named = JSON.parse(Buffer.from(nth(1).envelope.manifest).toString()) as CaseManifest;
    return Array.from({ length: count }, (_, n) => {
      const caseNumber = `N-${n}`;
      const header = Buffer.from(JSON.stringify({ ...read, caseNumber }));
      const about = {
        hh: digestTextFor('header', header),
        answers: { ...named.answers, bytes, digest: answersDigest },
      };
      const manifest = Buffer.from(JSON.stringify({ ...named, ...about }));
      const envelope = { ...nth(1).envelope, header, manifest, answers };
      return {
        ...{ ...nth(1), caseNumber, sequence: n, caseDigest: digestTextFor('manifest', manifest), envelope },
        bytes: header.length + manifest.length + bytes,
      };
    });
  };

  describe('while the next request is under way', () => {
    /** Two batches; `onRequest` is called as each arrives, before it is answered. */
    const twoBatches = (onRequest: (request: number, outbox: TestOutbox) => void) => {
      const all = testTerminal();
      all.outbox.add(...Array.from({ length: 300 }, (_, n) => ({ ...nth(1), caseNumber: `N-${n}`, sequence: n })));
      let requests = 0;
      const counted: Answering = (good) => {
        onRequest((requests += 1), all.outbox);
        return good();
      };
      all.gateway.state.unfinished = new Map([[nth(1).caseDigest, 'not-verified']]);
      all.gateway.answerNext(counted, counted);
      return all;
    };

    test('the lease of the answer before is saved already, and what it says of cases is noted only then', async () => {
      const seen: (readonly [contacts: number, noted: number])[] = [];
      const { outbox, delivery } = twoBatches((_, { contacts, writes }) => seen.push([contacts.length, writes]));
      await delivery.offerAll();
      expect(seen).toEqual([
        [0, 0],
        [1, 0],
      ]);
      expect(outbox.writes).toBe(2);
    });

    test('a disk that refuses to end a case breaks off the round, but not before the answer is here', async () => {
      const { outbox, delivery, gateway } = twoBatches(() => {});
      outbox.noteSent = () => {
        throw new Error('disk I/O error');
      };
      await expect(delivery.offerAll()).rejects.toThrow('disk I/O error');
      expect(outbox.contacts).toHaveLength(gateway.deliveries.length);
      expect(gateway.deliveries).toHaveLength(2);
    });
  });

  test('a batch that came through is followed by one of twice its size, up to what a request may have', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(...withAnswersOf(900_000, 60));
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ caseDigests }) => caseDigests.length)).toEqual([
      1, 1, 1, 1, 2, 4, 9, 12, 12, 12, 5,
    ]);
  });

  test('on a line that breaks under long requests a queue goes out in short ones', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(...withAnswersOf(10_000, 40));
    const sizes: number[] = [];
    const breaking: Answering = (good, request) => {
      const size = request.body?.length ?? 0;
      sizes.push(size);
      return size > 100_000 ? 'platform-does-not-answer' : good();
    };
    gateway.answerNext(...Array.from({ length: 40 }, () => breaking));
    for (let round = 0; round < 6 && outbox.waiting().length > 0; round += 1) await delivery.offerAll();
    expect(outbox.waiting()).toEqual([]);
    expect(sizes.filter((size) => size > 100_000).length).toBeLessThanOrEqual(4);
  });

  test('a case longer than a request is to be goes out alone', async () => {
    const { outbox, delivery } = testTerminal();
    outbox.add(...withAnswersOf(2_000_000, 2));
    await delivery.offerAll();
    expect(outbox.waiting()).toEqual([]);
  });

  test('a request is written as JSON writes it', () => {
    const head = { v: 1, lease: 'A'.repeat(22), auditHead: { bytes: 'e30', signature: 'A'.repeat(86) } } as const;
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    for (const batch of [[], [nth(1)], [nth(1), nth(2)]]) {
      const deliveries = batch.map(({ envelope: { header, manifest, answers, signature } }) => ({
        ...{ header: text(header), manifest: text(manifest) },
        ...{ answers: text(answers), signature: text(signature) },
      }));
      const written = deliveryBytes(head, batchOf(batch).deliveries);
      expect(Buffer.from(written).toString()).toBe(JSON.stringify({ ...head, deliveries }));
    }
  });

  test('papers do not count in it: they travel apart', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(...[1, 2, 3].map((n) => ({ ...nth(n), bytes: 100 * 1024 * 1024 })));
    await delivery.offerAll();
    expect(gateway.deliveries.map(({ caseDigests }) => caseDigests.length)).toEqual([3]);
  });
});

describe('one bad case among others', () => {
  test('a body that is refused is halved until the one to blame stands alone', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(...cases);
    const refuse: Answering = (good, request) =>
      Buffer.from(request.body ?? '').includes(Buffer.from(nth(3).envelope.manifest).toString('base64url'))
        ? signedAnswer(gateway, request, 400, { error: 'malformed' })
        : good();
    gateway.answerNext(refuse, refuse, refuse, refuse, refuse, refuse, refuse);
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 4, stillWaiting: 1 } });
    expect(outbox.waiting()).toEqual([nth(3).caseNumber]);
    expect(outbox.reason(nth(3).caseNumber)).toBe('platform-did-not-take-it');
  });

  test.each(['header', 'manifest', 'answers'] as const)(
    'one whose %s is damaged on the disk is not sent, says so, and the others end',
    async (part) => {
      const { gateway, outbox, delivery } = testTerminal();
      const bytes = Buffer.from(nth(1).envelope[part]);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      outbox.add({ ...nth(1), envelope: { ...nth(1).envelope, [part]: bytes } }, nth(2));
      for (const endedCases of [1, 0]) {
        expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases, stillWaiting: 0 } });
      }
      expect(outbox.notes(nth(1).caseNumber)).toEqual(['damaged-here digest']);
      expect(outbox.waiting()).toEqual([nth(1).caseNumber]);
      expect(gateway.deliveries.map(({ caseDigests }) => caseDigests)).toEqual([[nth(2).caseDigest], []]);
    },
  );

  test.each([
    ['unknown-version', 'platform-does-not-know-this-version'],
    ['not-verified', 'platform-did-not-take-it'],
    ['conflict', 'number-used-twice'],
  ] as const)('%s waits as %s, the others end', async (state, reason) => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1), nth(2), nth(3));
    gateway.state.unfinished = new Map([[nth(2).caseDigest, state]]);
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 2, stillWaiting: 1 } });
    expect(outbox.reason(nth(2).caseNumber)).toBe(reason);
    expect(outbox.sent.has(nth(2).caseNumber)).toBe(true);
  });

  test('a full batch that the platform cannot open does not stand before the next', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    const stuck = Array.from({ length: 210 }, (_, n) => ({ ...nth(1), caseNumber: `N-${n}`, sequence: n }));
    outbox.add(...stuck, { ...nth(2), sequence: 211 });
    gateway.state.unfinished = new Map([[nth(1).caseDigest, 'not-verified']]);
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(2).caseNumber]);
    // Once an answer, and not once a case: each is a flush, and the whole service stands still for it.
    expect(outbox.writes).toBe(gateway.deliveries.length);
  });

  test('one that the answer leaves out goes on waiting', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    outbox.add(nth(1), nth(2));
    gateway.state.change = (given) => ({ ...given, entries: given.entries.slice(0, 1) });
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(1).caseNumber]);
    expect(outbox.reason(nth(2).caseNumber)).toBe('platform-has-not-opened-it');
  });
});

describe('after the terminal enrolled again', () => {
  const again = { ...keys.enrolled, enrolment: { ...keys.enrolled.enrolment, incarnation: 2 } };
  const since = (sequence: number) => sealedCase({ ...keys, enrolled: again }, sequence);

  test('cases from before end first, in a batch of their own, and the new ones in the same round', async () => {
    const { gateway, outbox, delivery } = testTerminal();
    const [first, second] = [await since(1), await since(2)];
    outbox.add(second, nth(2), first, nth(1));
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 4, stillWaiting: 0 } });
    expect(outbox.ended).toEqual([nth(1), nth(2), first, second].map(({ caseNumber }) => caseNumber));
    expect(gateway.deliveries.map(({ caseDigests }) => caseDigests.length)).toEqual([2, 2]);
  });

  test.each(['conflict', 'not-verified', 'unknown-version'] as const)(
    'a case from before that stays %s holds up none of its own and none of the new ones',
    async (state) => {
      const { gateway, outbox, delivery } = testTerminal();
      const one = await since(1);
      outbox.add(nth(1), nth(2), one);
      gateway.state.unfinished = new Map([[nth(1).caseDigest, state]]);
      for (let round = 0; round < 2; round++) await delivery.offerAll();
      expect(outbox.ended).toEqual([nth(2).caseNumber, one.caseNumber]);
      expect(outbox.waiting()).toEqual([nth(1).caseNumber]);
    },
  );
});

describe('a newer key list', () => {
  const newer = (): { list: typeof keys.list; gateway: TestGateway } & ReturnType<typeof testTerminal> => {
    const list = { ...keys.list, version: keys.list.version + 1 };
    const all = testTerminal();
    all.gateway.state.list = list;
    return { ...all, list };
  };

  test('that is announced is fetched, verified, saved and put in force', async () => {
    const { keyRing, outbox, delivery, list } = newer();
    await delivery.offerAll();
    expect(keyRing.list()).toEqual(list);
    expect(outbox.keyLists).toHaveLength(1);
    await delivery.offerAll();
    expect(outbox.keyLists).toHaveLength(1);
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
    expect(outbox.keyLists).toHaveLength(1);
  });

  test('is kept although the contact that it was fetched in fails', async () => {
    const { gateway, keyRing, outbox, delivery, list } = newer();
    gateway.answerNext(
      (_, request) => {
        const stranger = createTestGateway(keys);
        stranger.state.responseKeyId = 'resp-9';
        return signedAnswer(stranger, request, 200, {});
      },
      (good) => good(),
      () => 'no-network',
    );
    outbox.add(nth(1));
    expect((await delivery.offerAll()).ok).toBe(false);
    expect(outbox.contacts).toEqual([]);
    expect(outbox.keyLists).toHaveLength(1);
    expect(keyRing.list()).toEqual(list);
  });

  test('is not in force before it is kept', async () => {
    const { keyRing, outbox, delivery } = newer();
    outbox.saveKeyList = () => {
      throw new Error('disk I/O error');
    };
    await expect(delivery.offerAll()).rejects.toThrow('disk I/O error');
    expect(keyRing.list()).toBe(keys.list);
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
    expect(outbox.keyLists).toEqual([]);
    expect(outbox.ended).toEqual([nth(1).caseNumber]);
  });
});
