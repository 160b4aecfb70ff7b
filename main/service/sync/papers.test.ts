import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createOutbox } from '../cases/outbox.ts';
import { papersFolderIn } from '../cases/paper-files.ts';
import { submitCase } from '../cases/submit.ts';
import { openLog } from '../log.ts';
import { type SealedPaper, startPaper } from '../sealing/paper.ts';
import { signKeyList, testContent, testKeys } from '../sealing/test-case.ts';
import { readCase, readWaiting } from '../store/case-rows.ts';
import { openStore } from '../store/database.ts';
import { insertPaper } from '../store/paper-rows.ts';
import { saveEnrolment } from '../store/terminal-state.ts';
import { type RealPlatform, startRealPlatform } from './test-real-platform.ts';

let platform: RealPlatform;
beforeAll(async () => {
  platform = await startRealPlatform();
}, 60_000);
beforeEach(() => platform.line.set('up'));
afterAll(() => platform.stop());

/** A terminal with its true store, sealer and outbox. */
async function terminal() {
  const enrolled = await platform.enrolled();
  const { keys, list, lease, dataFolder } = enrolled;
  const opened = openStore(dataFolder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  // What is signed here is not looked at: the list that counts is the enrolment's.
  saveEnrolment(store, { ...keys.enrolment, lease, keyList: signKeyList(list, testKeys().root.privateKey) });
  const papersFolder = papersFolderIn(dataFolder);
  mkdirSync(papersFolder);
  const log = openLog('/dev/null');
  const nowIso = () => new Date().toISOString();
  const outbox = createOutbox(
    store,
    keys,
    { nowIso, elapsedMs: () => performance.now(), papersFolder, log },
    { onCaseChanged: () => {}, onKeyList: () => {}, onNotAccepted: () => {} },
  );

  async function keepPage(draft: string, page: Buffer): Promise<SealedPaper> {
    const begun = startPaper(papersFolder);
    if (!begun.ok) throw new Error(begun.error);
    begun.value.write(page);
    const sealed = await begun.value.finish();
    if (!sealed.ok) throw new Error(sealed.error);
    const { id, sealedBytes: bytes, chunks, digest } = sealed.value;
    store.transaction(() => insertPaper(store, draft, { id, bytes, chunks, digest }));
    return sealed.value;
  }

  return {
    enrolled,
    store,
    outbox,
    papersFolder,
    state: (caseNumber: string) => readCase(store, caseNumber)?.state,
    reason: (caseNumber: string) =>
      readWaiting(store, 10, 0).cases.find((one) => one.caseNumber === caseNumber)?.reason,
    async handIn(...pages: readonly Buffer[]) {
      const { item, applicant, answers, agreedAt, language, elderly } = testContent('13812345512');
      const caseId = randomBytes(16).toString('hex');
      const papers: SealedPaper[] = [];
      for (const page of pages) papers.push(await keepPage(caseId, page));
      const submitted = await submitCase(
        { store, keys, keyList: list, nowMs: Date.now(), papersFolder },
        {
          identity: { assurance: 'card-read', samId: '05.01', samStatus: '000090' },
          itemName: { zh: '证明', en: 'Certificate' },
          content: { caseId, item, applicant, answers, agreedAt, language, elderly },
          papers: papers.map((paper, at) => ({ name: `第 ${at + 1} 页`, type: 'image/jpeg', paper })),
        },
      );
      if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
      const { caseNumber } = submitted.value;
      return { caseNumber, caseDigest: readCase(store, caseNumber)?.caseDigest ?? '', papers };
    },
  };
}

test('a link cut every 200 kB brings a paper of 5 MB over with at most a tenth sent twice', {
  timeout: 60_000,
}, async () => {
  const { enrolled, outbox, papersFolder, state, handIn } = await terminal();
  const page = randomBytes(5_000_000);
  const { caseNumber, caseDigest, papers } = await handIn(page);
  const before = platform.line.toPlatformBytes();
  platform.line.breakEvery(200_000);
  const { until, sync } = platform.startSync(enrolled, outbox);
  await until(() => state(caseNumber) === 'received-there');
  await sync.stop();
  const sentBytes = platform.line.toPlatformBytes() - before;
  platform.line.breakEvery(null);
  // The envelope, every handshake and every header stand in this too.
  const ciphertextBytes = papers[0]?.sealedBytes ?? 0;
  expect(platform.line.breaks()).toBeGreaterThanOrEqual(25);
  expect(sentBytes / ciphertextBytes).toBeGreaterThan(1);
  expect(sentBytes / ciphertextBytes).toBeLessThanOrEqual(1.1);
  expect((await platform.page(caseDigest, papers[0]?.id ?? '')).equals(page)).toBe(true);
  expect(readdirSync(papersFolder)).toEqual([]);
});

test('a service that is stopped in the middle of papers goes on where it was, and what is damaged here waits alone', {
  timeout: 60_000,
}, async () => {
  const { enrolled, outbox, papersFolder, state, reason, handIn } = await terminal();
  const pages = [randomBytes(2_000_000), randomBytes(300_000), randomBytes(1)];
  const one = await handIn(...pages);
  const damaged = await handIn(randomBytes(1_000));
  writeFileSync(join(papersFolder, damaged.papers[0]?.id ?? ''), Buffer.alloc(1_016));
  const plain = await handIn();
  const before = platform.line.toPlatformBytes();
  const breaksBefore = platform.line.breaks();
  platform.line.breakEvery(200_000);
  const first = platform.startSync(enrolled, outbox);
  await first.until(() => platform.line.breaks() >= breaksBefore + 3);
  await first.sync.stop();
  expect([state(plain.caseNumber), state(one.caseNumber)]).toEqual(['received-there', 'sent']);

  const second = platform.startSync(enrolled, outbox);
  await second.until(() => state(one.caseNumber) === 'received-there');
  await second.until(() => reason(damaged.caseNumber) === 'paper-not-readable-here');
  await second.sync.stop();
  platform.line.breakEvery(null);
  const sentBytes = platform.line.toPlatformBytes() - before;
  const ciphertextBytes = one.papers.reduce((total, { sealedBytes }) => total + sealedBytes, 0);
  expect(sentBytes / ciphertextBytes).toBeLessThanOrEqual(1.1);
  for (const [at, { id }] of one.papers.entries()) {
    expect((await platform.page(one.caseDigest, id)).equals(pages[at] ?? Buffer.alloc(0))).toBe(true);
  }
  expect(readdirSync(papersFolder)).toEqual([damaged.papers[0]?.id]);

  // No paper will ever come of it: an operator ends it, and it hears so when it is offered the next time.
  const paperLost = damaged.papers[0]?.id;
  await platform.ask('POST', '/refusals', { case: damaged.caseNumber, reason: 'paper-not-readable', paperLost });
  const third = platform.startSync(enrolled, outbox);
  await third.until(() => state(damaged.caseNumber) === 'refused-there');
  await third.sync.stop();
  expect(readdirSync(papersFolder)).toEqual([]);
});
