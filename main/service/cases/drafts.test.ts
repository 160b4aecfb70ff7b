import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../log.ts';
import { createManualTimers } from '../manual-timers.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { deleteDraft, hasDrafts, readDrafts } from '../store/draft-rows.ts';
import { diskFullError } from '../store/test-reader.ts';
import type { DraftContent } from './draft-content.ts';
import { createDrafts, type Drafts } from './drafts.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} } as unknown as Log;
const cardSecret = randomBytes(32).toString('base64url');
const draft = '00112233445566778899aabbccddeeff';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const noonMs = Date.parse('2026-11-23T12:00:00.000Z');

let folder: string;
let store: Store;
let timers: ReturnType<typeof createManualTimers>;
let drafts: Drafts;
/** Statements that begin like this meet a disk that is full. */
let failing: RegExp | null;
let platformMs: number | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drafts-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  store = opened.value;
  failing = null;
  platformMs = noonMs;
  const { connection } = store;
  for (const call of ['prepare', 'pragma'] as const) {
    const real = connection[call].bind(connection) as (...given: unknown[]) => unknown;
    connection[call] = ((sql: string, ...more: unknown[]) => {
      if (failing?.test(sql) === true) throw diskFullError();
      return real(sql, ...more);
    }) as never;
  }
  timers = createManualTimers();
  drafts = startedHere();
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function startedHere(): Drafts {
  return createDrafts({
    store,
    storageKey: randomBytes(32),
    papersFolder: folder,
    timers,
    log,
    nowIso: () => '2026-11-23T06:32:00.000Z',
    trustedNowMs: () => platformMs,
  });
}

function keep(name = draft): void {
  const content: DraftContent = {
    v: 1,
    item: { id: 'sample', version: 1 },
    agreedAt: '2026-11-23T06:32:00.000Z',
    language: 'zh',
    elderly: false,
    at: null,
    answers: [],
    papers: [],
  };
  expect(drafts.save({ draft: name, kept: { cardSecret, content }, added: [], removed: [] }).ok).toBe(true);
}

const isOnDisk = (bytes: Buffer): boolean =>
  readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(bytes));

const sealedDraft = (): Buffer => Buffer.from(readDrafts(store)[0]?.sealed ?? expect.fail());

describe('a kept draft', () => {
  it('lies in no file any more once its session has ended with the case', () => {
    keep();
    const sealed = sealedDraft();
    // As the submission's transaction does.
    store.transaction(() => deleteDraft(store, draft));
    expect(isOnDisk(sealed)).toBe(true);
    drafts.leave();
    expect(isOnDisk(sealed)).toBe(false);
  });

  it('lies in no file any more soon after a start, where the run before died between the case and the end of its session', () => {
    keep();
    const sealed = sealedDraft();
    store.transaction(() => deleteDraft(store, draft));
    timers = createManualTimers();
    startedHere();
    expect(isOnDisk(sealed)).toBe(true);
    timers.pass(minuteMs);
    expect(isOnDisk(sealed)).toBe(false);
  });

  it('stays while its person is asked whether to go on with it, and goes when they do not', () => {
    keep();
    drafts.leave();
    platformMs = noonMs + 24 * hourMs - 1;
    expect(drafts.open(cardSecret)?.draft).toBe(draft);
    platformMs = noonMs + 24 * hourMs;
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(true);
    drafts.leave();
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(false);
  });

  it('lies in no file any more at once on the person’s word, and when its time has passed', () => {
    keep();
    const first = sealedDraft();
    drafts.drop(draft);
    expect(isOnDisk(first)).toBe(false);
    keep();
    drafts.leave();
    const second = sealedDraft();
    platformMs = noonMs + 24 * hourMs;
    expect(isOnDisk(second)).toBe(true);
    expect(drafts.open(cardSecret)).toBeNull();
    expect(isOnDisk(second)).toBe(false);
  });

  it('is erased on the person’s word though the disk does not overwrite it at once, and overwritten later', () => {
    keep();
    const sealed = sealedDraft();
    failing = /^wal_checkpoint/;
    drafts.drop(draft);
    expect(hasDrafts(store)).toBe(false);
    expect(isOnDisk(sealed)).toBe(true);
    failing = null;
    timers.pass(minuteMs);
    expect(isOnDisk(sealed)).toBe(false);
  });

  it('is offered to nobody after the person’s word, also where the disk could not erase it, and erased when it can', () => {
    keep();
    failing = /^DELETE FROM drafts/;
    drafts.drop(draft);
    expect(hasDrafts(store)).toBe(true);
    expect(drafts.open(cardSecret)).toBeNull();
    failing = null;
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(false);
  });

  it('that was begun without contact dies 24 h of the platform’s time after its beginning, once that was heard', () => {
    platformMs = null;
    keep();
    drafts.leave();
    timers.pass(8 * hourMs);
    expect(readDrafts(store)).toMatchObject([{ begunAt: null, ranMs: 8 * hourMs }]);
    platformMs = noonMs;
    timers.pass(minuteMs);
    expect(readDrafts(store)).toMatchObject([{ begunAt: '2026-11-23T03:59:00.000Z' }]);
    drafts.stop();

    // The terminal is off overnight, and was never running for 24 hours.
    platformMs = null;
    timers = createManualTimers();
    drafts = startedHere();
    platformMs = noonMs + 16 * hourMs - 2 * minuteMs;
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(true);
    platformMs += minuteMs;
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(false);
  });

  it('has its beginning noted also while its person fills it in, and stays until they leave', () => {
    platformMs = null;
    keep();
    platformMs = noonMs;
    timers.pass(minuteMs);
    expect(readDrafts(store)).toMatchObject([{ begunAt: '2026-11-23T11:59:00.000Z' }]);
    platformMs += 24 * hourMs;
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(true);
  });

  it('grows old on a disk that refuses to have it counted, and is offered to nobody after its day', () => {
    platformMs = null;
    keep();
    drafts.leave();
    failing = /^(UPDATE|DELETE FROM) drafts/;
    timers.pass(23 * hourMs);
    expect(drafts.open(cardSecret)?.draft).toBe(draft);
    drafts.leave();
    timers.pass(hourMs);
    expect(drafts.open(cardSecret)).toBeNull();
    failing = null;
    timers.pass(minuteMs);
    expect(hasDrafts(store)).toBe(false);
  });

  it('has all its running time counted once the disk takes it again, and a new one none of the time before', () => {
    platformMs = null;
    keep();
    drafts.leave();
    failing = /^UPDATE drafts/;
    timers.pass(5 * hourMs);
    failing = null;
    keep('ffeeddccbbaa99887766554433221100');
    timers.pass(minuteMs);
    expect(readDrafts(store).map(({ ranMs }) => ranMs)).toEqual([minuteMs, 5 * hourMs + minuteMs]);
  });
});
