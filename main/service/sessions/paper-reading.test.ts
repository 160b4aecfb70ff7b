import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { item as itemSchema } from '../../contract/item.ts';
import { createManualTimers } from '../manual-timers.ts';
import type { TextReader } from '../reading/text-reader.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { sampleItem } from './sample-item.ts';
import { testService } from './test-service.ts';

const both = (text: string) => ({ zh: text, en: text });
const item = itemSchema.parse({
  ...sampleItem,
  questions: [
    {
      id: 'proof',
      kind: 'paper',
      maxPages: 5,
      needed: true,
      photograph: 'will-do',
      ask: both('缴费凭证'),
      label: both('缴费凭证'),
    },
    {
      id: 'number',
      kind: 'text',
      content: 'number',
      fromPaper: { question: 'proof', after: ['个人编号'] },
      ask: both('个人编号'),
      label: both('个人编号'),
    },
    { id: 'phone', kind: 'phone', ask: both('电话'), label: both('电话') },
  ],
});

/** A reader whose pages end when the test says so. */
function readerByHand() {
  const open: {
    readonly jpeg: Buffer;
    readonly says: (share: number) => void;
    readonly end: (lines: readonly string[] | null) => void;
  }[] = [];
  let forgotten = 0;
  const reader: TextReader = {
    read: (jpeg, says) =>
      new Promise((resolve) => {
        open.push({ jpeg: Buffer.from(jpeg), says, end: resolve });
      }),
    forget: () => {
      forgotten += 1;
      for (const page of open) page.end(null);
    },
  };
  return { reader, open, forgotten: () => forgotten };
}

let folder: string;
let store: Store;
let hand: ReturnType<typeof readerByHand>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-reading-'));
  mkdirSync(join(folder, 'papers'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  hand = readerByHand();
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const patience = { timeout: 20_000, interval: 5 };

function begun() {
  const given = testService({
    store,
    papersFolder: join(folder, 'papers'),
    storageKey: randomBytes(32),
    timers: createManualTimers(),
    items: [item],
    camera: 'HD',
    textReader: hand.reader,
  });
  given.toCard(false);
  given.lay(randomBytes(32).toString('base64url'));
  return given;
}
type Given = ReturnType<typeof begun>;

const jpeg = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(text), Buffer.from([0xff, 0xd9])]);

async function photographed(given: Given, text: string): Promise<void> {
  const pages = () => {
    const screen = given.session.screen();
    return screen.screen === 'question' && screen.value?.kind === 'paper' ? screen.value.papers.length : 0;
  };
  const before = pages();
  given.act({ act: 'photograph', at: 0, base64: jpeg(text).toString('base64'), last: true });
  await vi.waitFor(() => expect(pages()).toBe(before + 1), patience);
}

function shown(given: Given) {
  const screen = given.session.screen();
  return screen.screen === 'question' && screen.view.kind === 'text' ? screen.view.paper : undefined;
}

/** At the number, with so many pages laid down before. */
async function atNumber(pages: number): Promise<Given> {
  const given = begun();
  for (let at = 1; at <= pages; at += 1) await photographed(given, `page ${at}`);
  given.act({ act: 'answer', question: 'proof', value: { kind: 'paper', papers: [] } });
  return given;
}

/** Ends what is being read; the next page is asked for meanwhile. */
async function endPage(at: number, lines: readonly string[] | null): Promise<void> {
  await vi.waitFor(() => expect(hand.open.length).toBeGreaterThan(at), patience);
  hand.open[at]?.end(lines);
}

describe('what is printed on the papers', () => {
  it('is read page by page, said how far it is, and offered', async () => {
    const given = await atNumber(2);
    expect(hand.open[0]?.jpeg.equals(jpeg('page 1'))).toBe(true);
    expect(shown(given)).toEqual({ state: 'reading', page: 1, of: 2, share: 0 });
    hand.open[0]?.says(0.5);
    expect(shown(given)).toMatchObject({ page: 1, share: 0.5 });
    await endPage(0, ['参保缴费凭证']);
    await vi.waitFor(() => expect(shown(given)).toMatchObject({ page: 2 }), patience);
    expect(hand.open[1]?.jpeg.equals(jpeg('page 2'))).toBe(true);
    await endPage(1, ['个人编号：30045512', '单位编号：777777']);
    await vi.waitFor(() => expect(shown(given)).toEqual({ state: 'read', offers: ['30045512'] }), patience);
  });

  it('is no answer until the person says so, and then it is said where it came from', async () => {
    const given = await atNumber(1);
    await endPage(0, ['个人编号：30045512']);
    await vi.waitFor(() => expect(shown(given)).toMatchObject({ state: 'read' }), patience);
    const screen = given.session.screen();
    expect(screen.screen === 'question' && screen.value).toBeNull();
    given.act({ act: 'answer', question: 'number', value: { kind: 'text', text: '30045512' } });
    given.act({ act: 'answer', question: 'phone', value: { kind: 'phone', digits: '13812345512' } });
    given.act({ act: 'submit' });
    await vi.waitFor(() => expect(given.submitted).toHaveLength(1), patience);
    expect(given.submitted[0]?.content.answers).toContainEqual(
      expect.objectContaining({ question: 'number', text: '30045512', source: 'paper' }),
    );
  });

  it('typed otherwise is typed', async () => {
    const given = await atNumber(1);
    await endPage(0, ['个人编号：30045512']);
    await vi.waitFor(() => expect(shown(given)).toMatchObject({ state: 'read' }), patience);
    given.act({ act: 'answer', question: 'number', value: { kind: 'text', text: '30045513' } });
    given.act({ act: 'answer', question: 'phone', value: { kind: 'phone', digits: '13812345512' } });
    given.act({ act: 'submit' });
    await vi.waitFor(() => expect(given.submitted).toHaveLength(1), patience);
    expect(given.submitted[0]?.content.answers).toContainEqual(
      expect.objectContaining({ question: 'number', source: 'typed' }),
    );
  });

  it('is not read any more once the person has stopped it, and is when they want it after all', async () => {
    const given = await atNumber(1);
    expect(given.act({ act: 'stop-reading' }).reply).toBe('done');
    expect(shown(given)).toEqual({ state: 'stopped' });
    expect(given.act({ act: 'stop-reading' }).reply).toBe('refused');
    expect(given.act({ act: 'read-again' }).reply).toBe('done');
    await endPage(1, ['个人编号：30045512']);
    await vi.waitFor(() => expect(shown(given)).toEqual({ state: 'read', offers: ['30045512'] }), patience);
  });

  it('is read once, however often the person comes back, and only of three pages', async () => {
    const given = await atNumber(4);
    for (const at of [0, 1, 2]) await endPage(at, at === 2 ? ['个人编号 30045512'] : null);
    await vi.waitFor(() => expect(shown(given)).toEqual({ state: 'read', offers: ['30045512'] }), patience);
    given.act({ act: 'back' });
    given.act({ act: 'answer', question: 'proof', value: { kind: 'paper', papers: [] } });
    await vi.waitFor(() => expect(shown(given)).toEqual({ state: 'read', offers: ['30045512'] }), patience);
    expect(hand.open).toHaveLength(3);
  });

  it('goes with the question and with the person', async () => {
    const given = await atNumber(1);
    given.act({ act: 'back' });
    expect(hand.forgotten()).toBe(1);
    given.act({ act: 'answer', question: 'proof', value: { kind: 'paper', papers: [] } });
    expect(shown(given)).toMatchObject({ state: 'reading' });
    given.act({ act: 'leave' });
    expect(hand.forgotten()).toBeGreaterThan(1);
  });
});
