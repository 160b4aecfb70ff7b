import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RealPlatform, startRealPlatform } from './test-real-platform.ts';
import { createStoredTerminal } from './test-stored-terminal.ts';

let platform: RealPlatform;
beforeAll(async () => {
  platform = await startRealPlatform();
}, 60_000);
beforeEach(() => platform.line.set('up'));
afterAll(() => platform.stop());

const terminal = () => createStoredTerminal(platform);

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
  const stuck = async () => JSON.stringify(await platform.ask('GET', '/unended-cases'));
  await expect.poll(stuck, { timeout: 20_000 }).toContain('paper-not-readable-here');
  await second.sync.stop();
  platform.line.breakEvery(null);
  const sentBytes = platform.line.toPlatformBytes() - before;
  const ciphertextBytes = one.papers.reduce((total, { sealedBytes }) => total + sealedBytes, 0);
  expect(sentBytes / ciphertextBytes).toBeLessThanOrEqual(1.1);
  for (const [at, { id }] of one.papers.entries()) {
    expect((await platform.page(one.caseDigest, id)).equals(pages[at] ?? Buffer.alloc(0))).toBe(true);
  }
  expect(readdirSync(papersFolder)).toEqual([damaged.papers[0]?.id]);

  // No paper will ever come of it. The terminal has said so itself, and an operator ends it by its number alone.
  await platform.ask('POST', '/refusals', { case: damaged.caseNumber, reason: 'paper-not-readable' });
  const third = platform.startSync(enrolled, outbox);
  await third.until(() => state(damaged.caseNumber) === 'refused-there');
  await third.sync.stop();
  expect(readdirSync(papersFolder)).toEqual([]);
});
