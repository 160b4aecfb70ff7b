import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { sealPage } from './testing/seal.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
}, 60_000);
afterAll(() => platform.stop());

describe('a case delivered by its digest alone', () => {
  it('ends as if its envelope had come again, when its papers are here', async () => {
    const terminal = await platform.enrol();
    const page = sealPage(randomBytes(300_000));
    const one = terminal.seal({ papers: [page] });
    const { caseDigest } = one;
    const early = await terminal.deliver([one.envelope]);
    const byName = await terminal.deliver([{ caseDigest }]);
    expect([byName.acknowledged, byName.answer.unfinished]).toEqual([null, early.answer.unfinished]);
    await terminal.upload({ caseDigest, paper: page.id, part: { at: 0, bytes: page.ciphertext } });
    const plain = terminal.seal({ counter: 2 });
    const { acknowledged, answer } = await terminal.deliver([{ caseDigest }, plain.envelope]);
    expect(answer.unfinished).toEqual([]);
    expect(acknowledged?.entries).toMatchObject([
      { caseNumber: one.caseNumber, caseDigest, bytes: one.bytes, ending: { outcome: 'opened' } },
      { caseDigest: plain.caseDigest },
    ]);
    expect((await platform.page(caseDigest, page.id)).equals(page.page)).toBe(true);
    expect((await terminal.deliver([{ caseDigest }])).acknowledged?.entries).toEqual(acknowledged?.entries.slice(0, 1));
  });

  it('is asked for whole where it is not here, or is another terminal’s', async () => {
    const [terminal, other] = [await platform.enrol(), await platform.enrol()];
    const [one, theirs] = [terminal.seal(), other.seal()];
    await other.deliver([theirs.envelope]);
    const names = [one, theirs].map(({ caseDigest }) => ({ caseDigest }));
    const { acknowledged, answer } = await terminal.deliver(names);
    expect(acknowledged).toBeNull();
    expect(answer.unfinished).toEqual(names.map((name) => ({ state: 'envelope-missing', ...name })));
  });

  it('is of an enrolment that was revoked since: nothing that one signed is believed', async () => {
    const before = await platform.enrol();
    const page = sealPage(randomBytes(100));
    const one = before.seal({ papers: [page] });
    await before.deliver([one.envelope]);
    await before.upload({ caseDigest: one.caseDigest, paper: page.id, part: { at: 0, bytes: page.ciphertext } });
    const again = await platform.enrol({ terminal: before.terminal });
    await platform.inside('POST', '/revocations', { terminal: before.terminal, incarnation: 1 });
    const { acknowledged, answer } = await again.deliver([{ caseDigest: one.caseDigest }]);
    expect(acknowledged).toBeNull();
    expect(answer.unfinished).toEqual([{ state: 'not-verified', caseDigest: one.caseDigest }]);
  });
});

it('an answer that acknowledges nothing says the epoch under the acknowledgement key, and any other in its list', async () => {
  const terminal = await platform.enrol();
  const before = await terminal.deliver([]);
  const { epoch } = (await platform.inside('POST', '/epochs')) as { epoch: number };
  const after = await terminal.deliver([]);
  expect([before.epoch, after.epoch]).toEqual([
    { v: 1, epoch: epoch - 1 },
    { v: 1, epoch },
  ]);
  const ended = await terminal.deliver([terminal.seal().envelope]);
  expect([ended.epoch, ended.acknowledged?.epoch]).toEqual([null, epoch]);
});
