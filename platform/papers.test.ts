import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlatformUnderTest, startPlatformUnderTest } from './testing/platform-under-test.ts';
import { sampleContent, type SealedPage, sealPage, type TestCase } from './testing/seal.ts';
import type { TestTerminal } from './testing/terminal.ts';

let platform: PlatformUnderTest;
let terminal: TestTerminal;
beforeAll(async () => {
  platform = await startPlatformUnderTest();
  terminal = await platform.enrol();
}, 60_000);
afterAll(() => platform.stop());

let counter = 0;
function caseWith(...papers: readonly SealedPage[]): TestCase {
  counter += 1;
  return terminal.seal({ counter, papers });
}
const first = ({ caseDigest }: TestCase, page: SealedPage) => ({ caseDigest, paper: page.id });
async function send(one: TestCase, page: SealedPage, from = 0, to = page.ciphertext.length) {
  const part = { at: from, bytes: page.ciphertext.subarray(from, to) };
  return terminal.upload({ ...first(one, page), part });
}
const held = async ({ caseDigest }: TestCase) =>
  (await platform.cases()).filter((one) => one.caseDigest === caseDigest);
const missing = (one: TestCase, ...papers: readonly (readonly [SealedPage, number])[]) => [
  {
    state: 'papers-missing',
    caseDigest: one.caseDigest,
    missing: papers.map(([{ id }, receivedBytes]) => ({ paper: id, receivedBytes })),
  },
];
const fileOf = (one: TestCase, page: SealedPage): string =>
  path.join(platform.folder, 'papers', `${one.caseDigest}.${page.id}`);

describe('a case with papers', () => {
  it('is kept at once, and opened and acknowledged when its papers are here', async () => {
    const pages = [sealPage(randomBytes(700_000)), sealPage(randomBytes(262_144)), sealPage(randomBytes(1))] as const;
    const one = caseWith(...pages);
    const early = await terminal.deliver([one.envelope]);
    expect(early.acknowledged).toBeNull();
    expect(early.answer.unfinished).toEqual(missing(one, [pages[0], 0], [pages[1], 0], [pages[2], 0]));
    expect(await held(one)).toMatchObject([{ outcome: 'papers-missing', content: null, caseNumber: one.caseNumber }]);

    for (const page of pages.slice(0, 2)) {
      const { length } = page.ciphertext;
      expect(await send(one, page)).toMatchObject({ status: 204, signed: true, offset: length });
    }
    const between = await terminal.deliver([one.envelope]);
    expect([between.acknowledged, between.answer.unfinished]).toEqual([null, missing(one, [pages[2], 0])]);

    await send(one, pages[2]);
    const { acknowledged, answer } = await terminal.deliver([one.envelope]);
    expect(answer.unfinished).toEqual([]);
    expect(acknowledged?.entries).toMatchObject([
      { caseDigest: one.caseDigest, bytes: one.bytes, ending: { outcome: 'opened' } },
    ]);
    expect(await held(one)).toMatchObject([{ outcome: 'opened', content: one.content, deliveries: 3 }]);
    for (const page of pages) {
      expect(await platform.page(one.caseDigest, page.id)).toEqual(page.page);
      expect(await readFile(fileOf(one, page))).toEqual(page.ciphertext);
    }
    const again = await terminal.deliver([one.envelope]);
    expect(again.acknowledged?.entries).toEqual(acknowledged?.entries);
  });

  it('does not hold up others of its batch', async () => {
    const [waiting, without] = [caseWith(sealPage(randomBytes(10))), caseWith()];
    const { acknowledged, answer } = await terminal.deliver([waiting.envelope, without.envelope]);
    expect(acknowledged?.entries).toMatchObject([{ caseDigest: without.caseDigest }]);
    expect(answer.unfinished).toMatchObject([{ caseDigest: waiting.caseDigest, state: 'papers-missing' }]);
  });

  it('does not hold up others of its batch with a paper that the disk here no longer gives', async () => {
    const page = sealPage(randomBytes(10));
    const [unreadable, without] = [caseWith(page), caseWith()];
    await terminal.deliver([unreadable.envelope]);
    await send(unreadable, page);
    await rm(fileOf(unreadable, page));
    await mkdir(fileOf(unreadable, page));
    const { acknowledged, answer } = await terminal.deliver([unreadable.envelope, without.envelope]);
    expect(acknowledged?.entries).toMatchObject([{ caseDigest: without.caseDigest }]);
    expect(answer.unfinished).toEqual([{ caseDigest: unreadable.caseDigest, state: 'not-verified' }]);

    await rmdir(fileOf(unreadable, page));
    await send(unreadable, page);
    expect((await terminal.deliver([unreadable.envelope])).acknowledged?.entries).toHaveLength(1);
  });

  it('goes on where it was when the connection breaks in the middle of a part', async () => {
    const page = sealPage(randomBytes(900_000));
    const one = caseWith(page);
    await terminal.deliver([one.envelope]);
    const hanging = sendHalf(one, page);
    await until(
      () => terminal.upload(first(one, page)),
      ({ offset }) => offset === 400_000,
    );
    await hanging.cut();
    expect(await terminal.upload(first(one, page))).toMatchObject({ status: 200, signed: true, offset: 400_000 });
    const { answer } = await terminal.deliver([one.envelope]);
    expect(answer.unfinished).toEqual(missing(one, [page, 400_000]));
    expect(await send(one, page, 400_000)).toMatchObject({ status: 204, offset: page.ciphertext.length });
    expect((await terminal.deliver([one.envelope])).acknowledged?.entries).toHaveLength(1);
    expect(await platform.page(one.caseDigest, page.id)).toEqual(page.page);
  });

  it('is whole when it goes on while the connection of before still hangs', async () => {
    const page = sealPage(randomBytes(900_000));
    const one = caseWith(page);
    await terminal.deliver([one.envelope]);
    const hanging = sendHalf(one, page);
    await until(
      () => terminal.upload(first(one, page)),
      ({ offset }) => offset === 400_000,
    );
    expect(await send(one, page, 400_000)).toMatchObject({ status: 204 });
    await hanging.cut();
    expect((await terminal.deliver([one.envelope])).acknowledged?.entries).toHaveLength(1);
    expect(await platform.page(one.caseDigest, page.id)).toEqual(page.page);
  });

  it('is not acknowledged with a paper that changed on the way: that one is thrown away and asked for again', async () => {
    const [good, bad] = [sealPage(randomBytes(300_000)), sealPage(randomBytes(300_000))];
    const one = caseWith(good, bad);
    await terminal.deliver([one.envelope]);
    await send(one, good);
    const changed = Buffer.from(bad.ciphertext);
    changed.writeUInt8(changed.readUInt8(5) ^ 1, 5);
    await terminal.upload({ ...first(one, bad), part: { at: 0, bytes: changed } });
    const { answer, acknowledged } = await terminal.deliver([one.envelope]);
    expect([acknowledged, answer.unfinished]).toEqual([null, missing(one, [bad, 0])]);
    expect(await terminal.upload(first(one, bad))).toMatchObject({ offset: 0 });
    await send(one, bad);
    expect((await terminal.deliver([one.envelope])).acknowledged?.entries).toHaveLength(1);
  });

  it('is not acknowledged twice over either, when its file is damaged here before it was opened', async () => {
    const page = sealPage(randomBytes(5_000));
    const one = caseWith(page);
    await terminal.deliver([one.envelope]);
    await send(one, page);
    await writeFile(fileOf(one, page), Buffer.alloc(page.ciphertext.length));
    expect((await terminal.deliver([one.envelope])).answer.unfinished).toEqual(missing(one, [page, 0]));
  });

  it('is refused when its content cannot be read, but only with all its papers here', async () => {
    const page = sealPage(randomBytes(100));
    counter += 1;
    const content = { ...sampleContent(randomBytes(16)), papers: [] };
    const one = terminal.seal({ counter, papers: [page], content });
    expect((await terminal.deliver([one.envelope])).answer.unfinished).toEqual(missing(one, [page, 0]));
    await send(one, page);
    expect((await terminal.deliver([one.envelope])).acknowledged?.entries).toMatchObject([
      { ending: { outcome: 'refused', reason: 'content-not-readable' }, bytes: one.bytes },
    ]);
  });

  it('keeps its number: another digest under it is the conflict, and the first one ends all the same', async () => {
    const other = await platform.enrol();
    const page = sealPage(randomBytes(100));
    const one = other.seal({ counter: 1, papers: [page] });
    const twice = other.seal({ counter: 1 });
    await other.deliver([one.envelope]);
    await other.upload({ ...first(one, page), part: { at: 0, bytes: page.ciphertext } });
    const { answer, acknowledged } = await other.deliver([twice.envelope, one.envelope]);
    expect(answer.unfinished).toEqual([{ state: 'conflict', caseDigest: twice.caseDigest }]);
    expect(acknowledged?.entries).toMatchObject([{ caseDigest: one.caseDigest, ending: { outcome: 'opened' } }]);
  });
});

describe('a paper that does not open although every byte is as signed', () => {
  const changed = (page: SealedPage, change: (bytes: Buffer) => Buffer): SealedPage => {
    const ciphertext = change(Buffer.from(page.ciphertext));
    return { ...page, ciphertext, page: page.page.subarray(0, ciphertext.length - page.chunks * 16) };
  };
  const whole = 262_144 + 16;
  const three = sealPage(randomBytes(3 * 262_144));
  const rows: readonly (readonly [string, SealedPage])[] = [
    ['under another key', { ...three, key: sealPage(Buffer.from('x')).key }],
    ['of another paper', { ...three, id: sealPage(Buffer.from('x')).id }],
    [
      'with two chunks in each other’s place',
      changed(three, (bytes) =>
        Buffer.concat([bytes.subarray(whole, 2 * whole), bytes.subarray(0, whole), bytes.subarray(2 * whole)]),
      ),
    ],
    ['cut after a chunk', changed({ ...three, chunks: 2 }, (bytes) => bytes.subarray(0, 2 * whole))],
    [
      'with one bit changed',
      changed(three, (bytes) => {
        bytes.writeUInt8(bytes.readUInt8(9) ^ 1, 9);
        return bytes;
      }),
    ],
  ];
  it.each(rows)('%s', async (_, page) => {
    const one = caseWith(page);
    await terminal.deliver([one.envelope]);
    await send(one, page);
    const { answer, acknowledged } = await terminal.deliver([one.envelope]);
    // Waited for, it would wait for ever: nothing else will come under this digest.
    expect(answer.unfinished).toEqual([]);
    const ending = { outcome: 'refused', reason: 'content-not-readable' };
    expect(acknowledged?.entries).toMatchObject([{ caseDigest: one.caseDigest, ending }]);
    expect((await terminal.deliver([one.envelope])).acknowledged).toEqual(acknowledged);
  });

  it.each([
    ['more chunks than its length has', { chunks: 2 }],
    ['no chunk', { chunks: 0 }],
    ['a last chunk without content', { chunks: 1, bytes: 16 }],
  ])('a manifest that lists %s is not even stored', async (_, twist) => {
    counter += 1;
    const listed = { id: 'A'.repeat(22), digest: 'A'.repeat(43), bytes: 100, ...twist };
    const header = { sizes: { contentBytes: 0, papers: 1 } };
    const one = terminal.seal({ counter, header, manifest: { papers: [listed] } });
    expect((await terminal.deliver([one.envelope])).answer.unfinished).toMatchObject([{ state: 'not-verified' }]);
    expect(await held(one)).toEqual([]);
  });
});

it('a terminal that enrolled again sends the papers of before', async () => {
  const before = await platform.enrol();
  const page = sealPage(randomBytes(500));
  const one = before.seal({ papers: [page] });
  await before.deliver([one.envelope]);
  const now = await platform.enrol({ terminal: before.terminal });
  expect(now.incarnation).toBe(2);
  await now.upload({ ...first(one, page), part: { at: 0, bytes: page.ciphertext } });
  expect((await now.deliver([one.envelope])).acknowledged).toMatchObject({ incarnation: 1 });
});

it('nothing is taken of papers whose case a revoked enrolment signed, though the terminal has enrolled again', async () => {
  const before = await platform.enrol();
  const page = sealPage(randomBytes(500));
  const one = before.seal({ papers: [page] });
  await before.deliver([one.envelope]);
  const now = await platform.enrol({ terminal: before.terminal });
  expect(await now.upload(first(one, page))).toMatchObject({ status: 200, offset: 0 });
  await platform.inside('POST', '/revocations', { terminal: before.terminal, incarnation: 1 });
  const all = { at: 0, bytes: page.ciphertext };
  expect(await now.upload({ ...first(one, page), part: all })).toMatchObject({ status: 404, signed: true });
  expect(await now.upload(first(one, page))).toMatchObject({ status: 404, signed: true });
});

/** 400,000 bytes of a part that was announced whole. */
function sendHalf(one: TestCase, page: SealedPage) {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => (resolve = done));
  const sent = terminal.upload({
    ...first(one, page),
    part: { at: 0, bytes: page.ciphertext },
    cut: { afterBytes: 400_000, when: promise },
  });
  return {
    cut: async () => {
      resolve();
      await expect(sent).rejects.toThrow();
    },
  };
}

async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
  }
}
