import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyMeaning } from '../../main/contract/devices/keypad.ts';
import type { Act } from '../../main/contract/view/act.ts';
import type { View } from '../../main/contract/view/view.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

/** The terminal's keys and its code reader, as they reach the page: by the view, or as keystrokes. */
let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;
let asked: number;
let shown: View;
let presses: readonly { readonly nth: number; readonly key: KeyMeaning }[];

const samples = new Map(
  sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).map(({ name, view }) => [name, view]),
);

async function show(name: string, changes: Partial<View> = {}): Promise<void> {
  const view = samples.get(name);
  if (view === undefined) throw new Error(`no sample ${name}`);
  session += 1;
  presses = [];
  shown = { ...view, ...changes, session };
  page = await showToNext(service, window, shown);
  // A key that was pressed before the page stood there is meant for nobody.
  await page.locator('h1').first().waitFor();
}

/** On the keypad that the service listens to. */
function press(...keys: readonly KeyMeaning[]): void {
  for (const key of keys) {
    presses = [...presses, { nth: presses.length + 1, key }];
    service.show({ ...shown, keys: { ...shown.keys, pressed: [...presses] } });
  }
}

const acts = (): readonly Act[] =>
  service.received
    .slice(asked)
    .flatMap((message) => (message.message === 'act' && message.act.act !== 'here' ? [message.act] : []));
const inHand = (): Promise<string> =>
  page.evaluate(() => {
    const element = globalThis.document.activeElement;
    return element?.closest('label')?.textContent ?? element?.textContent ?? '';
  });

beforeAll(async () => {
  service = await startScriptedService();
  window = await openWindow(service);
});
beforeEach(() => {
  asked = service.received.length;
  service.reply({ reply: 'done' });
});
afterAll(async () => {
  await window.close();
  await service.close();
});

describe('the terminal’s keys', () => {
  it('choose an item, answer a question, and go back', async () => {
    await show('home');
    press('next', 'ok');
    await expect.poll(acts).toEqual([{ act: 'choose-item', session, item: 'no-criminal-record' }]);

    asked = service.received.length;
    await show('question-choice');
    press('next', 'next');
    await expect.poll(inHand).toContain('出国');
    expect(await page.locator('[data-focus-visible]').count()).toBeGreaterThan(0);
    press('ok');
    await expect.poll(() => page.getByRole('radio', { name: '出国、出境' }).isChecked()).toBe(true);
    press('back');
    await expect.poll(acts).toEqual([{ act: 'back', session }]);
  });

  it('write a telephone number', async () => {
    await show('question-phone');
    await page.getByRole('button', { name: '清空' }).click();
    press('1', '3', '8');
    await expect.poll(() => page.locator('.input-shown').first().textContent()).toMatch(/138/);
  });

  it('open help and close it, and never what lies under it', async () => {
    await show('question-choice');
    press('help');
    await page.getByRole('dialog').waitFor();
    press('next', 'next', 'next');
    expect(await page.evaluate(() => globalThis.document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    press('back');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(acts()).toEqual([]);
  });

  it('may be those of a keyboard', async () => {
    await show('home', { keys: { pressed: [], typed: { F1: 'next', F2: 'ok' } } });
    await page.keyboard.press('F1');
    await page.keyboard.press('F2');
    await expect.poll(acts).toEqual([{ act: 'choose-item', session, item: 'no-criminal-record' }]);
  });
});

describe('codes', () => {
  it('that a reader types are sent whole, and press nothing', async () => {
    await show('home', { codesAreTyped: true });
    await page.keyboard.type('tongban:item:no-criminal-record\n', { delay: 2 });
    await expect.poll(acts).toEqual([{ act: 'typed-code', session, text: 'tongban:item:no-criminal-record' }]);
  });

  it('are put into the field once, and may be changed there', async () => {
    await show('question-number');
    await page.getByRole('button', { name: '扫码填写' }).click();
    await expect.poll(acts).toEqual([{ act: 'light-code', session }]);
    const { screen } = shown;
    if (screen.screen !== 'question' || screen.view.kind !== 'text') throw new Error('no such question');
    const code = { state: 'read', canLight: true, text: 'WF-2026-0012', nth: 1 } as const;
    shown = { ...shown, screen: { ...screen, view: { ...screen.view, code } } };
    service.show(shown);
    await expect.poll(() => page.locator('.input-shown').textContent()).toContain('WF-2026-0012');
    await page.getByRole('button', { name: '删除' }).click();
    service.show({ ...shown, online: false });
    await page.getByText('网络', { exact: false }).first().waitFor();
    expect(await page.locator('.input-shown').textContent()).toContain('WF-2026-001');
    await page.getByRole('button', { name: '继续' }).click();
    await expect.poll(() => acts().at(-1)).toMatchObject({ value: { kind: 'text', text: 'WF-2026-001' } });
  });
});
