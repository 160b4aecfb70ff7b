import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { testContent } from '../sealing/test-case.ts';
import { type Answering, plainAnswer, signedAnswer } from './test-gateway.ts';
import { sealedCaseWith } from './test-outbox.ts';
import { keys, nth, says, testTerminal } from './test-terminal.ts';

const mebibyte = 1024 * 1024;
const content = testContent('13800138000');
const paths = (gateway: ReturnType<typeof testTerminal>['gateway']): readonly string[] =>
  gateway.paths.map((path) => (path.startsWith('/v1/papers/') ? `paper ${path.slice(-22)}` : path));
const delivery = '/v1/deliveries';
const upload = (id: string): string => `paper ${id}`;

let terminal: ReturnType<typeof testTerminal>;
beforeEach(() => {
  terminal = testTerminal();
});

async function waiting(sequence: number, ...sizes: readonly number[]) {
  const { one, papers } = await sealedCaseWith(keys, sequence, content, sizes);
  terminal.outbox.add(one);
  for (const [id, ciphertext] of papers) terminal.outbox.papers.set(id, ciphertext);
  return { one, ids: [...papers.keys()] as [string, ...string[]], papers };
}

/** What arrived, as it was sealed. */
function arrived({ one, papers }: Awaited<ReturnType<typeof waiting>>): readonly boolean[] {
  return [...papers].map(
    ([id, bytes]) => terminal.gateway.papers.get(`${one.caseDigest}.${id}`)?.equals(bytes) === true,
  );
}

/** The line breaks off after the platform has so much of the part, or all. */
const breaksAfter =
  (bytes: number): Answering =>
  (good, request) => {
    Object.assign(request, { body: request.body?.subarray(0, bytes) ?? null });
    good();
    return 'platform-does-not-answer';
  };

describe('papers', () => {
  test('go out after all envelopes, oldest case first, and end their case when they are there', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const first = await waiting(1, 100, 200);
    outbox.add(nth(2));
    const third = await waiting(3, 300);
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 3, stillWaiting: 0 } });
    expect(paths(gateway)).toEqual([delivery, ...[...first.ids, ...third.ids].map(upload), delivery]);
    expect(outbox.ended).toEqual([nth(2), first.one, third.one].map(({ caseNumber }) => caseNumber));
    expect([...arrived(first), ...arrived(third)]).toEqual([true, true, true]);
  });

  test('have their envelopes go over the line once: complete, a case is named by its digest', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    await waiting(1, 100);
    outbox.add(nth(2));
    await waiting(3, 100);
    await round.offerAll();
    expect(gateway.deliveries.map(({ caseDigests, named }) => [caseDigests.length, named])).toEqual([
      [3, 0],
      [2, 2],
    ]);
  });

  test('are complete for a platform that has lost the envelope: it gets it whole in the next round', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const { one } = await waiting(1, 100);
    gateway.state.knowsNames = false;
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 0, stillWaiting: 1 } });
    expect(outbox.reason(one.caseNumber)).toBe('platform-has-not-opened-it');
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
    expect(gateway.deliveries.map(({ named }) => named)).toEqual([0, 1, 0]);
  });

  test('are complete for a platform that makes nothing of a digest alone: it gets the envelope at once', async () => {
    const { gateway, delivery: round } = terminal;
    await waiting(1, 100);
    const well: Answering = (good) => good();
    gateway.answerNext(well, well, says(400, { error: 'malformed' }));
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
    expect(gateway.deliveries.map(({ named }) => named)).toEqual([0, 1, 0]);
  });

  test('of much are not all sent before the first case may end', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const [first, second] = [await waiting(1, 5 * mebibyte), await waiting(2, 100)];
    const cutAtSecond: Answering = (good, { path }) => (path.endsWith(second.ids[0]) ? 'no-network' : good());
    gateway.answerNext(...Array.from({ length: 20 }, () => cutAtSecond));
    expect((await round.offerAll()).ok).toBe(false);
    expect(outbox.ended).toEqual([first.one.caseNumber]);
    expect(outbox.reason(second.one.caseNumber)).toBe('no-network');
  });

  test('of the next case are under way while the platform opens the one before, and no two deliveries are', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const three = [await waiting(1, 4 * mebibyte), await waiting(2, 4 * mebibyte), await waiting(3, 4 * mebibyte)];
    const under = { deliveries: 0, papers: 0 };
    const most = { deliveries: 0, papersBesideOne: 0 };
    const { send } = gateway;
    gateway.send = async (request) => {
      const kind = request.path === delivery ? 'deliveries' : 'papers';
      under[kind] += 1;
      if (kind === 'deliveries') for (let turn = 0; turn < 50; turn += 1) await setImmediate();
      most.deliveries = Math.max(most.deliveries, under.deliveries);
      if (under.deliveries > 0) most.papersBesideOne = Math.max(most.papersBesideOne, under.papers);
      const answer = await send(request);
      under[kind] -= 1;
      return answer;
    };
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 3, stillWaiting: 0 } });
    expect(outbox.ended).toEqual(three.map(({ one }) => one.caseNumber));
    expect(most).toEqual({ deliveries: 1, papersBesideOne: 1 });
    expect(new Set(gateway.deliveries.map(({ lease }) => lease)).size).toBe(gateway.deliveries.length);
  });

  test('of the next case that cannot go on leave nobody waiting whom the platform just ended', async () => {
    const { outbox, delivery: round } = terminal;
    const [first, second] = [await waiting(1, 4 * mebibyte), await waiting(2, 100)];
    outbox.readPaper = (id) => {
      if (id === second.ids[0]) throw new Error('disk I/O error');
      return first.papers.get(id)?.subarray(0, mebibyte) ?? null;
    };
    const part = terminal.gateway.papers;
    part.set(`${first.one.caseDigest}.${first.ids[0]}`, first.papers.get(first.ids[0]) ?? Buffer.alloc(0));
    await expect(round.offerAll()).rejects.toThrow('disk I/O error');
    expect(outbox.waiting()).toEqual([second.one.caseNumber]);
  });

  test('of two enrolments are asked for apart: one acknowledgement names one', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const again = { ...keys.enrolled, enrolment: { ...keys.enrolled.enrolment, incarnation: 2 } };
    const before = await waiting(5, 100);
    const { one, papers } = await sealedCaseWith({ ...keys, enrolled: again }, 1, content, [100]);
    outbox.add(one);
    for (const [id, ciphertext] of papers) outbox.papers.set(id, ciphertext);
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 2, stillWaiting: 0 } });
    expect(outbox.ended).toEqual([before.one.caseNumber, one.caseNumber]);
    expect(paths(gateway).filter((path) => path === delivery)).toHaveLength(4);
  });

  test('say how far they are', async () => {
    const { outbox, delivery: round } = terminal;
    const { one } = await waiting(1, 2 * mebibyte, mebibyte, mebibyte);
    await round.offerAll();
    expect(outbox.notes(one.caseNumber)).toEqual(
      ['0/3 0%', '0/3 25%', '1/3 50%', '2/3 75%', '3/3 100%'].map((how) => `papers-under-way ${how}`),
    );
  });

  test('let the envelope of whoever hands in meanwhile go between two of them', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const { ids } = await waiting(1, 100, 200);
    gateway.answerNext(
      (good) => good(),
      (good) => {
        outbox.add(nth(2));
        return good();
      },
    );
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 2, stillWaiting: 0 } });
    expect(paths(gateway)).toEqual([delivery, upload(ids[0]), delivery, upload(ids[1] ?? ''), delivery]);
  });

  test('go on from what the platform has, in a later round', async () => {
    const { gateway, delivery: round } = terminal;
    const kept = await waiting(1, 3 * mebibyte);
    gateway.answerNext(
      (good) => good(),
      breaksAfter(500_000),
      () => 'no-network',
    );
    expect(await round.offerAll()).toMatchObject({ ok: false, error: { reason: 'no-network', progressed: false } });
    const name = `${kept.one.caseDigest}.${kept.ids[0]}`;
    expect(gateway.papers.get(name)?.length).toBe(500_000);
    const offsets: (string | undefined)[] = [];
    const { send } = gateway;
    gateway.send = (request) => {
      if (request.method === 'PATCH') offsets.push(request.headers['upload-offset']);
      return send(request);
    };
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
    expect(offsets).toEqual([500_000, 500_000 + mebibyte, 500_000 + 2 * mebibyte].map(String));
    expect(arrived(kept)).toEqual([true]);
  });

  test('go on at once while each cut leaves more of them there', async () => {
    const { gateway, delivery: round } = terminal;
    const kept = await waiting(1, 400_000);
    gateway.answerNext(
      (good) => good(),
      ...Array.from({ length: 3 }, (): readonly Answering[] => [breaksAfter(100_000), (good) => good()]).flat(),
    );
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
    expect(arrived(kept)).toEqual([true]);
  });

  test('stop for this round when the line brings nothing more over, and say that something was achieved', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const { one } = await waiting(1, 400_000);
    const asked: Answering = (good) => good();
    gateway.answerNext(asked, breaksAfter(1_000), asked, breaksAfter(0), asked, breaksAfter(0), asked);
    expect(await round.offerAll()).toMatchObject({
      ok: false,
      error: { reason: 'platform-does-not-answer', progressed: true },
    });
    expect(gateway.paths).toHaveLength(7);
    expect(outbox.reason(one.caseNumber)).toBe('platform-does-not-answer');
  });

  test('follow the platform when it has less than it said', async () => {
    const { gateway, delivery: round } = terminal;
    const kept = await waiting(1, 2 * mebibyte);
    const name = `${kept.one.caseDigest}.${kept.ids[0]}`;
    gateway.answerNext(
      (good) => good(),
      (good) => good(),
      (good) => {
        gateway.papers.delete(name);
        return good();
      },
    );
    await round.offerAll();
    await round.offerAll();
    expect(arrived(kept)).toEqual([true]);
  });

  test('that the platform throws away are sent again in the next round, and not for ever in this one', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const { one, ids } = await waiting(1, 1_000);
    const spoil: Answering = (good, request) => {
      const answer = good();
      gateway.papers.set(request.path.slice('/v1/papers/'.length), Buffer.alloc(1_000));
      return answer;
    };
    gateway.answerNext((good) => good(), spoil);
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 0, stillWaiting: 1 } });
    expect(paths(gateway)).toEqual([delivery, upload(ids[0]), delivery]);
    expect(outbox.reason(one.caseNumber)).toBe('papers-under-way');
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
  });

  test('that cannot be read here hold up their own case alone', async () => {
    const { outbox, delivery: round } = terminal;
    const broken = await waiting(1, 100);
    outbox.papers.delete(broken.ids[0]);
    const whole = await waiting(2, 100);
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 1 } });
    expect(outbox.ended).toEqual([whole.one.caseNumber]);
    expect(outbox.reason(broken.one.caseNumber)).toBe('paper-not-readable-here');
  });

  test.each(['whole', 'parts'] as const)('that cannot be read just now (%s) are not called lost', async (what) => {
    const { outbox, delivery: round } = terminal;
    const { one, ids } = await waiting(1, 100);
    outbox.unreadable.set(ids[0], what);
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 0, stillWaiting: 1 } });
    expect(outbox.reason(one.caseNumber)).toBe('papers-under-way');
    outbox.unreadable.clear();
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
  });

  test('that the platform does not take hold up their own case alone', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const [refused, whole] = [await waiting(1, 100), await waiting(2, 100)];
    gateway.answerNext((good) => good(), says(404, { error: 'not-found' }));
    expect(await round.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 1 } });
    expect(outbox.ended).toEqual([whole.one.caseNumber]);
    expect(outbox.reason(refused.one.caseNumber)).toBe('platform-error');
  });
});

describe('an answer to a part counts for nothing', () => {
  const rows: readonly (readonly [string, Answering, string])[] = [
    ['unsigned', () => plainAnswer(204, 'text/plain', ''), 'answer-not-understood'],
    ['a friendly page', () => plainAnswer(200, 'text/html', '<html>welcome</html>'), 'answer-not-understood'],
    ['a busy page', () => plainAnswer(503, 'text/html', '<html>later</html>'), 'answer-not-understood'],
    [
      'an offset that was put in after signing',
      (_, request) => {
        const answer = signedAnswer(terminal.gateway, request, 204, '');
        return { ...answer, headers: [...answer.headers, { name: 'upload-offset', value: '100' }] };
      },
      'answer-signature-wrong',
    ],
    [
      'an offset that was changed after signing',
      (good) => {
        const answer = good();
        const headers = answer.headers.map((one) => (one.name === 'upload-offset' ? { ...one, value: '99' } : one));
        return { ...answer, headers };
      },
      'answer-signature-wrong',
    ],
    ['signed, without an offset', says(204, ''), 'answer-not-understood'],
    ['more than the paper has', says(204, '', { 'upload-offset': '101' }), 'answer-not-understood'],
    ['429', says(429, { error: 'busy' }, { 'retry-after': '7' }), 'platform-busy'],
    ['500', says(500, { error: 'platform-fault' }), 'platform-error'],
  ];
  test.each(rows)('%s: the case waits and says why; the next round ends it', async (_, bad, reason) => {
    const { gateway, outbox, delivery: round } = terminal;
    const kept = await waiting(1, 100);
    gateway.answerNext((good) => good(), bad);
    expect((await round.offerAll()).ok).toBe(false);
    expect(outbox.reason(kept.one.caseNumber)).toBe(reason);
    expect(outbox.ended).toEqual([]);
    await round.offerAll();
    expect(outbox.ended).toEqual([kept.one.caseNumber]);
    expect(arrived(kept)).toEqual([true]);
  });

  test('an answer of before does not answer the same question again', async () => {
    const { gateway, outbox, delivery: round } = terminal;
    const { one } = await waiting(1, 400_000);
    let before: ReturnType<Parameters<Answering>[0]> | null = null;
    gateway.answerNext(
      (good) => good(),
      breaksAfter(1_000),
      (good) => (before = good()),
      breaksAfter(1_000),
      (good) => before ?? good(),
    );
    await round.offerAll();
    expect(outbox.reason(one.caseNumber)).toBe('answer-signature-wrong');
  });
});

test('a terminal that is not accepted any more stops in the middle of its papers: no request after that', async () => {
  const { gateway, outbox, delivery: round } = terminal;
  const [first, second] = [await waiting(1, 100, 100), await waiting(2, 100)];
  gateway.answerNext((good) => good(), says(401, { error: 'incarnation-revoked' }));
  expect(await round.offerAll()).toMatchObject({ ok: false, error: { reason: 'terminal-not-accepted' } });
  expect(gateway.paths).toHaveLength(2);
  expect([first, second].map(({ one }) => outbox.reason(one.caseNumber))).toEqual([
    'terminal-not-accepted',
    'terminal-not-accepted',
  ]);
});
