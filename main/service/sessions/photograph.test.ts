import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxPageBytes } from '../../contract/devices/document-scanner.ts';
import { type Item, item as itemSchema } from '../../contract/item.ts';
import { photographPartBytes } from '../../contract/view/act.ts';
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
const paper = { kind: 'paper', maxPages: 2, needed: true, ask: both('凭证'), label: both('凭证') } as const;
const item: Item = itemSchema.parse({
  ...sampleItem,
  questions: [
    { ...paper, id: 'proof', photograph: 'will-do' },
    { ...paper, id: 'original', needed: false },
  ],
});

let folder: string;
let papers: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'photographs-'));
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

/** At the question for the proof. */
function atProof(camera = 'HD USB Camera', begin = () => startPaper(papers)) {
  const given = testService({
    store,
    papersFolder: papers,
    storageKey: randomBytes(32),
    timers: createManualTimers(),
    items: [item],
    camera,
    startPaper: begin,
  });
  given.toCard(false);
  given.lay(randomBytes(32).toString('base64url'));
  return given;
}
type Given = ReturnType<typeof atProof>;

function jpeg(bytes: number): Buffer {
  const picture = Buffer.alloc(bytes, 'a picture ');
  picture.set([0xff, 0xd8, 0xff, 0xe0]);
  picture.set([0xff, 0xd9], bytes - 2);
  return picture;
}

/** Sends parts until one is refused; gives how the last was answered. */
function send({ act }: Given, picture: Buffer, parts = Infinity): string {
  const all = Math.ceil(picture.length / photographPartBytes);
  for (let at = 0; at < Math.min(all, parts); at += 1) {
    const base64 = picture.subarray(at * photographPartBytes, (at + 1) * photographPartBytes).toString('base64');
    const { reply } = act({ act: 'photograph', at, base64, last: at === all - 1 });
    if (reply === 'refused') return reply;
  }
  return 'done';
}

const shown = ({ session }: Given) => {
  const screen = session.screen();
  if (screen.screen !== 'question' || screen.view.kind !== 'paper') throw new Error(`not at pages: ${screen.screen}`);
  const kept = screen.value?.kind === 'paper' ? screen.value.papers : [];
  return { kept, scan: screen.view.scan.state, camera: screen.view.camera };
};
const until = (given: Given, seen: ReturnType<typeof shown>['scan'], kept: number) =>
  vi.waitFor(() => expect(shown(given)).toMatchObject({ scan: seen, kept: { length: kept } }), patience);
const onDisk = (): readonly string[] => readdirSync(papers);

it('is sealed as a scanned page is, and handed in so that it opens', async () => {
  const given = atProof();
  expect(shown(given).camera).toBe('HD USB Camera');
  const picture = jpeg(3 * photographPartBytes + 17);
  expect(send(given, picture)).toBe('done');
  expect(shown(given).scan).toBe('keeping');
  await until(given, 'none', 1);
  const [kept = ''] = shown(given).kept;
  expect(readFileSync(join(papers, kept)).includes('a picture')).toBe(false);
  given.answer('proof', { kind: 'paper', papers: [] });
  given.answer('original', { kind: 'paper', papers: [] });
  given.act({ act: 'submit' });
  const [submission] = given.submitted;
  const [handedIn] = submission?.papers ?? [];
  if (handedIn === undefined) throw new Error('no paper was handed in');
  expect(openPaperForTest(handedIn.paper, readFileSync(join(papers, kept))).equals(picture)).toBe(true);
  expect(submission?.content.answers.map(({ source }) => source)).toEqual(['photographed', 'scanned']);
});

describe('a photograph', () => {
  it('takes its turn with others, up to as many pages as are taken', async () => {
    const given = atProof();
    send(given, jpeg(1000));
    // While it is flushed neither another one nor the answer is taken: the page belongs to the question.
    expect(send(given, jpeg(1000))).toBe('refused');
    expect(given.answer('proof', { kind: 'paper', papers: [] }).reply).toBe('refused');
    await until(given, 'none', 1);
    send(given, jpeg(1000));
    await until(given, 'none', 2);
    expect(send(given, jpeg(1000))).toBe('refused');
    const [first = ''] = shown(given).kept;
    given.act({ act: 'remove-page', paper: first });
    expect(onDisk()).toHaveLength(1);
    expect(send(given, jpeg(1000))).toBe('done');
    await until(given, 'none', 2);
  });

  it('is not taken where there is no camera, or the question wants the paper scanned', async () => {
    const without = testService({
      store,
      papersFolder: papers,
      storageKey: randomBytes(32),
      timers: createManualTimers(),
      items: [item],
    });
    without.toCard(false);
    without.lay(null);
    expect(send(without, jpeg(1000))).toBe('refused');
    const given = atProof();
    send(given, jpeg(1000));
    await until(given, 'none', 1);
    given.answer('proof', { kind: 'paper', papers: [] });
    expect(shown(given).camera).toBeNull();
    expect(send(given, jpeg(1000))).toBe('refused');
    expect(onDisk()).toHaveLength(1);
  });

  it('is a JPEG from its beginning to its end, and leaves nothing where it is not', () => {
    const given = atProof();
    expect(send(given, Buffer.from('GIF89a and more'))).toBe('refused');
    expect(send(given, Buffer.concat([jpeg(1000), Buffer.from('more')]))).toBe('refused');
    expect(given.act({ act: 'photograph', at: 1, base64: 'AAAA', last: true }).reply).toBe('refused');
    expect(onDisk()).toEqual([]);
    expect(shown(given).scan).toBe('none');
  });

  it('is one: parts of another that was broken off are not put together with it', async () => {
    const given = atProof();
    const picture = jpeg(2 * photographPartBytes);
    send(given, picture, 1);
    const end = Buffer.from([0xff, 0xd9]).toString('base64');
    expect(given.act({ act: 'photograph', at: 2, base64: end, last: true }).reply).toBe('refused');
    expect(shown(given).scan).toBe('none');
    expect(send(given, picture)).toBe('done');
    await until(given, 'none', 1);
    expect(onDisk()).toHaveLength(1);
  });

  it('of more than a page may have is refused, in words', () => {
    const given = atProof();
    expect(send(given, jpeg(maxPageBytes + 1))).toBe('refused');
    expect(shown(given).scan).toBe('page-too-large');
    expect(onDisk()).toEqual([]);
  });

  it('that the disk does not take is said to be lost', async () => {
    const given = atProof();
    store.connection.pragma('query_only = ON');
    send(given, jpeg(1000));
    await until(given, 'disk', 0);
    store.connection.pragma('query_only = OFF');
    expect(onDisk()).toEqual([]);
    const full = atProof('HD', () => ({ ok: false, error: 'disk-full' }));
    expect(send(full, jpeg(1000))).toBe('refused');
    expect(shown(full).scan).toBe('disk');
  });

  it.each([
    ['goes back', (given: Given) => given.act({ act: 'back' })],
    ['leaves', (given: Given) => given.act({ act: 'leave' })],
  ])('of a person who %s is nobody’s, half come or being flushed', async (_what, go) => {
    for (const parts of [1, Infinity]) {
      const given = atProof();
      send(given, jpeg(2 * photographPartBytes), parts);
      go(given);
      await vi.waitFor(() => expect(onDisk()).toEqual([]), patience);
    }
  });
});

it('is not there for a person who went back while it was flushed, and came again', async () => {
  const given = atProof();
  send(given, jpeg(1000));
  given.act({ act: 'back' });
  given.act({ act: 'agree' });
  await vi.waitFor(() => expect(onDisk()).toEqual([]), patience);
  expect(shown(given)).toMatchObject({ kept: [], scan: 'none' });
});

it('makes a terminal without a scanner offer what may be photographed', () => {
  const [offered] = offeredItems([item], { scanner: false, camera: true, portraitCamera: false });
  expect(offered?.questions.map(({ id }) => id)).toEqual(['proof']);
  expect(offeredItems([item], { scanner: false, camera: false, portraitCamera: false })).toEqual([]);
});

describe('a photograph of a person for a card', () => {
  const photo = { widthPx: 358, heightPx: 441, background: 'white', minKb: 5, maxKb: 50 } as const;
  const withPhoto: Item = itemSchema.parse({
    ...sampleItem,
    questions: [{ ...paper, id: 'photo', maxPages: 1, photograph: 'will-do', photo }],
  });
  const given = (cameras: { readonly camera?: string; readonly portraitCamera?: string }) => {
    const service = testService({
      store,
      papersFolder: papers,
      storageKey: randomBytes(32),
      timers: createManualTimers(),
      items: [withPhoto],
      ...cameras,
    });
    service.toCard(false);
    service.lay(randomBytes(32).toString('base64url'));
    return service;
  };

  it.each([
    [{ camera: 'Table', portraitCamera: 'Front' }, 'Front', true, 'done'],
    [{ portraitCamera: 'Front' }, 'Front', true, 'done'],
    [{ camera: 'Table' }, 'Table', false, 'done'],
    [{}, null, false, 'refused'],
  ])('is taken by the camera there is for it: %j', async (cameras, camera, live, reply) => {
    const service = given(cameras);
    const { background: _, ...rule } = photo;
    expect(service.session.screen()).toMatchObject({ view: { kind: 'paper', camera, photo: { ...rule, live } } });
    expect(send(service, jpeg(9000))).toBe(reply);
    const kept = reply === 'done' ? 1 : 0;
    await vi.waitFor(() => expect(onDisk()).toHaveLength(kept), patience);
    await vi.waitFor(() => expect(shown(service)).toMatchObject({ scan: 'none' }), patience);
  });

  it('is offered where a camera looks at the person, and other papers are not', () => {
    const ways = { scanner: false, camera: false, portraitCamera: true };
    expect(offeredItems([withPhoto], ways)).toHaveLength(1);
    expect(offeredItems([item], ways)).toEqual([]);
  });
});
