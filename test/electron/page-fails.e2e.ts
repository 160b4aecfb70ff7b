import { existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { View } from '../../main/contract/view/view.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

let service: ScriptedService;
let window: OpenWindow;

/** Two busy cores are slower than any terminal, and a page that does not come is waited for 10 s. */
const patience = { timeout: 25_000 };

const samples = new Map(
  sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).map(({ name, view }) => [name, view]),
);

function sample(name: string, session: number): View {
  const view = samples.get(name);
  if (view === undefined) throw new Error(`no sample ${name}`);
  return { ...view, session };
}

beforeEach(async () => {
  service = await startScriptedService();
  service.reply({ reply: 'done' });
  window = await openWindow(service);
});

afterEach(async () => {
  await window.close();
  await service.close();
});

type Fate = 'die' | 'are not there to be loaded' | 'never ask what to show';

/** What becomes of the pages that the shell starts from now on. */
async function spoilPages(fate: Fate): Promise<void> {
  await window.app.evaluate(({ app }, how) => {
    app.on('web-contents-created', (_event, contents) => {
      if (how === 'die') contents.on('did-start-loading', () => contents.forcefullyCrashRenderer());
      if (how === 'are not there to be loaded') contents.session.protocol.unhandle('app');
      // A page's own handler comes before the shell's: the question does not arrive.
      if (how === 'never ask what to show') contents.ipc.handle('tongban:current', () => new Promise(() => {}));
    });
  }, fate);
}

async function spoilNoMore(): Promise<void> {
  await window.app.evaluate(({ app }) => {
    const [spoils] = app.listeners('web-contents-created').slice(-1);
    if (spoils !== undefined) app.off('web-contents-created', spoils as () => void);
  });
}

const countInJournal = (event: string): number => window.journal().split(`"${event}"`).length - 1;

const fates: readonly Fate[] = ['die', 'are not there to be loaded', 'never ask what to show'];

it.each(fates)('heeds and keeps the page before no longer when those after it %s; one comes at last', async (fate) => {
  const old = await showToNext(service, window, sample('question-choice', 1));
  const gone = new Promise((resolve) => old.once('close', resolve));
  await spoilPages(fate);
  service.send({ message: 'wipe' });
  service.show(sample('home', 2));
  // Until the first that comes has failed, or where it only never asks, while it is on its way.
  if (fate !== 'never ask what to show') await expect.poll(() => countInJournal('page-died'), patience).toBe(1);
  const heard = await old.evaluate(async () => [
    await globalThis.window.tongban.act({ act: 'agree', session: 1 }),
    await globalThis.window.tongban.current(),
  ]);
  expect(heard).toEqual([
    { reply: 'refused', why: 'malformed' },
    { state: 'one-moment', takesLong: false, help: null },
  ]);
  await gone;
  expect(countInJournal('page-before-taken-away')).toBe(1);
  expect(service.received.filter((message) => message.message === 'act')).toEqual([]);
  await spoilNoMore();
  const next = await showToNext(service, window, sample('home', 2));
  await next.getByRole('heading', { name: '今天想办什么事？' }).waitFor();
  expect(countInJournal('page-died')).toBeGreaterThan(0);
});

it('does not bring the page before back when the one after it dies just before it would ask', async () => {
  await showToNext(service, window, sample('question-choice', 1));
  await window.app.evaluate(({ app }) => {
    app.once('web-contents-created', (_event, contents) => {
      contents.on('dom-ready', () => contents.forcefullyCrashRenderer());
    });
  });
  service.show(sample('home', 2));
  await expect.poll(() => countInJournal('page-died'), patience).toBe(1);
  const next = await showToNext(service, window, sample('home', 2));
  const reply = await next.evaluate(() => globalThis.window.tongban.act({ act: 'here', session: 2 }));
  expect(reply).toEqual({ reply: 'done' });
});

const processOf = (): Promise<number> =>
  window.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0);

/** Also for one that has ended and that nobody has collected yet. */
function isRunning(id: number): boolean {
  if (!existsSync(`/proc/${id}/stat`)) return false;
  return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
}

const silences: readonly (readonly [string, (page: Page, id: number) => Promise<unknown>])[] = [
  ['is stopped', async (_page, id) => process.kill(id, 'SIGSTOP')],
  [
    'runs in a circle',
    (page) =>
      page.evaluate(() => {
        setTimeout(() => {
          for (;;);
        });
      }),
  ],
];

it.each(silences)('ends a page that %s untouched, and shows the same question in another', async (_how, silence) => {
  const page = await showToNext(service, window, sample('question-choice', 1));
  const silent = await processOf();
  await silence(page, silent);
  await expect.poll(() => countInJournal('page-silent'), patience).toBe(1);
  const next = await showToNext(service, window, sample('question-choice', 1));
  await next.getByRole('heading', { name: '您为什么要开这张证明？' }).waitFor();
  expect(isRunning(silent)).toBe(false);
  expect(isRunning(await processOf())).toBe(true);
});

it('keeps nothing running of a person before whose page is stopped', async () => {
  await showToNext(service, window, sample('question-choice', 1));
  const stopped = await processOf();
  process.kill(stopped, 'SIGSTOP');
  service.send({ message: 'wipe' });
  service.show(sample('home', 2));
  await expect.poll(() => isRunning(stopped), patience).toBe(false);
  const next = await showToNext(service, window, sample('home', 2));
  await next.getByRole('heading', { name: '今天想办什么事？' }).waitFor();
});

it('has a page that answers', async () => {
  await showToNext(service, window, sample('question-choice', 1));
  await window.app.evaluate(
    ({ ipcMain }) =>
      new Promise<void>((resolve) => {
        ipcMain.once('tongban:pong', () => resolve());
      }),
  );
});
