import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { View } from '../../main/contract/view.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';

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
const home = '今天想办什么事？';

it('gives the next person a page process and a partition that nobody has used', async () => {
  const page = await shownHeading(question);
  const before = await processes();
  await page.evaluate(() => {
    localStorage.setItem('left', 'behind');
    document.cookie = 'left=behind';
    (globalThis as { left?: string }).left = 'behind';
  });
  service.send({ message: 'wipe' });
  service.show(sample('home', 2));
  const next = await shownHeading(home);
  await expect.poll(processes, patience).toHaveLength(1);
  const after = await processes();
  expect(after[0]).not.toBe(before[0]);
  expect(
    await next.evaluate(() => [
      localStorage.length,
      document.cookie,
      'left' in globalThis,
      performance.getEntriesByType('navigation').length,
    ]),
  ).toEqual([0, '', false, 1]);
});

it('lets the page before do nothing once its person has gone', async () => {
  service.show(sample('question-choice', 3));
  const old = await shownHeading(question);
  const asked = service.received.length;
  // The old page goes on asking until it is gone; not one of its acts may arrive.
  await old.evaluate(() => {
    setInterval(() => void globalThis.window.tongban.act({ act: 'agree', session: 3 }), 1);
  });
  await expect.poll(() => service.received.length, patience).toBeGreaterThan(asked);
  service.send({ message: 'wipe' });
  service.show(sample('home', 4));
  await shownHeading(home);
  const settled = service.received.length;
  await expect.poll(processes, patience).toHaveLength(1);
  expect(service.received).toHaveLength(settled);
});

it('shows the same again when the process of the page dies', async () => {
  service.show(sample('question-choice', 5));
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
