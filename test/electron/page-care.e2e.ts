import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filmedSheet } from './camera-film.ts';
import { tap } from './finger.ts';
import { keptPaper } from './kept-pages.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;

beforeAll(async () => {
  service = await startScriptedService();
  window = await openWindow(service, '');
});
afterAll(async () => {
  await window.close();
  await service.close();
});

/** Two pages lie there: a sheet with print on it, and one with nothing. */
beforeEach(async () => {
  service.reply({ reply: 'done' });
  session += 1;
  const sample = sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).find(
    ({ name }) => name === 'question-paper-camera-more',
  );
  if (sample === undefined) throw new Error('there is no such sample');
  page = await showToNext(service, window, { ...sample.view, session });
  // What is said of a page moves the rows: nobody is to touch where one stood before.
  await page.getByText('这一页好像是空白的。').waitFor();
});

const press = (name: string): Promise<void> => tap(page, page.getByRole('button', { name, exact: true }));
const acts = (act: string) =>
  service.received.flatMap((message) =>
    message.message === 'act' && message.act.session === session && message.act.act === act ? [message.act] : [],
  );
async function handedOver(): Promise<{ readonly instead: string | undefined; readonly jpeg: Buffer }> {
  await page.getByRole('button', { name: '看一看第 1 页' }).waitFor();
  const parts = acts('photograph').flatMap((act) => (act.act === 'photograph' ? [act] : []));
  return { instead: parts[0]?.instead, jpeg: Buffer.concat(parts.map(({ base64 }) => Buffer.from(base64, 'base64'))) };
}

/** The share of dark px in the outer quarters. */
async function inkIn(jpeg: Buffer): Promise<{ readonly left: number; readonly right: number }> {
  const image = await loadImage(jpeg);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const share = (from: number): number => {
    const greens = context
      .getImageData(from, 0, image.width / 4, image.height)
      .data.filter((_value, at) => at % 4 === 1);
    return greens.filter((value) => value < 100).length / greens.length;
  };
  return { left: share(0), right: share((3 * image.width) / 4) };
}

describe('pages that are kept', () => {
  it('are shown small, and one with nothing on it is said to be blank', async () => {
    expect(await page.locator('.page-trouble').count()).toBe(1);
    const row = page.locator('.papers > li').nth(1);
    expect(await row.locator('.page-trouble').count()).toBe(1);
  });

  it('are turned, and take the place of what they were', async () => {
    await press('看一看第 1 页');
    await press('转一下');
    await press('就用这样的');
    const { instead, jpeg } = await handedOver();
    expect(instead).toBe(keptPaper(0));
    const { width, height } = await loadImage(jpeg);
    expect([width, height]).toEqual([
      expect.closeTo(filmedSheet.height, -1.3),
      expect.closeTo(filmedSheet.width, -1.3),
    ]);
    // The heading stood alone at the top, and the lower part, full of lines, is now on the left.
    const { left, right } = await inkIn(jpeg);
    expect(left).toBeGreaterThan(1.5 * right);
  });

  it('have their edges cut', async () => {
    await press('看一看第 1 页');
    await press('裁掉边');
    await page.locator('.corner').first().waitFor();
    await press('对准了');
    await press('就用这样的');
    const { instead, jpeg } = await handedOver();
    expect(instead).toBe(keptPaper(0));
    expect((await loadImage(jpeg)).width).toBeLessThan(0.9 * filmedSheet.width);
  });

  it('go back as they were when nothing was changed', async () => {
    await press('看一看第 1 页');
    await press('就用这样的');
    await page.getByRole('button', { name: '看一看第 1 页' }).waitFor();
    expect(acts('photograph')).toEqual([]);
  });

  it('are put in another order', async () => {
    await press('看一看第 1 页');
    await press('往后放一页');
    await page.getByRole('button', { name: '看一看第 1 页' }).waitFor();
    expect(acts('move-page')).toMatchObject([{ paper: keptPaper(0), to: 'later' }]);
    await press('看一看第 2 页');
    await press('往前放一页');
    await page.getByRole('button', { name: '看一看第 1 页' }).waitFor();
    expect(acts('move-page')).toMatchObject([{ to: 'later' }, { paper: keptPaper(1), to: 'earlier' }]);
  });

  it('say so where the change was not taken, and can be tried again', async () => {
    await press('看一看第 1 页');
    await press('转一下');
    service.reply({ reply: 'refused', why: 'not-now' });
    await press('就用这样的');
    await page.getByRole('alert').getByText('没有改成。').waitFor();
    service.reply({ reply: 'done' });
    await press('就用这样的');
    await page.getByRole('button', { name: '看一看第 1 页' }).waitFor();
  });
});
