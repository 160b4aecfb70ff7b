import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxPageBytes, maxPagePartBytes } from '../../contract/devices/document-scanner.ts';
import { type Item, item as itemSchema } from '../../contract/item.ts';
import { sweepPapers } from '../cases/paper-files.ts';
import { createManualTimers } from '../manual-timers.ts';
import { startPaper } from '../sealing/paper.ts';
import { openPaperForTest } from '../sealing/test-opener.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { offeredItems } from './pages.ts';
import { sampleItem } from './sample-item.ts';
import { testService } from './test-service.ts';

/** A flush takes as long as the disk takes. */
const patience = { timeout: 20_000, interval: 5 };

const both = (text: string) => ({ zh: text, en: text });
const item: Item = itemSchema.parse({
  ...sampleItem,
  questions: [
    ...sampleItem.questions.filter(({ id }) => id === 'place' || id === 'phone'),
    {
      id: 'proof',
      kind: 'paper',
      maxPages: 4,
      needed: true,
      ask: both('缴费凭证'),
      label: both('缴费凭证'),
    },
    { id: 'more', kind: 'paper', maxPages: 5, needed: false, ask: both('别的材料'), label: both('别的材料') },
  ],
});

const storageKey = randomBytes(32);
const mine = randomBytes(32).toString('base64url');
const log = { info: () => {}, error: () => {} } as unknown as Parameters<typeof sweepPapers>[2];
const page = (n: number, bytes = 3 * maxPagePartBytes + 17): Buffer => Buffer.alloc(bytes, `第 ${n} 页 `);

let folder: string;
let papers: string;
let store: Store;
let timers: ReturnType<typeof createManualTimers>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  papers = join(folder, 'papers');
  mkdirSync(papers);
  store = opened();
  timers = createManualTimers();
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function opened(): Store {
  const result = openStore(folder);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** At the question for the proof. */
function atProof(keep = false, start: () => ReturnType<typeof startPaper> = () => startPaper(papers)) {
  const given = testService({ store, papersFolder: papers, storageKey, timers, items: [item], startPaper: start });
  const status = { state: 'ready', feeder: 'loaded' } as const;
  given.session.onHostMessage({ message: 'device-status', device: 'documentScanner', status });
  toProof(given, keep);
  return given;
}

function toProof(given: ReturnType<typeof testService>, keep: boolean): void {
  given.toCard(keep);
  given.lay(mine);
  given.answer('place', { kind: 'region', code: '341202' });
  given.answer('phone', { kind: 'phone', digits: '13812345512' });
}

type Given = ReturnType<typeof atProof>;

const scanOf = ({ toHost }: Given): string => {
  const order = toHost.findLast((message) => message.message === 'scan');
  if (order === undefined) throw new Error('nothing was to be scanned');
  return order.scan;
};

/** A page as it comes from the scanner, in parts; whole unless `parts` says that it is cut. */
function send(given: Given, number: number, bytes = page(number), parts = Infinity, scan = scanOf(given)): void {
  const all = Math.ceil(bytes.length / maxPagePartBytes);
  for (let at = 0; at < Math.min(all, parts); at += 1) {
    const base64 = bytes.subarray(at * maxPagePartBytes, (at + 1) * maxPagePartBytes).toString('base64');
    given.fromHost({ message: 'page-part', scan, page: number, base64, last: at === all - 1 });
  }
}

const done = (given: Given, pages: number): void =>
  given.fromHost({ message: 'scan-outcome', scan: scanOf(given), result: { outcome: 'done', pages } });

const shown = ({ session }: Given) => {
  const screen = session.screen();
  if (screen.screen !== 'question' || screen.view.kind !== 'paper') throw new Error(`not at pages: ${screen.screen}`);
  const kept = screen.value?.kind === 'paper' ? screen.value.papers : [];
  return { kept, scan: screen.view.scan, question: screen.question, fault: screen.fault };
};

/** Waits for the disk, which is the only thing here that is not at once. */
async function until(given: Given, fits: (seen: ReturnType<typeof shown>) => boolean): Promise<readonly string[]> {
  await vi.waitFor(() => expect(fits(shown(given)), JSON.stringify(shown(given))).toBe(true), patience);
  return shown(given).kept;
}

async function scanned(given: Given, pages: number): Promise<readonly string[]> {
  const before = shown(given).kept.length;
  given.act({ act: 'scan' });
  for (let number = 1; number <= pages; number += 1) send(given, number);
  done(given, pages);
  return until(given, ({ kept, scan }) => kept.length === before + pages && scan.state === 'none');
}

const rows = (): readonly unknown[] =>
  store.connection.prepare('SELECT paper FROM papers ORDER BY rowid').pluck().all();
const onDisk = (): readonly string[] => readdirSync(papers);

describe('pages', () => {
  it('are taken one by one, in order, and handed in so that they open', async () => {
    const given = atProof();
    const kept = await scanned(given, 2);
    expect(rows()).toEqual(kept);
    given.answer('proof', { kind: 'paper', papers: [] });
    given.answer('more', { kind: 'paper', papers: [] });
    const check = given.session.screen();
    if (check.screen !== 'check') throw new Error('not the check page');
    expect(check.rows.slice(-2).map(({ text }) => text)).toEqual(['2 页', '没有带']);
    given.act({ act: 'submit' });
    const [submission] = given.submitted;
    expect(submission?.papers.map(({ name, type }) => [name, type])).toEqual([
      ['缴费凭证 1', 'image/jpeg'],
      ['缴费凭证 2', 'image/jpeg'],
    ]);
    for (const [at, { paper }] of (submission?.papers ?? []).entries()) {
      expect(openPaperForTest(paper, readFileSync(join(papers, paper.id))).equals(page(at + 1))).toBe(true);
    }
    expect(submission?.content.answers.find(({ question }) => question === 'proof')).toMatchObject({
      value: { kind: 'paper', papers: kept },
      text: '2 页',
      source: 'scanned',
    });
  });

  it('that are needed are asked for, and those that are not are not', async () => {
    const given = atProof();
    given.answer('proof', { kind: 'paper', papers: ['A'.repeat(22)] });
    expect(shown(given)).toMatchObject({ question: 'proof', fault: 'missing' });
    await scanned(given, 1);
    given.answer('proof', { kind: 'paper', papers: [] });
    expect(shown(given).question).toBe('more');
    given.answer('more', { kind: 'paper', papers: [] });
    expect(given.session.screen().screen).toBe('check');
  });

  it('are added to, and taken away, file and all', async () => {
    const given = atProof();
    const [first = '', second = ''] = await scanned(given, 2);
    expect(given.act({ act: 'remove-page', paper: first }).reply).toBe('done');
    expect([shown(given).kept, rows(), onDisk()]).toEqual([[second], [second], [second]]);
    expect(given.act({ act: 'remove-page', paper: first })).toMatchObject({ reply: 'refused' });
    given.act({ act: 'remove-page', paper: second });
    // As if nothing had been answered, and not as if the person had said that they brought none.
    expect(given.session.screen()).toMatchObject({ value: null });
    expect(await scanned(given, 2)).toHaveLength(2);
  });

  it('beyond those that are taken are left, and the person is told', async () => {
    const given = atProof();
    given.act({ act: 'scan' });
    for (let number = 1; number <= 6; number += 1) send(given, number);
    await until(given, ({ kept, scan }) => kept.length === 4 && scan.state === 'full');
    expect(given.toHost.at(-1)).toMatchObject({ message: 'stop-scan' });
    expect(onDisk()).toHaveLength(4);
    expect(given.act({ act: 'scan' })).toMatchObject({ reply: 'refused' });
  });

  it('stay with their question when the person goes back and comes again', async () => {
    const given = atProof();
    const kept = await scanned(given, 1);
    given.act({ act: 'back' });
    given.answer('phone', { kind: 'phone', digits: '13812345512' });
    expect(shown(given).kept).toEqual(kept);
  });

  it('come back with a kept draft, and can be handed in', async () => {
    const kept = await scanned(atProof(true), 2);
    store.close();
    store = opened();
    sweepPapers(store, papers, log);
    timers = createManualTimers();
    const again = testService({ store, papersFolder: papers, storageKey, timers, items: [item] });
    again.toCard(false);
    again.lay(mine);
    again.act({ act: 'resume' });
    expect(shown(again).kept).toEqual(kept);
    again.answer('proof', { kind: 'paper', papers: [] });
    again.answer('more', { kind: 'paper', papers: [] });
    again.act({ act: 'submit' });
    expect(again.submitted[0]?.papers.map(({ paper }) => paper.id)).toEqual(kept);
  });
});

it('with a page that the disk lost its paper is asked for again before anything is handed in, each in its turn', async () => {
  let gone: readonly string[] = [];
  const given = testService({ store, papersFolder: papers, storageKey, timers, items: [item], gone: () => gone });
  toProof(given, false);
  const [proof] = await scanned(given, 2);
  given.answer('proof', { kind: 'paper', papers: [] });
  const [more = ''] = await scanned(given, 2);
  given.answer('more', { kind: 'paper', papers: [] });
  gone = [more, proof ?? ''];
  const handIn = async () => {
    given.act({ act: 'submit' });
    await new Promise(setImmediate);
  };
  await handIn();
  expect(shown(given)).toMatchObject({ question: 'proof', fault: 'page-gone', kept: [] });
  expect([rows().length, onDisk().length]).toEqual([2, 2]);
  // Not without it, either.
  given.answer('proof', { kind: 'paper', papers: [] });
  expect(shown(given)).toMatchObject({ question: 'proof', fault: 'missing' });
  await scanned(given, 2);
  given.answer('proof', { kind: 'paper', papers: [] });
  expect(given.session.screen().screen).toBe('check');
  await handIn();
  expect(shown(given)).toMatchObject({ question: 'more', fault: 'page-gone', kept: [] });
  await scanned(given, 1);
  given.answer('more', { kind: 'paper', papers: [] });
  gone = [];
  await handIn();
  expect(given.submitted[0]?.papers).toHaveLength(3);
});

it('a page whose file is gone is asked for again with its paper, and not handed in as if it were there', async () => {
  const [first = ''] = await scanned(atProof(true), 2);
  store.close();
  store = opened();
  rmSync(join(papers, first));
  const again = testService({ store, papersFolder: papers, storageKey, timers, items: [item] });
  again.toCard(false);
  again.lay(mine);
  again.act({ act: 'resume' });
  expect(shown(again)).toMatchObject({ question: 'proof', fault: 'page-gone', kept: [] });
  expect(onDisk()).toEqual([]);
});

describe('what must not stay', () => {
  it('are the pages of a question that is no longer asked', async () => {
    const collect = sampleItem.questions.filter(({ id }) => id === 'collect');
    const proof = item.questions
      .filter(({ id }) => id === 'proof')
      .map((each) => ({ ...each, when: [{ question: 'collect', isOneOf: ['courier'] }] }));
    const items = [{ ...item, questions: [...collect, ...proof] }];
    const given = testService({ store, papersFolder: papers, storageKey, timers, items });
    given.toCard(false);
    given.lay(mine);
    given.answer('collect', { kind: 'choice', option: 'courier' });
    await scanned(given, 2);
    given.act({ act: 'back' });
    given.answer('collect', { kind: 'choice', option: 'in-person' });
    expect(given.session.screen().screen).toBe('check');
    expect([rows(), onDisk()]).toEqual([[], []]);
  });

  it.each<[string, (given: Given) => void]>([
    ['the person leaves', (given) => given.act({ act: 'leave' })],
    ['nobody is there any more', () => timers.pass(200_000)],
  ])('is gone when %s', async (_why, go) => {
    const given = atProof();
    await scanned(given, 2);
    go(given);
    expect([rows(), onDisk()]).toEqual([[], []]);
  });

  it('is what came after the person had gone: a part, a page, an outcome', async () => {
    const given = atProof();
    given.act({ act: 'scan' });
    send(given, 1, page(1), 2);
    const [scan, ticket] = [scanOf(given), given.toHost.findLast(({ message }) => message === 'watch-card')];
    given.act({ act: 'leave' });
    expect(onDisk()).toEqual([]);
    given.act({ act: 'finish' });
    toProof(given, false);
    given.act({ act: 'scan' });
    // The old host's word under the old ticket, and a confused one's under the new.
    const part = { message: 'page-part', scan, page: 1, base64: page(1, 100).toString('base64'), last: true } as const;
    given.session.onHostMessage({ ...part, ticket: ticket?.message === 'watch-card' ? ticket.ticket : '' });
    send(given, 1, page(1), Infinity, scan);
    await new Promise(setImmediate);
    expect([shown(given).kept, rows(), onDisk()]).toEqual([[], [], []]);
  });

  it('is a page that was being flushed while its person left, also for the next who stands there', async () => {
    let flushed = 0;
    let goOn = () => {};
    const slow = new Promise<void>((resolve) => (goOn = resolve));
    const given = atProof(false, () => {
      const begun = startPaper(papers);
      if (!begun.ok) return begun;
      const finish = async () => {
        const finished = await begun.value.finish();
        await slow;
        flushed += 1;
        return finished;
      };
      return { ok: true, value: { ...begun.value, finish } };
    });
    given.act({ act: 'scan' });
    send(given, 1);
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    toProof(given, false);
    goOn();
    await vi.waitFor(() => expect(flushed).toBe(1), patience);
    await new Promise(setImmediate);
    expect(shown(given).kept).toEqual([]);
    expect([rows(), onDisk()]).toEqual([[], []]);
  });

  it('is half a page: the scanner stopped, the host died, the person stopped it', async () => {
    const given = atProof();
    const stops: readonly [string, () => void][] = [
      [
        'stopped',
        () => {
          const result = { outcome: 'not-scanned', because: { state: 'jam' } } as const;
          given.fromHost({ message: 'scan-outcome', scan: scanOf(given), result });
        },
      ],
      ['stopped', () => given.session.onHostLost()],
      ['none', () => given.act({ act: 'stop-scan' })],
    ];
    let kept = 0;
    for (const [state, stop] of stops) {
      given.act({ act: 'scan' });
      send(given, 1);
      send(given, 2, page(2), 2);
      stop();
      kept += 1;
      await until(given, (seen) => seen.kept.length === kept && seen.scan.state === state);
      expect(onDisk()).toHaveLength(kept);
    }
  });

  it('is a page that is too long', async () => {
    const given = atProof();
    given.act({ act: 'scan' });
    send(given, 1, page(1, maxPageBytes + 1));
    await until(given, ({ scan }) => scan.state === 'page-too-large');
    expect(onDisk()).toEqual([]);
  });

  it('is a page the disk did not take, and those before it stay', async () => {
    const given = atProof();
    await scanned(given, 1);
    store.connection.pragma('query_only = ON');
    given.act({ act: 'scan' });
    send(given, 1);
    await until(given, ({ scan }) => scan.state === 'disk');
    store.connection.pragma('query_only = OFF');
    expect([shown(given).kept.length, rows().length, onDisk().length]).toEqual([1, 1, 1]);
    await scanned(given, 1);
  });

  it('is anything at all where no paper can be begun', async () => {
    const given = atProof(false, () => ({ ok: false, error: 'disk-full' }));
    given.act({ act: 'scan' });
    send(given, 1);
    await until(given, ({ scan, kept }) => scan.state === 'disk' && kept.length === 0);
  });
});

it('nobody goes on, and nobody counts as idle, while pages come; a scan of which nothing comes ends with its person', async () => {
  const given = atProof();
  given.act({ act: 'scan' });
  expect(given.answer('proof', { kind: 'paper', papers: [] })).toMatchObject({ reply: 'refused' });
  timers.pass(290_000);
  send(given, 1);
  await until(given, ({ kept }) => kept.length === 1);
  timers.pass(290_000);
  expect(shown(given).scan).toEqual({ state: 'running', pages: 1 });
  expect(given.session.about().idleEndsInSeconds).toBeNull();
  timers.pass(40_000);
  expect(given.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
  expect(given.toHost.find(({ message }) => message === 'stop-scan')).toBeDefined();
  expect([rows(), onDisk()]).toEqual([[], []]);
});

it('without a scanner no item is offered that cannot be handed in, and no paper asked for', () => {
  const optional = { ...item, id: 'optional', questions: item.questions.filter(({ id }) => id !== 'proof') };
  expect(offeredItems([item, optional], { scanner: true, camera: false, portraitCamera: false })).toHaveLength(2);
  const [left, ...more] = offeredItems([item, optional], { scanner: false, camera: false, portraitCamera: false });
  expect(more).toEqual([]);
  expect([left?.id, left?.questions.map(({ id }) => id)]).toEqual(['optional', ['place', 'phone']]);
});
