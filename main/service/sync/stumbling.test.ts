import { describe, expect, test } from 'vitest';
import type { WaitReason } from '../../contract/view/waiting.ts';
import { testContent } from '../sealing/test-case.ts';
import type { WaitingCase } from './outbox.ts';
import { startRounds } from './rounds.ts';
import { type Answering, signedAnswer, type TestGateway } from './test-gateway.ts';
import { sealedCaseWith } from './test-outbox.ts';
import { cases, keys, nth, testTerminal } from './test-terminal.ts';

type Failing = (gateway: TestGateway) => Answering;
const fault: Failing = (gateway) => (_good, request) =>
  signedAnswer(gateway, request, 500, { error: 'platform-fault' });
const silence: Failing = () => () => 'platform-does-not-answer';

/** From now on, on every request that is about one of these. */
function fails(gateway: TestGateway, on: (body: Buffer, path: string) => boolean, how: Failing): { mend(): void } {
  let broken = true;
  const answer: Answering = (good, request) =>
    broken && on(Buffer.from(request.body ?? ''), request.path) ? how(gateway)(good, request) : good();
  gateway.answerNext(...Array.from({ length: 1000 }, () => answer));
  return { mend: () => (broken = false) };
}

const holds =
  (...these: readonly WaitingCase[]) =>
  (body: Buffer) =>
    these.some(({ envelope }) => body.includes(Buffer.from(envelope.manifest).toString('base64url')));

describe.each([
  ['fails by its own word', fault],
  ['dies without one', silence],
] as const)('a platform that %s over one case, for ever', (_, how) => {
  test('gets all others, with the true loop; the one waits and says why', async () => {
    const { gateway, outbox, delivery, timers } = testTerminal();
    fails(gateway, holds(nth(3)), how);
    outbox.add(...cases);
    let paused = () => {};
    const rounds = startRounds(delivery, {
      timers: {
        ...timers,
        after: (delayMs, act) => {
          paused();
          return timers.after(delayMs, act);
        },
      },
      random: Math.random,
      events: { onOnline: () => {}, onFault: () => {} },
    });
    for (let round = 0; round < 6; round += 1) {
      await new Promise<void>((resolve) => (paused = resolve));
      timers.pass(60_000);
    }
    await rounds.stop();
    expect(outbox.waiting()).toEqual([nth(3).caseNumber]);
    expect(outbox.reason(nth(3).caseNumber)).toBe('platform-fails-on-it');
  });

  test('has who comes later in the first request, and the one alone and less and less often', async () => {
    const { gateway, outbox, delivery, timers } = testTerminal();
    const platform = fails(gateway, holds(nth(3)), how);
    outbox.add(nth(3));
    for (let round = 0; round < 4; round += 1) await delivery.offerAll();
    outbox.add(nth(4));
    expect(await delivery.offerAll()).toEqual({ ok: true, value: { endedCases: 1, stillWaiting: 0 } });
    const triedInTenMinutes = async () => {
      let tried = 0;
      for (let second = 0; second < 600; second += 30) {
        timers.pass(30_000);
        const before = gateway.deliveries.length;
        await delivery.offerAll();
        if (gateway.deliveries.slice(before).some(({ caseDigests }) => caseDigests.length > 0)) tried += 1;
      }
      return tried;
    };
    expect([await triedInTenMinutes(), await triedInTenMinutes()]).toEqual([4, 1]);
    platform.mend();
    timers.pass(15 * 60_000);
    await delivery.offerAll();
    expect(outbox.ended).toEqual([nth(4).caseNumber, nth(3).caseNumber]);
  });
});

const failsOn = (outbox: { reason(caseNumber: string): WaitReason | undefined }) =>
  cases.filter(({ caseNumber }) => outbox.reason(caseNumber) === 'platform-fails-on-it').length;

test('a platform that fails over everything is asked no more than twice a round, and blames no case', async () => {
  const { gateway, outbox, delivery } = testTerminal();
  fails(gateway, () => true, fault);
  outbox.add(...cases);
  for (let round = 0; round < 20; round += 1) {
    const before = gateway.paths.length;
    expect(await delivery.offerAll()).toMatchObject({ ok: false, error: { reason: 'platform-error' } });
    expect(gateway.paths.length - before).toBeLessThanOrEqual(2);
  }
  expect(failsOn(outbox)).toBe(0);
});

test('one that fails over every case and answers without any is not asked for each, one by one', async () => {
  const { gateway, outbox, delivery } = testTerminal();
  fails(gateway, holds(...cases), fault);
  outbox.add(...cases);
  for (let round = 0; round < 4; round += 1) expect((await delivery.offerAll()).ok).toBe(false);
  expect(failsOn(outbox)).toBe(3);
});

test.each([
  ['a batch', cases],
  ['a single case', [nth(1)]],
] as const)('a line on which anything breaks now and then sets nothing aside of %s', async (_, waiting) => {
  const { gateway, outbox, delivery } = testTerminal();
  outbox.add(...waiting);
  const broken: Answering = () => 'platform-does-not-answer';
  gateway.answerNext(broken, broken, broken, broken, (good) => good());
  for (let round = 0; round < 4; round += 1) await delivery.offerAll();
  expect(outbox.waiting()).toEqual([]);
});

test('a platform that fails over one paper has the papers of the others', async () => {
  const { gateway, outbox, delivery } = testTerminal();
  const [bad, good] = await Promise.all(
    [1, 2].map((sequence) => sealedCaseWith(keys, sequence, testContent('13800138000'), [5000])),
  );
  if (bad === undefined || good === undefined) throw new Error('no cases');
  for (const { one, papers } of [bad, good]) {
    outbox.add(one);
    for (const [id, bytes] of papers) outbox.papers.set(id, bytes);
  }
  fails(gateway, (_, path) => path.includes(bad.one.caseDigest), fault);
  for (let round = 0; round < 5; round += 1) await delivery.offerAll();
  expect(outbox.ended).toEqual([good.one.caseNumber]);
  expect(outbox.reason(bad.one.caseNumber)).toBe('platform-fails-on-it');
});
