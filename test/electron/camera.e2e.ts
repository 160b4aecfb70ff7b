import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../main/contract/view/view.ts';
import { drawSheet, type Film, film, filmedSheet } from './camera-film.ts';
import { tap } from './finger.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

declare global {
  interface Window {
    /** The streams that the page opened since the test began to listen. */
    openedStreams?: MediaStream[];
  }
}

let shooting: Film;
let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;

const sample = (name: string): View => {
  const found = sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.view;
};

async function open(what: Parameters<typeof film>[0]): Promise<void> {
  service = await startScriptedService();
  shooting = film(what);
  window = await openWindow(service, '', shooting.switches);
}

async function close(): Promise<void> {
  await window.close();
  await service.close();
  shooting.remove();
}

async function show(name: string): Promise<void> {
  session += 1;
  page = await showToNext(service, window, { ...sample(name), session });
  await page.evaluate(() => {
    const streams: MediaStream[] = [];
    globalThis.window.openedStreams = streams;
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      streams.push(stream);
      return stream;
    };
  });
}

const press = (name: string): Promise<void> => tap(page, page.getByRole('button', { name, exact: true }));
const tracks = (): Promise<readonly string[]> =>
  page.evaluate(() =>
    (globalThis.window.openedStreams ?? []).flatMap((each) => each.getTracks().map(({ readyState }) => readyState)),
  );
const sent = () =>
  service.received.flatMap((message) =>
    message.message === 'act' && message.act.act === 'photograph' ? [message.act] : [],
  );

/** How alike it is to the sheet as it was drawn, at a width of 155 px: 1 is the same but for brightness and contrast. */
async function likeness(jpeg: Buffer): Promise<number> {
  const size = { width: 155, height: 219 };
  const [taken = [], meant = []] = [await loadImage(jpeg), drawSheet()].map((image) => {
    const canvas = createCanvas(size.width, size.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0, size.width, size.height);
    const greens = context.getImageData(0, 0, size.width, size.height).data.filter((_value, at) => at % 4 === 1);
    const mean = greens.reduce((sum, value) => sum + value, 0) / greens.length;
    return Array.from(greens, (value) => value - mean);
  });
  const product = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  return product(taken, meant) / Math.sqrt(product(taken, taken) * product(meant, meant));
}

describe('a page under the camera', () => {
  beforeAll(() => open('sheet'));
  beforeEach(() => service.reply({ reply: 'done' }));
  afterAll(close);

  it('is found, straightened and handed over, and the camera is open no longer than that', async () => {
    await show('question-paper-camera');
    expect(await tracks()).toEqual([]);
    await press('拍照');
    await page.getByText('整张纸都看到了，可以拍。').waitFor();
    expect(await tracks()).toEqual(['live']);
    await press('拍');
    await page.getByRole('heading', { name: '四个角对准了吗？' }).waitFor();
    await expect.poll(tracks).toEqual(['ended']);
    await press('对准了');
    await press('用这张');
    await page.getByRole('button', { name: '拍照' }).waitFor();
    const parts = sent();
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.map(({ at, last }) => [at, last])).toEqual(parts.map((_, at) => [at, at === parts.length - 1]));
    const jpeg = Buffer.concat(parts.map(({ base64 }) => Buffer.from(base64, 'base64')));
    const { width, height } = await loadImage(jpeg);
    expect([width, height]).toEqual([
      expect.closeTo(filmedSheet.width, -1.3),
      expect.closeTo(filmedSheet.height, -1.3),
    ]);
    expect(await likeness(jpeg)).toBeGreaterThan(0.85);
    expect(await page.locator('canvas').count()).toBe(0);
  });

  it('becomes a photograph for a card: just the size and the kilobytes asked for, taken before what is not white', async () => {
    const before = sent().length;
    await show('question-portrait');
    await press('现在给我拍照');
    await page.getByText('背后不够白，照片可能被退回来。请坐到白墙前面。').waitFor();
    await press('就这样拍');
    await page.getByRole('heading', { name: '这张照片行吗？' }).waitFor();
    await expect.poll(tracks).toEqual(['ended']);
    await press('用这张');
    await page.getByRole('button', { name: '现在给我拍照' }).waitFor();
    const parts = sent().slice(before);
    expect(parts).toHaveLength(1);
    const jpeg = Buffer.from(parts[0]?.base64 ?? '', 'base64');
    const { width, height } = await loadImage(jpeg);
    expect([width, height]).toEqual([358, 441]);
    expect(jpeg.length).toBeGreaterThanOrEqual(5 * 1024);
    expect(jpeg.length).toBeLessThanOrEqual(50 * 1024);
  });

  it('has its corners put right by a touch and by keys, and is turned', async () => {
    await show('question-paper-camera');
    await press('拍照');
    await press('拍');
    const corner = page.getByRole('button', { name: '右下角' });
    const before = await corner.boundingBox();
    const ground = await page.locator('.corner-ground').boundingBox();
    if (before === null || ground === null) throw new Error('it cannot be seen');
    await page.mouse.click(ground.x + ground.width - 40, ground.y + ground.height - 30);
    const touched = await corner.boundingBox();
    expect(touched?.x).toBeCloseTo(ground.x + ground.width - 40 - before.width / 2, 0);
    expect(touched?.y).toBeCloseTo(ground.y + ground.height - 30 - before.height / 2, 0);
    await corner.focus();
    for (let times = 0; times < 10; times += 1) await page.keyboard.press('ArrowLeft');
    const keyed = await corner.boundingBox();
    expect((touched?.x ?? 0) - (keyed?.x ?? 0)).toBeCloseTo(0.02 * ground.width, 0);
    expect(keyed?.y).toBeCloseTo(touched?.y ?? 0, 0);
    await press('对准了');
    const form = () => page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.width > canvas.height);
    const wasWide = await form();
    await press('转一下方向');
    await expect.poll(form).toBe(!wasWide);
  });

  it('is not lost when the service does not take it, and the person reads so', async () => {
    await show('question-paper-camera');
    await press('拍照');
    await press('拍');
    await press('对准了');
    service.reply({ reply: 'refused', why: 'not-now' });
    await press('用这张');
    await page.getByRole('alert').getByText('没有存上。').waitFor();
    service.reply({ reply: 'done' });
    const before = sent().length;
    await press('用这张');
    await page.getByRole('button', { name: '拍照' }).waitFor();
    expect(sent().slice(before)[0]?.at).toBe(0);
  });
});

describe('a page that a lamp is mirrored in', () => {
  beforeAll(() => open('glare'));
  afterAll(close);

  it('is said to glare before it is taken', async () => {
    await show('question-paper-camera');
    await press('拍照');
    await page.getByText('纸上反光。请把纸挪一挪，躲开灯。').waitFor();
    await page.getByRole('button', { name: '就这样拍' }).waitFor();
    await press('不拍了');
    await expect.poll(tracks).toEqual(['ended']);
  });
});

describe('the camera', () => {
  beforeAll(() => open('sheet'));
  beforeEach(() => service.reply({ reply: 'done' }));
  afterAll(close);

  it('is let go when the person goes, whatever the page was doing', async () => {
    await show('question-paper-camera');
    await press('拍照');
    await page.getByText('整张纸都看到了，可以拍。').waitFor();
    service.show({ ...sample('goodbye-idle'), session });
    await page.getByRole('heading', { name: '很久没有人点，已经结束' }).waitFor();
    expect(await tracks()).toEqual(['ended']);
  });

  it('is given to no page at another question, and its name neither', async () => {
    await show('question-paper');
    const asked = () =>
      page.evaluate(async () => ({
        labels: (await navigator.mediaDevices.enumerateDevices()).map(({ label }) => label).join(''),
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => 'granted',
          () => 'refused',
        ),
      }));
    expect(await asked()).toEqual({ labels: '', camera: 'refused' });
    await show('question-paper-camera');
    expect(await asked()).toMatchObject({ camera: 'granted' });
    const sound = await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
        () => 'granted',
        () => 'refused',
      ),
    );
    expect(sound).toBe('refused');
  });

  it('that is not the one in the settings is not taken in its place', async () => {
    session += 1;
    const view = sample('question-paper-camera');
    if (view.screen.screen !== 'question' || view.screen.view.kind !== 'paper') throw new Error('not a paper');
    const other = { ...view.screen, view: { ...view.screen.view, camera: 'HD USB Camera' } };
    page = await showToNext(service, window, { ...view, session, screen: other });
    await press('拍照');
    await page.getByText('相机没有接上。接好后自动打开，请工作人员看一看。').waitFor();
  });
});
