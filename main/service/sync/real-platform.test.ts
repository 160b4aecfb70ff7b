import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testContent, testKeys } from '../sealing/test-case.ts';
import { createTestOutbox, sealedCase } from './test-outbox.ts';
import { type RealPlatform, startRealPlatform } from './test-real-platform.ts';

let platform: RealPlatform;
beforeAll(async () => {
  platform = await startRealPlatform();
}, 120_000);
beforeEach(() => platform.line.set('up'));
afterAll(() => platform.stop(), 60_000);

describe('with a real platform', () => {
  test('a code is good once, and only the right one', { timeout: 60_000 }, async () => {
    const code = await platform.newCode();
    const { roots, newFolder } = platform;
    const dataFolder = newFolder();
    const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    const enrol = (typed: string, trusted = roots, into = dataFolder) => platform.enrol(typed, trusted, into);
    expect(await enrol(wrong)).toEqual({ ok: false, error: { fault: 'code-not-accepted' } });
    const strangers = [{ id: roots[0]?.id ?? '', publicKey: testKeys().roots[0]?.publicKey ?? '' }];
    expect(await enrol(code, strangers)).toMatchObject({ ok: false, error: { fault: 'key-list-not-believed' } });
    expect((await enrol(code)).ok).toBe(true);
    expect(await enrol(code, roots, newFolder())).toEqual({ ok: false, error: { fault: 'code-not-accepted' } });
  });

  test('a batch whose answer is lost ends once, and is there once, as it was sealed', { timeout: 60_000 }, async () => {
    const terminal = await platform.enrolled();
    const outbox = createTestOutbox(terminal.keys, terminal.lease);
    const parts = { list: terminal.list, enrolled: terminal.keys };
    const cases = await Promise.all([1, 2, 3].map((n) => sealedCase(parts, n, testContent(`1380013800${n}`))));
    outbox.add(...cases);
    await platform.line.set('answers-lost');
    const { sync, seen, until } = platform.startSync(terminal, {
      ...outbox,
      // The second stands twice in the batch.
      nextBatch: (max, after) => outbox.nextBatch(max, after).flatMap((one) => (one === cases[1] ? [one, one] : [one])),
    });
    const { terminal: name } = terminal.keys.enrolment;
    await expect.poll(async () => (await platform.heldCases(name)).length, { timeout: 30_000 }).toBe(3);
    expect(outbox.ended).toEqual([]);
    await platform.line.set('cut');
    await until(() => seen.at(-1) === false);
    expect(outbox.reason(cases[0]?.caseNumber ?? '')).toBe('platform-does-not-answer');

    await platform.line.set('up');
    sync.kick();
    await until(() => outbox.ended.length === 3);
    expect([...outbox.ended].toSorted()).toEqual(cases.map(({ caseNumber }) => caseNumber));
    const held = await platform.heldCases(name);
    expect(held.map(({ caseNumber, caseDigest }) => ({ caseNumber, caseDigest }))).toEqual(
      expect.arrayContaining(cases.map(({ caseNumber, caseDigest }) => ({ caseNumber, caseDigest }))),
    );
    expect(held).toHaveLength(3);
    for (const one of held) {
      expect(one.outcome).toBe('opened');
      expect(one.deliveries).toBeGreaterThanOrEqual(2);
      const n = cases.findIndex(({ caseNumber }) => caseNumber === one.caseNumber) + 1;
      expect(one.content).toEqual(testContent(`1380013800${n}`));
    }
    await sync.stop();
  });

  test('the loss of the network is noticed, and its return', { timeout: 60_000 }, async () => {
    const terminal = await platform.enrolled();
    const outbox = createTestOutbox(terminal.keys, terminal.lease);
    const { sync, seen, until } = platform.startSync(terminal, outbox);
    await until(() => seen.at(-1) === true);
    await platform.line.set('cut');
    const one = await sealedCase({ list: terminal.list, enrolled: terminal.keys }, 1);
    outbox.add(one);
    sync.kick();
    await until(() => outbox.reason(one.caseNumber) === 'no-network');
    await until(() => seen.at(-1) === false);
    await platform.line.set('up');
    await until(() => outbox.ended.length === 1);
    await until(() => seen.length === 3);
    expect(seen).toEqual([true, false, true]);
    await sync.stop();
  });

  test('after a new enrolment what waits from before ends too, and a conflict blocks none', {
    timeout: 60_000,
  }, async () => {
    const before = await platform.enrolled();
    const { terminal } = before.keys.enrolment;
    const sealedBefore = (n: number, phone: string) =>
      sealedCase({ list: before.list, enrolled: before.keys }, n, testContent(phone));
    const first = createTestOutbox(before.keys, before.lease);
    first.add(await sealedBefore(1, '13800138001'));
    const then = platform.startSync(before, first);
    await then.until(() => first.ended.length === 1);
    await then.sync.stop();

    const now = await platform.enrolled({ terminal });
    expect(now.keys.enrolment).toEqual({ terminal, incarnation: 2 });
    const outbox = createTestOutbox(now.keys, now.lease);
    const [twice, waiting] = [await sealedBefore(1, '13800138002'), await sealedBefore(2, '13800138003')];
    const since = await sealedCase({ list: now.list, enrolled: now.keys }, 1);
    outbox.add(since, waiting, twice);
    const { sync, until } = platform.startSync(now, outbox);
    await until(() => outbox.ended.length === 2);
    expect(outbox.ended).toEqual([waiting.caseNumber, since.caseNumber]);
    expect(outbox.reason(twice.caseNumber)).toBe('number-used-twice');
    await sync.stop();
  });

  test('a copied disk is found out: its cases wait, and say why', { timeout: 60_000 }, async () => {
    const terminal = await platform.enrolled();
    const [original, copy] = [1, 2].map(() => createTestOutbox(terminal.keys, terminal.lease));
    if (original === undefined || copy === undefined) throw new Error('no outbox');
    const first = platform.startSync(terminal, original);
    await first.until(() => original.contacts.length === 1 && first.seen.at(-1) === true);
    first.sync.kick();
    await expect.poll(() => original.contacts.length, { timeout: 20_000 }).toBe(2);
    await first.sync.stop();

    const one = await sealedCase({ list: terminal.list, enrolled: terminal.keys }, 1);
    copy.add(one);
    const second = platform.startSync(terminal, copy);
    await second.until(() => copy.reason(one.caseNumber) === 'terminal-not-accepted');
    expect(copy.waiting()).toEqual([one.caseNumber]);
    expect(copy.notAccepted).toBeGreaterThan(0);
    await second.sync.stop();
  });

  test('a platform whose epoch went up is told once of all that ended here', { timeout: 60_000 }, async () => {
    const terminal = await platform.enrolled();
    const outbox = createTestOutbox(terminal.keys, terminal.lease);
    const sealed = (n: number) => sealedCase({ list: terminal.list, enrolled: terminal.keys }, n);
    outbox.add(await sealed(1));
    const { sync, until } = platform.startSync(terminal, outbox);
    await until(() => outbox.ended.length === 1);
    expect(outbox.toldEpochs).toEqual([]);
    const { epoch } = (await platform.ask('POST', '/epochs')) as { epoch: number };
    outbox.add(await sealed(2));
    sync.kick();
    await until(() => outbox.toldEpochs.length > 0);
    outbox.add(await sealed(3));
    sync.kick();
    await until(() => outbox.ended.length === 3);
    await sync.stop();
    expect(outbox.toldEpochs).toEqual([epoch]);
    expect(await platform.ask('GET', '/lost-cases')).toEqual([]);
  });

  test('a terminal at which nobody hands in hears that the epoch went up, too', { timeout: 60_000 }, async () => {
    const terminal = await platform.enrolled();
    const outbox = createTestOutbox(terminal.keys, terminal.lease);
    const { epoch } = (await platform.ask('POST', '/epochs')) as { epoch: number };
    const { sync, until } = platform.startSync(terminal, outbox);
    await until(() => outbox.toldEpochs.length > 0);
    await sync.stop();
    expect([outbox.epoch(), outbox.toldEpochs]).toEqual([epoch, [epoch]]);
  });
});
