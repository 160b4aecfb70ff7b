import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../contract/item.ts';
import { createManualTimers } from '../manual-timers.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { hasDrafts, readDrafts } from '../store/draft-rows.ts';
import { sampleCard, sampleItem } from './sample-item.ts';
import { testService } from './test-service.ts';

const storageKey = randomBytes(32);
const mine = randomBytes(32).toString('base64url');
const theirs = randomBytes(32).toString('base64url');
const hourMs = 3_600_000;

let folder: string;
let store: Store;
let timers: ReturnType<typeof createManualTimers>;
let trustedMs: number | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drafts-'));
  store = opened();
  timers = createManualTimers();
  trustedMs = null;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function opened(): Store {
  const result = openStore(folder);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  // A day here is 1440 transactions. Nothing here dies but this process's own objects, so no disk has to be waited for.
  result.value.connection.pragma('synchronous = OFF');
  return result.value;
}

/** A service that has just started on this disk. */
const service = ({
  items = [sampleItem],
  earlierItems = [],
  key = storageKey,
}: {
  items?: readonly Item[];
  earlierItems?: readonly Item[];
  key?: Uint8Array;
} = {}) =>
  testService({
    store,
    papersFolder: folder,
    storageKey: key,
    timers,
    items,
    earlierItems,
    trustedNowMs: () => trustedMs,
  });

type Service = ReturnType<typeof service>;

/** Up to the third question, on behalf of `mine`. */
function begin(options: { readonly keep?: boolean; readonly secret?: string | null } = {}): Service {
  const { keep = true, secret = mine } = options;
  const at = service();
  at.toCard(keep);
  at.lay(secret);
  at.answer('place', { kind: 'region', code: '341202' });
  at.answer('from', { kind: 'date', date: '2018-03' });
  return at;
}

function backToNotice({ act, session }: Service): void {
  while (session.screen().screen !== 'notice') act({ act: 'back' });
}

const isOnDisk = (bytes: Buffer): boolean =>
  readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(bytes));

/** The machine dies at once, and starts again. */
function powerCut(options: Parameters<typeof service>[0] = {}): Service {
  store.close();
  store = opened();
  timers = createManualTimers();
  return service(options);
}

const events = (): unknown =>
  store.connection.prepare(`SELECT CAST(bytes AS TEXT) ->> '$.event.event' FROM audit ORDER BY sequence`).pluck().all();

describe('a draft after a power cut', () => {
  it('brings the same card back to the very question, with the answers before it', () => {
    begin();
    const again = powerCut();
    again.toCard(false);
    again.lay(mine);
    expect(again.session.screen()).toMatchObject({ screen: 'resume', otherItemName: null });
    again.act({ act: 'resume' });
    expect(again.session.screen()).toMatchObject({ screen: 'question', question: 'until', value: null });
    again.act({ act: 'back' });
    expect(again.session.screen()).toMatchObject({ question: 'from', value: { kind: 'date', date: '2018-03' } });
    expect(events()).toEqual(['draft-kept', 'draft-resumed']);
  });

  it('does not let another card in, and is still there for its own', () => {
    begin();
    const other = powerCut();
    other.toCard(false);
    other.lay(theirs);
    expect(other.session.screen()).toMatchObject({ screen: 'question', question: 'place' });
    other.act({ act: 'leave' });
    const own = powerCut();
    own.toCard(false);
    own.lay(mine);
    expect(own.session.screen().screen).toBe('resume');
  });

  it('does not open with this card on a terminal with another key', () => {
    begin();
    const elsewhere = powerCut({ key: randomBytes(32) });
    elsewhere.toCard(false);
    elsewhere.lay(mine);
    expect(elsewhere.session.screen().screen).toBe('question');
  });

  it('shows nothing of its person in any byte of the disk', () => {
    begin();
    store.close();
    for (const file of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, file));
      for (const word of ['2018-03', '341202', sampleCard.idNumber, 'sample']) expect(bytes.includes(word)).toBe(false);
    }
    store = opened();
  });

  it('comes back to a change begun on the check page, and to the check page itself', () => {
    const given = begin();
    given.answer('until', { kind: 'date', date: '2020-05' });
    given.answer('collect', { kind: 'choice', option: 'in-person' });
    given.answer('phone', { kind: 'phone', digits: '13812345512' });
    given.act({ act: 'change', question: 'until' });
    const again = powerCut();
    again.toCard(false);
    again.lay(mine);
    again.act({ act: 'resume' });
    expect(again.session.screen()).toMatchObject({ screen: 'question', question: 'until', changing: true });
    again.answer('until', { kind: 'date', date: '2020-06' });
    const onceMore = powerCut();
    onceMore.toCard(false);
    onceMore.lay(mine);
    onceMore.act({ act: 'resume' });
    expect(onceMore.session.screen().screen).toBe('check');
  });

  it('is large and in English again, where nothing else was chosen since', () => {
    const given = begin();
    given.act({ act: 'elderly', on: true });
    given.act({ act: 'language', language: 'en' });
    const again = powerCut();
    again.toCard(false);
    again.lay(mine);
    again.act({ act: 'resume' });
    expect(again.session.about()).toMatchObject({ language: 'en', elderly: true });
  });

  it('asks again what a newer item no longer takes', () => {
    begin();
    const questions = sampleItem.questions.map((question) =>
      question.id === 'from' && question.kind === 'date' ? { ...question, precision: 'day' as const } : question,
    );
    const again = powerCut({ items: [{ ...sampleItem, version: 2, questions }] });
    again.toCard(false);
    again.lay(mine);
    again.act({ act: 'resume' });
    again.act({ act: 'back' });
    expect(again.session.screen()).toMatchObject({ question: 'from', value: null });
  });

  it('goes on under the version it was begun with, where that is still known', () => {
    const given = begin();
    const newer: Item = { ...sampleItem, version: 2, questions: sampleItem.questions.slice(0, 1) };
    const again = powerCut({ items: [newer], earlierItems: [sampleItem] });
    again.toCard(false);
    again.lay(mine);
    again.act({ act: 'resume' });
    expect(again.session.screen()).toEqual(given.session.screen());
  });

  it('is gone on with although its item is offered no more, and whoever begins anew gets the newer one', () => {
    begin();
    const other: Item = { ...sampleItem, id: 'other', version: 7, name: { zh: '另一件', en: 'Another' } };
    const again = powerCut({ items: [other], earlierItems: [sampleItem] });
    again.toCard(false, 'other');
    again.lay(mine);
    expect(again.session.screen()).toMatchObject({ screen: 'resume', itemName: '另一件', otherItemName: '证明' });
  });

  it('is offered whatever was chosen, and says what it is for', () => {
    begin();
    const other: Item = { ...sampleItem, id: 'other', name: { zh: '另一件', en: 'Another' } };
    const again = powerCut({ items: [sampleItem, other] });
    again.toCard(false, 'other');
    again.lay(mine);
    expect(again.session.screen()).toMatchObject({ screen: 'resume', itemName: '另一件', otherItemName: '证明' });
  });

  it('goes on the person’s word: begun anew, nothing of it is left', () => {
    begin();
    const again = powerCut();
    again.toCard(false);
    again.lay(mine);
    again.act({ act: 'begin-anew' });
    expect(again.session.screen()).toMatchObject({ screen: 'question', question: 'place' });
    expect(hasDrafts(store)).toBe(false);
    expect(events()).toEqual(['draft-kept', 'draft-ended']);
  });

  it('is mentioned on the first screen for a while, whether the window died too or not', () => {
    begin();
    const again = powerCut();
    expect(again.session.screen()).toMatchObject({ screen: 'home', interrupted: true, draftWaits: true });
    again.session.onInterrupted();
    expect(again.session.screen()).toMatchObject({ screen: 'home', interrupted: true, draftWaits: true });
    timers.pass(600_000);
    expect(again.session.screen()).toMatchObject({ screen: 'home', interrupted: false, draftWaits: false });
  });
});

describe('a draft is kept', () => {
  it('of nobody who did not agree to it', () => {
    begin({ keep: false });
    expect(hasDrafts(store)).toBe(false);
  });

  it('of nobody whose card gives no secret, and they are told', () => {
    const given = begin({ secret: null });
    expect(given.session.screen()).toMatchObject({ screen: 'question', draftTrouble: 'card' });
    expect(hasDrafts(store)).toBe(false);
  });

  it('of nobody while the disk takes nothing, and they are told; they can go on', () => {
    store.connection.pragma('query_only = ON');
    const given = begin();
    expect(given.session.screen()).toMatchObject({ screen: 'question', question: 'until', draftTrouble: 'disk' });
    store.connection.pragma('query_only = OFF');
    given.answer('until', { kind: 'date', date: '2020-05' });
    expect(given.session.screen()).toMatchObject({ question: 'collect', draftTrouble: null });
    expect(hasDrafts(store)).toBe(true);
  });

  it('of somebody who walked away, and they are told; not of somebody who leaves by the button', () => {
    const given = begin();
    timers.pass(150_000);
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle', draft: 'kept' });
    expect(hasDrafts(store)).toBe(true);
    timers.pass(10_000);
    given.toCard(false);
    given.lay(mine);
    given.act({ act: 'resume' });
    given.act({ act: 'leave' });
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', because: 'left', draft: 'none' });
    expect(hasDrafts(store)).toBe(false);
  });

  it('no longer of somebody who goes back and wants it no more', () => {
    const given = begin();
    backToNotice(given);
    expect(given.session.screen()).toMatchObject({ screen: 'notice', keepDraft: true });
    given.act({ act: 'keep-draft', on: false });
    expect(hasDrafts(store)).toBe(false);
    expect(events()).toEqual(['draft-kept', 'draft-ended']);
  });

  it('in no byte of the disk any more once its person wants it no more', () => {
    const given = service();
    given.toCard(true);
    const kept: Buffer[] = [];
    const note = () => void kept.push(Buffer.from(readDrafts(store)[0]?.sealed ?? expect.fail()));
    given.lay(mine);
    note();
    given.answer('place', { kind: 'region', code: '341202' });
    note();
    backToNotice(given);
    note();
    given.act({ act: 'keep-draft', on: false });
    for (const sealed of kept) expect(isOnDisk(sealed)).toBe(false);
  });

  it('against the word of nobody: where the disk holds on to it they are told, and it is tried again', () => {
    const given = begin();
    backToNotice(given);
    store.connection.pragma('query_only = ON');
    given.act({ act: 'keep-draft', on: false });
    expect(given.session.screen()).toMatchObject({ keepDraft: false, draftTrouble: 'not-erased' });
    expect(given.session.about().draftAtIdle).toBe('not-erased');
    given.act({ act: 'keep-draft', on: true });
    expect(given.session.screen()).toMatchObject({ keepDraft: true, draftTrouble: null });
    given.act({ act: 'keep-draft', on: false });
    given.act({ act: 'agree' });
    expect(given.session.screen()).toMatchObject({ screen: 'question', draftTrouble: 'not-erased' });
    store.connection.pragma('query_only = OFF');
    given.answer('until', { kind: 'date', date: '2020-05' });
    expect(given.session.screen()).toMatchObject({ question: 'collect', draftTrouble: null });
    expect(hasDrafts(store)).toBe(false);
  });

  it('that another session left, against the word of who begins anew: they are told until the disk has let go of it', () => {
    begin();
    powerCut();
    const given = service();
    given.toCard(false);
    given.lay(mine);
    store.connection.pragma('query_only = ON');
    given.act({ act: 'begin-anew' });
    expect(given.session.screen()).toMatchObject({ screen: 'question', draftTrouble: 'not-erased' });
    expect(given.session.about().draftAtIdle).toBe('not-erased');
    given.act({ act: 'leave' });
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', draft: 'not-erased' });
    given.act({ act: 'finish' });
    store.connection.pragma('query_only = OFF');
    timers.pass(60_000);
    expect(hasDrafts(store)).toBe(false);
    // Whoever comes next has nothing to do with it.
    given.toCard(false);
    given.lay(mine);
    expect(given.session.screen()).toMatchObject({ screen: 'question', draftTrouble: null });
  });

  it('of nobody who took it back and walked away, though the disk held on to it: it is erased when that is possible', () => {
    const given = begin();
    backToNotice(given);
    store.connection.pragma('query_only = ON');
    given.act({ act: 'keep-draft', on: false });
    timers.pass(150_000);
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle', draft: 'not-erased' });
    expect(given.drafts.any()).toBe(false);
    store.connection.pragma('query_only = OFF');
    timers.pass(60_000);
    expect(hasDrafts(store)).toBe(false);
  });

  it('so say the words before an abandoned session ends', () => {
    const given = begin();
    expect(given.session.about().draftAtIdle).toBe('kept');
    given.act({ act: 'leave' });
    expect(begin({ keep: false }).session.about().draftAtIdle).toBe('none');
    expect(begin({ secret: null }).session.about().draftAtIdle).toBe('none');
  });
});

describe('a draft dies', () => {
  it('when the service has run for a day since', () => {
    begin();
    powerCut();
    timers.pass(23 * hourMs);
    expect(hasDrafts(store)).toBe(true);
    timers.pass(2 * hourMs);
    expect(hasDrafts(store)).toBe(false);
    expect(events()).toEqual(['draft-kept', 'draft-ended']);
  });

  it('when the service has run for a day in short pieces', () => {
    begin();
    // What is left over a whole minute counts too: without it these would be 23.7 hours.
    for (let piece = 0; piece < 50; piece += 1) {
      const { drafts } = powerCut();
      expect(hasDrafts(store)).toBe(piece < 49);
      timers.pass(hourMs / 2 - 10_000);
      drafts.stop();
    }
  });

  it('when a day has passed by the platform’s time, though the machine stood still', () => {
    trustedMs = Date.parse('2026-11-23T06:32:00Z');
    begin();
    trustedMs += 23 * hourMs;
    powerCut();
    expect(hasDrafts(store)).toBe(true);
    trustedMs += hourMs;
    powerCut();
    expect(hasDrafts(store)).toBe(false);
  });

  it('not by a clock that jumps: only by what the platform says', () => {
    begin();
    trustedMs = Date.parse('2040-01-01T00:00:00Z');
    powerCut();
    expect(hasDrafts(store)).toBe(true);
  });

  it('not while its person is filling it in', () => {
    const given = begin();
    for (let quiet = 0; quiet < 25 * 60; quiet += 1) {
      timers.pass(60_000);
      given.act({ act: 'here' });
    }
    expect(given.session.screen()).toMatchObject({ screen: 'question', question: 'until' });
    expect(hasDrafts(store)).toBe(true);
    timers.pass(300_000);
    expect(hasDrafts(store)).toBe(false);
  });
});
