import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxPagePartBytes } from '../../contract/devices/document-scanner.ts';
import { item as itemSchema } from '../../contract/item.ts';
import { photographPartBytes } from '../../contract/view/act.ts';
import { createManualTimers } from '../manual-timers.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { sampleItem } from './sample-item.ts';
import { testService } from './test-service.ts';

const both = (text: string) => ({ zh: text, en: text });
const item = itemSchema.parse({
  ...sampleItem,
  questions: ['proof', 'more'].map((id) => ({
    id,
    kind: 'paper',
    maxPages: 3,
    needed: true,
    photograph: 'will-do',
    ask: both('缴费凭证'),
    label: both('缴费凭证'),
  })),
});

let folder: string;
let papers: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-care-'));
  papers = join(folder, 'papers');
  mkdirSync(papers);
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function atProof() {
  const timers = createManualTimers();
  const given = testService({
    store,
    papersFolder: papers,
    storageKey: randomBytes(32),
    timers,
    items: [item],
    camera: 'HD',
  });
  given.toCard(false);
  given.lay(randomBytes(32).toString('base64url'));
  return given;
}
type Given = ReturnType<typeof atProof>;

function kept({ session }: Given): readonly string[] {
  const screen = session.screen();
  if (screen.screen !== 'question') throw new Error(screen.screen);
  return screen.value?.kind === 'paper' ? screen.value.papers : [];
}

function jpeg(bytes: number): Buffer {
  const picture = randomBytes(bytes);
  picture.set([0xff, 0xd8, 0xff, 0xe0]);
  picture.set([0xff, 0xd9], bytes - 2);
  return picture;
}

/** Resolves when the page lies on the disk. */
async function photographed(given: Given, picture: Buffer, instead?: string): Promise<void> {
  const before = kept(given);
  const all = Math.ceil(picture.length / photographPartBytes);
  for (let at = 0; at < all; at += 1) {
    const base64 = picture.subarray(at * photographPartBytes, (at + 1) * photographPartBytes).toString('base64');
    const named = instead === undefined ? {} : { instead };
    expect(given.act({ act: 'photograph', at, base64, last: at === all - 1, ...named }).reply).toBe('done');
  }
  await vi.waitFor(() => expect(kept(given)).not.toEqual(before), { timeout: 20_000, interval: 5 });
}

async function threePages(given: Given): Promise<readonly string[]> {
  for (const bytes of [300_000, 5_000, 7_000]) await photographed(given, jpeg(bytes));
  return kept(given);
}

function look(given: Given, paper: string): Buffer | 'refused' {
  const parts: Buffer[] = [];
  for (let at = 0; ; at += 1) {
    const answered = given.act({ act: 'look-at-page', paper, at });
    if (answered.reply !== 'page-part') return 'refused';
    parts.push(Buffer.from(answered.base64, 'base64'));
    if (answered.last) return Buffer.concat(parts);
  }
}

describe('a page that is kept', () => {
  it('is shown again to the person who laid it down, byte for byte', async () => {
    const given = atProof();
    const lengths = [1, 128 * 1024, 256 * 1024 - 2, 256 * 1024, 400_001].map((bytes) => Math.max(bytes, 8));
    for (const [at, bytes] of lengths.slice(0, 3).entries()) {
      const picture = jpeg(bytes);
      await photographed(given, picture);
      const shown = look(given, kept(given)[at] ?? '');
      expect(shown !== 'refused' && shown.equals(picture), `${bytes}`).toBe(true);
    }
    given.act({ act: 'answer', question: 'proof', value: { kind: 'paper', papers: [] } });
    for (const [at, bytes] of lengths.slice(3).entries()) {
      const picture = jpeg(bytes);
      await photographed(given, picture);
      const shown = look(given, kept(given)[at] ?? '');
      expect(shown !== 'refused' && shown.equals(picture), `${bytes}`).toBe(true);
    }
  });

  it('is shown at its own question alone, and not once it is gone or the disk has lost it', async () => {
    const given = atProof();
    const [first = '', second = ''] = await threePages(given);
    given.act({ act: 'remove-page', paper: first });
    expect(look(given, first)).toBe('refused');
    truncateSync(join(papers, second), 100);
    expect(look(given, second)).toBe('refused');
    const [, third = ''] = kept(given);
    given.act({ act: 'answer', question: 'proof', value: { kind: 'paper', papers: [] } });
    expect(look(given, third)).toBe('refused');
    given.act({ act: 'back' });
    expect(look(given, third)).not.toBe('refused');
    given.act({ act: 'leave' });
    expect(look(given, third)).toBe('refused');
  });

  it('goes one place earlier or later, and no further than there are places', async () => {
    const given = atProof();
    const [a = '', b = '', c = ''] = await threePages(given);
    const move = (paper: string, to: 'earlier' | 'later') => given.act({ act: 'move-page', paper, to }).reply;
    expect(move(c, 'earlier')).toBe('done');
    expect(kept(given)).toEqual([a, c, b]);
    expect(move(a, 'later')).toBe('done');
    expect(kept(given)).toEqual([c, a, b]);
    expect([move(c, 'earlier'), move(b, 'later'), move('A'.repeat(22), 'later')]).toEqual(Array(3).fill('refused'));
    expect(kept(given)).toEqual([c, a, b]);
  });

  it('gives its place to the one that was photographed or turned instead, also where no more are taken', async () => {
    const given = atProof();
    const [a = '', b = '', c = ''] = await threePages(given);
    const turned = jpeg(9_000);
    await photographed(given, turned, b);
    const after = kept(given);
    expect([after[0], after[2]]).toEqual([a, c]);
    const shown = look(given, after[1] ?? '');
    expect(shown !== 'refused' && shown.equals(turned)).toBe(true);
    expect(store.connection.prepare('SELECT count(*) FROM papers').pluck().get()).toBe(3);
    expect(readdirSync(papers)).toHaveLength(3);
    const instead = b;
    expect(given.act({ act: 'photograph', at: 0, base64: '/9j/4AAA', last: false, instead }).reply).toBe('refused');
  });

  it('gives its place to the first page of a new scan, and what else lay in the feeder is not taken', async () => {
    const given = atProof();
    const status = { state: 'ready', feeder: 'loaded' } as const;
    given.session.onHostMessage({ message: 'device-status', device: 'documentScanner', status });
    const [a = '', b = '', c = ''] = await threePages(given);
    expect(given.act({ act: 'scan', instead: 'A'.repeat(22) }).reply).toBe('refused');
    given.act({ act: 'scan', instead: b });
    const order = given.toHost.findLast((message) => message.message === 'scan');
    const scan = order?.scan ?? '';
    const base64 = Buffer.alloc(maxPagePartBytes, 'new').toString('base64');
    given.fromHost({ message: 'page-part', scan, page: 1, base64, last: true });
    given.fromHost({ message: 'page-part', scan, page: 2, base64, last: true });
    await vi.waitFor(() => expect(kept(given)[1]).not.toBe(b), { timeout: 20_000, interval: 5 });
    expect([kept(given)[0], kept(given)[2], kept(given).length]).toEqual([a, c, 3]);
  });
});
