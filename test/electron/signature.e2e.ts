import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Signature } from '../../main/contract/answers.ts';
import type { View } from '../../main/contract/view/view.ts';
import { tap } from './finger.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

const panelHeightMm = 600;

let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;

const sample = (name: string): View => {
  const found = sampleViews({ language: 'zh', elderly: false, panelHeightMm }).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.view;
};

async function show(name: string): Promise<void> {
  session += 1;
  page = await showToNext(service, window, { ...sample(name), session });
}

/** The signature that Continue hands over; null where nothing is drawn. */
async function handedOver(): Promise<Signature | null> {
  const before = service.received.length;
  await tap(page, page.getByRole('button', { name: '继续' }));
  const answered = () =>
    service.received
      .slice(before)
      .flatMap((message) => (message.message === 'act' && message.act.act === 'answer' ? [message.act] : []));
  await expect.poll(() => answered().length).toBe(1);
  const value = answered()[0]?.value ?? null;
  if (value !== null && value.kind !== 'signature') throw new Error(`handed over ${value.kind}`);
  return value;
}

beforeAll(async () => {
  service = await startScriptedService();
  service.reply({ reply: 'done' });
  window = await openWindow(service);
});

afterAll(async () => {
  await window.close();
  await service.close();
});

/** Each begins with a move of its own. */
const strokesShown = (): Promise<number> =>
  page.locator('.signature-field path').evaluate((ink) => (ink.getAttribute('d') ?? '').split('M').length - 1);

it('keeps strokes as they are drawn, in millimetres of the panel, and wipes them out when asked', async () => {
  await show('question-signature');
  const box = await page.getByLabel('签名的地方').boundingBox();
  if (box === null) throw new Error('there is no field');
  const mmPerPx = panelHeightMm / (await page.evaluate(() => globalThis.window.innerHeight));
  const draw = async (points: readonly (readonly [number, number])[]): Promise<void> => {
    const [[x, y] = [0, 0], ...rest] = points;
    await page.mouse.move(box.x + x, box.y + y);
    await page.mouse.down();
    for (const [toX, toY] of rest) await page.mouse.move(box.x + toX, box.y + toY, { steps: 8 });
    await page.mouse.up();
  };
  expect(await page.getByRole('button', { name: '擦掉重签' }).count()).toBe(0);
  await draw([
    [100, 60],
    [300, 60],
  ]);
  await draw([
    [200, 40],
    [200, 160],
    [160, 200],
  ]);
  expect(await strokesShown()).toBe(2);
  const value = await handedOver();
  if (value === null) throw new Error('nothing was handed over');
  expect([value.widthMm, value.heightMm]).toEqual([
    expect.closeTo(box.width * mmPerPx, 0),
    expect.closeTo(box.height * mmPerPx, 0),
  ]);
  const [across = [], down = []] = value.strokes;
  expect([across[0], across.at(-1), down.at(-1)].map((point) => point?.slice(0, 2))).toEqual(
    [
      [100, 60],
      [300, 60],
      [160, 200],
    ].map((point) => point.map((px) => expect.closeTo(px * mmPerPx, 0) as number)),
  );
  expect(across.length).toBeGreaterThan(5);
  const times = value.strokes.flat().map(([, , ms]) => ms);
  expect(times).toEqual(times.toSorted((a, b) => a - b));

  await tap(page, page.getByRole('button', { name: '擦掉重签' }));
  expect(await strokesShown()).toBe(0);
  expect(await handedOver()).toBeNull();
});

it('takes a touch for writing and not for moving the page, and a second finger for nothing', async () => {
  await show('question-signature');
  const box = await page.getByLabel('签名的地方').boundingBox();
  if (box === null) throw new Error('there is no field');
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly (readonly [number, number])[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })),
    });
  await touch('touchStart', [60, 120]);
  for (let down = 0; down < 10; down += 1) await touch('touchMove', [60 + 20 * down, 120 + 6 * down]);
  await touch('touchStart', [240, 174], [300, 40]);
  await touch('touchMove', [260, 180], [400, 60]);
  await touch('touchEnd');
  await devtools.detach();
  const value = await handedOver();
  expect(value?.strokes).toHaveLength(1);
  const xs = value?.strokes[0]?.map(([x]) => x) ?? [];
  expect(xs.length).toBeGreaterThan(5);
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
});
