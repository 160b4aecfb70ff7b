import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { View } from '../../main/contract/view/view.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

let service: ScriptedService;
let window: OpenWindow;

/** Two busy cores are slower than any terminal. */
const patience = { timeout: 15_000 };

const samples = new Map(
  sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).map(({ name, view }) => [name, view]),
);

function sample(name: string, session: number): View {
  const view = samples.get(name);
  if (view === undefined) throw new Error(`no sample ${name}`);
  return { ...view, session };
}

async function shownHeading(text: string): Promise<Page> {
  await expect
    .poll(async () => {
      const page = await window.page();
      return page
        .getByRole('heading', { level: 1 })
        .first()
        .textContent({ timeout: 500 })
        .catch(() => '');
    }, patience)
    .toBe(text);
  return window.page();
}

const processes = (): Promise<readonly number[]> =>
  window.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getOSProcessId()));

beforeAll(async () => {
  service = await startScriptedService();
  service.reply({ reply: 'done' });
  service.show(sample('question-choice', 1));
  window = await openWindow(service);
});

afterAll(async () => {
  await window.close();
  await service.close();
});

const question = '您为什么要开这张证明？';

interface Left {
  readonly page: Page;
  readonly process: number;
}

/** Shows somebody's question, and leaves traces in every place a page can write to. */
async function leaveTraces(session: number, run = 'sample'): Promise<Left> {
  const page = await showToNext(service, window, { ...sample('question-choice', session), run });
  await page.evaluate(() => {
    localStorage.setItem('left', 'behind');
    document.cookie = 'left=behind';
    (globalThis as { left?: string }).left = 'behind';
  });
  await expect.poll(processes, patience).toHaveLength(1);
  const [process] = await processes();
  return { page, process: process ?? 0 };
}

async function expectUnused(next: Page, left: Left): Promise<void> {
  await expect.poll(processes, patience).toHaveLength(1);
  expect(await processes()).not.toContain(left.process);
  expect(
    await next.evaluate(() => [
      localStorage.length,
      document.cookie,
      'left' in globalThis,
      performance.getEntriesByType('navigation').length,
    ]),
  ).toEqual([0, '', false, 1]);
}

it('gives the next person a page process and a partition that nobody has used', async () => {
  const left = await leaveTraces(2);
  service.send({ message: 'wipe' });
  await expectUnused(await showToNext(service, window, sample('home', 3)), left);
});

it.each([
  ['another session', { session: 5, run: 'before' }],
  ['another run of the service with the same session number', { session: 4, run: 'after' }],
])('does so without being told to wipe, by a view of %s', async (_what, { session, run }) => {
  const left = await leaveTraces(4, 'before');
  await expectUnused(await showToNext(service, window, { ...sample('home', session), run }), left);
});

it('does so when the session changed, or the service began again, while it was not attached', async () => {
  for (const { session, run } of [
    { session: 7, run: 'sample' },
    { session: 6, run: 'again' },
  ]) {
    const left = await leaveTraces(6);
    await service.goAway();
    await shownHeading('请稍等');
    await service.comeBack();
    await expectUnused(await showToNext(service, window, { ...sample('home', session), run }), left);
  }
});

it('empties the partition of the person who has gone', async () => {
  const page = await showToNext(service, window, sample('question-choice', 8));
  const partition = await window.app.evaluateHandle(({ webContents }) => {
    const [shown] = webContents.getAllWebContents();
    if (shown === undefined) throw new Error('there is no page');
    return shown.session;
  });
  // Our own addresses can hold no cookie; one of another is as good to see whether the whole partition is emptied.
  await partition.evaluate((its) => its.cookies.set({ url: 'https://left.example/', name: 'left', value: 'behind' }));
  const held = (): Promise<number> => partition.evaluate(async (its) => (await its.cookies.get({})).length);
  expect(await held()).toBe(1);
  await showToNext(service, window, sample('home', 9));
  expect(page.isClosed()).toBe(true);
  await expect.poll(held, patience).toBe(0);
});

it('lets the page before do nothing once its person has gone', async () => {
  const old = await showToNext(service, window, sample('question-choice', 10));
  const asked = service.received.length;
  // The old page goes on asking until it is gone; not one of its acts may arrive.
  await old.evaluate(() => {
    setInterval(() => void globalThis.window.tongban.act({ act: 'agree', session: 10 }), 1);
  });
  await expect.poll(() => service.received.length, patience).toBeGreaterThan(asked);
  service.send({ message: 'wipe' });
  await showToNext(service, window, sample('home', 11));
  const settled = service.received.length;
  await expect.poll(processes, patience).toHaveLength(1);
  expect(service.received).toHaveLength(settled);
});

it('ends a page that no longer answers, and shows the same again', async () => {
  const left = await leaveTraces(12);
  await window.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.emit('unresponsive'));
  await expect.poll(async () => (await processes()).filter((id) => id !== left.process), patience).toHaveLength(1);
  await expectUnused(await shownHeading(question), left);
});

it('shows the same again when the process of the page dies', async () => {
  service.show(sample('question-choice', 13));
  await shownHeading(question);
  const [dead] = await processes();
  await window.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.forcefullyCrashRenderer());
  await expect.poll(async () => (await processes()).filter((id) => id !== 0 && id !== dead), patience).toHaveLength(1);
  await shownHeading(question);
  expect(window.journal()).toContain('"page-died"');
});

it('says "one moment" while there is no service, and tells the new one whose view it held', async () => {
  await shownHeading(question);
  await service.goAway();
  await shownHeading('请稍等');
  await service.comeBack();
  await shownHeading(question);
  const attached = service.received.findLast((message) => message.message === 'attach');
  expect(attached).toEqual({ message: 'attach', lastRun: 'sample', heldSession: true });
});

it('is not closed from outside, and ends by the word of the service', async () => {
  await window.app.evaluate(({ BaseWindow }) => {
    for (const open of BaseWindow.getAllWindows()) open.close();
  });
  await shownHeading(question);
  const ended = new Promise((resolve) => window.app.process().once('exit', (code) => resolve(code)));
  service.send({ message: 'quit' });
  expect(await ended).toBe(0);
});
