import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { strokesOf } from '../../build/data/handwriting/sources.ts';
import type { View } from '../../main/contract/view/view.ts';
import { inputWords } from '../../renderer/input/input-words.ts';
import { tap } from './finger.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

const words = inputWords.zh;

let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;

const sample = (name: string): View => {
  const found = sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.view;
};

const key = (name: string): Locator => page.getByRole('button', { name, exact: true });
const box = (nth: number): Locator => page.getByLabel(words.box(nth), { exact: true });
const ink = (): Promise<number> => page.locator('.writing-box path').count();
const text = (): Promise<string | null> => page.locator('.input-shown.text').textContent();
const candidates = (): Promise<readonly string[]> =>
  page.getByRole('group', { name: words.choices }).getByRole('button').allTextContents();

type Way = 'finger' | 'mouse';

async function write(character: string, nth: number, way: Way): Promise<void> {
  const field = await box(nth).boundingBox();
  if (field === null) throw new Error('there is no box to write in');
  const size = Math.min(field.width, field.height) * 0.8;
  const [left, top] = [field.x + (field.width - size) / 2, field.y + (field.height - size) / 2];
  const strokes = (strokesOf(character) ?? []).map((stroke) =>
    stroke.map(({ x, y }) => ({ x: left + x * size, y: top + y * size })),
  );
  if (way === 'mouse') {
    for (const [first, ...rest] of strokes) {
      if (first === undefined) continue;
      await page.mouse.move(first.x, first.y);
      await page.mouse.down();
      for (const { x, y } of rest) await page.mouse.move(x, y);
      await page.mouse.up();
    }
    return;
  }
  const finger = await page.context().newCDPSession(page);
  for (const [first, ...rest] of strokes) {
    if (first === undefined) continue;
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [first] });
    for (const point of rest)
      await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  await finger.detach();
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

beforeEach(async () => {
  session += 1;
  page = await showToNext(service, window, { ...sample('question-name'), session });
  await tap(page, key(words.writing));
});

it.each(['finger', 'mouse'] as const)('reads what a %s writes, and takes what is touched', async (way) => {
  await write('周', 1, way);
  await expect.poll(async () => (await candidates())[0]).toBe('周');
  await tap(page, page.getByRole('group', { name: words.choices }).getByRole('button', { name: '周', exact: true }));
  await expect.poll(ink).toBe(0);
  expect(await text()).toBe('周');
});

it('takes what stands in one box when the other is begun', async () => {
  await write('王', 1, 'mouse');
  await expect.poll(async () => (await candidates())[0]).toBe('王');
  await write('芳', 2, 'mouse');
  await expect.poll(text).toBe('王');
  await expect.poll(async () => (await candidates())[0]).toBe('芳');
  await tap(page, key(words.space));
  expect(await text()).toBe('王芳');
});

it('takes back one stroke, or all of them', async () => {
  await write('王', 1, 'mouse');
  expect(await ink()).toBe(4);
  await tap(page, key(words.undoStroke));
  expect(await ink()).toBe(3);
  await tap(page, key(words.writeAgain));
  expect(await ink()).toBe(0);
  expect(await page.locator('.candidate').count()).toBe(0);
});

it('does not go on over ink that is no character yet', async () => {
  await write('王', 1, 'mouse');
  await tap(page, key('继续'));
  await page.getByRole('alert').waitFor();
  expect(service.received.filter((each) => each.message === 'act' && each.act.act === 'answer')).toEqual([]);
});

it('draws with the first finger alone', async () => {
  const field = await box(1).boundingBox();
  if (field === null) throw new Error('there is no box to write in');
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly (readonly [number, number])[]) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x: field.x + x, y: field.y + y, id })),
    });
  await touch('touchStart', [40, 60]);
  await touch('touchMove', [120, 60]);
  await touch('touchStart', [120, 60], [200, 120]);
  await touch('touchMove', [200, 60], [240, 140]);
  await touch('touchEnd');
  await finger.detach();
  expect(await ink()).toBe(1);
});

it('forgets the ink with the person', async () => {
  await write('王', 1, 'mouse');
  session += 1;
  page = await showToNext(service, window, { ...sample('question-name'), session });
  await tap(page, key(words.writing));
  expect(await ink()).toBe(0);
  expect(await text()).toBe('');
});

it('can be left by keys alone, by whoever does not see the boxes', async () => {
  await key(words.pinyin).focus();
  await page.keyboard.press('Enter');
  await page.getByText(words.hints.pinyin).waitFor();
});

it('moves the caret into the text, by touch and by keys, and goes on there', async () => {
  await tap(page, key(words.pinyin));
  const spell = async (letters: string, character: string): Promise<void> => {
    for (const letter of letters) await tap(page, key(letter));
    await tap(
      page,
      page.getByRole('group', { name: words.choices }).getByRole('button', { name: character, exact: true }),
    );
  };
  await spell('wang', '王');
  await spell('fang', '芳');
  await tap(page, key(words.caretBack));
  await spell('xiao', '小');
  expect(await text()).toBe('王小芳');
  await tap(page, key(words.delete));
  expect(await text()).toBe('王芳');
  const first = await page.locator('.input-shown.text [data-at="0"]').boundingBox();
  if (first === null) throw new Error('the text cannot be seen');
  await page.mouse.click(first.x + 4, first.y + first.height / 2);
  await tap(page, key(words.caretOn));
  await tap(page, key('·'));
  expect(await text()).toBe('王·芳');
});

it('makes a rare character of its parts, and of its code', async () => {
  await tap(page, key(words.making));
  for (const part of '王月') await tap(page, key(part));
  await expect.poll(async () => (await candidates())[0]).toBe('玥');
  await tap(page, page.getByRole('group', { name: words.choices }).getByRole('button', { name: '玥', exact: true }));
  await tap(page, key(words.by.code));
  for (const digit of '9534B235') await tap(page, key(digit));
  await expect.poll(async () => (await candidates())[0]).toBe('𠮷');
  await tap(page, page.getByRole('group', { name: words.choices }).getByRole('button', { name: '𠮷', exact: true }));
  expect(await text()).toBe('玥𠮷');
});
