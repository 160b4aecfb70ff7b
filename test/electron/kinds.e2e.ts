import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyMeaning } from '../../main/contract/devices/keypad.ts';
import type { Act } from '../../main/contract/view/act.ts';
import type { View } from '../../main/contract/view/view.ts';
import { zh } from '../../renderer/words/zh.ts';
import { tap } from './finger.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

/** The kinds of questions under a finger and under the terminal's own keys, and what they send. */
let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;
let asked: number;
let shown: View;

const samples = new Map(
  sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).map(({ name, view }) => [name, view]),
);

async function show(name: string): Promise<void> {
  const view = samples.get(name);
  if (view === undefined) throw new Error(`no sample ${name}`);
  session += 1;
  shown = { ...view, session };
  page = await showToNext(service, window, shown);
  await page.locator('h1').first().waitFor();
}

const acts = (): readonly Act[] =>
  service.received
    .slice(asked)
    .flatMap((message) => (message.message === 'act' && message.act.act !== 'here' ? [message.act] : []));
const touch = (name: string): Promise<void> => tap(page, page.getByRole('button', { name, exact: true }));
const goOn = (): Promise<void> => touch(zh.buttons.continue);
const typed = (): Promise<string | null> => page.locator('.input-shown').textContent();
const heldBy = (selector: string): Promise<boolean> =>
  page.evaluate((of) => document.activeElement?.matches(of) ?? false, selector);

function press(...keys: readonly KeyMeaning[]): void {
  const pressed = keys.map((key, at) => ({ nth: at + 1, key }));
  service.show({ ...shown, keys: { ...shown.keys, pressed } });
}

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

describe('an answer of several fields', () => {
  it('is asked field by field and sent whole; what is wrong is said at the top and at the field', async () => {
    await show('question-person');
    await goOn();
    await page.getByText(zh.partHelp['id-number']).waitFor();
    await goOn();
    await expect.poll(() => page.getByText(zh.fault['id-number-check']).count()).toBe(2);
    expect(await heldBy('[role="alert"]')).toBe(true);
    await page.getByRole('link', { name: zh.fault['id-number-check'] }).click();
    expect(await heldBy('#answer')).toBe(true);
    await goOn();
    await expect.poll(() => heldBy('[role="alert"]')).toBe(true);
    expect(acts()).toEqual([]);

    await touch('删除');
    await touch('X');
    await touch('删除');
    await touch('清空');
    for (const sign of '11010519491231002X') await touch(sign);
    await goOn();
    await page.getByText(zh.partHelp.relation).waitFor();
    expect(await page.getByText(zh.fault['id-number-check']).count()).toBe(0);
    await tap(page, page.getByText('丈夫或妻子'));
    await goOn();
    await expect.poll(acts).toEqual([
      {
        act: 'answer',
        session,
        question: 'person',
        value: { kind: 'person', name: '王小明', idNumber: '11010519491231002X', relation: 'spouse' },
      },
    ]);
  });

  it('is gone back through field by field, and left from its first', async () => {
    await show('question-home-region');
    await goOn();
    await page.getByText('浙江省杭州市萧山区，', { exact: false }).waitFor();
    press('back');
    await page.getByText(zh.partHelp.region).waitFor();
    expect(acts()).toEqual([]);
    await touch(zh.buttons.back);
    await expect.poll(acts).toEqual([{ act: 'back', session }]);
  });

  it('shows the field that the service finds wrong, and goes on without its words once it was mended', async () => {
    await show('question-person-number');
    expect(await typed()).toContain('110105');
    expect(await page.getByText(zh.fault['id-number-check']).count()).toBe(2);
    await touch(zh.buttons.back);
    await page.getByText(zh.partHelp.name).waitFor();
    expect(await page.getByText(zh.fault['id-number-check']).count()).toBe(0);
  });
});

describe('a group', () => {
  it('asks before it takes a member away, and says with Continue how many there are', async () => {
    await show('question-group');
    await touch('删掉：家庭成员 2');
    await touch(zh.group.keep);
    expect(acts()).toEqual([]);
    await touch('删掉：家庭成员 2');
    await tap(page, page.getByRole('alertdialog').getByRole('button', { name: zh.papers.remove }));
    await expect.poll(acts).toEqual([{ act: 'remove-member', session, member: 2 }]);
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });

    asked = service.received.length;
    await touch('再加一个：家庭成员');
    await expect.poll(acts).toEqual([{ act: 'add-member', session }]);
    await touch(zh.group.thatIsAll);
    await expect
      .poll(() => acts().at(-1))
      .toEqual({ act: 'answer', session, question: 'family', value: { kind: 'group', members: 2 } });
  });
});

describe('a promise', () => {
  it('can be given only once it was shown to its end, and be declined at any time', async () => {
    await show('question-promise-long');
    const accept = page.getByRole('button', { name: zh.promise.accept });
    expect(await accept.count()).toBe(0);
    for (const at of [2, 3]) {
      await touch(zh.buttons.nextPage);
      await page.getByText(`第 ${at} 页，共 3 页`).waitFor();
    }
    await tap(page, accept);
    const answer = { act: 'answer', session, question: 'promise' };
    await expect.poll(acts).toEqual([{ ...answer, value: { kind: 'promise', accepted: true } }]);
    await touch(zh.promise.decline);
    await expect.poll(() => acts().at(-1)).toEqual({ ...answer, value: { kind: 'promise', accepted: false } });
  });
});

describe('several answers', () => {
  it('are sent in the order they stand in, and no more than may be', async () => {
    await show('question-many-full');
    expect(await page.getByRole('checkbox', { name: '结婚证' }).isEnabled()).toBe(false);
    await tap(page, page.getByText('身份证', { exact: true }));
    await tap(page, page.getByText('结婚证'));
    await tap(page, page.getByText('户口簿'));
    await tap(page, page.getByText('身份证', { exact: true }));
    await goOn();
    await expect
      .poll(() => acts()[0])
      .toMatchObject({ value: { kind: 'many', options: ['id-card', 'marriage', 'house'] } });
  });
});

describe('the terminal’s keys', () => {
  it('choose several answers', async () => {
    await show('question-many');
    press('next', 'ok', 'next', 'next', 'ok');
    await expect.poll(() => page.getByRole('checkbox', { name: '身份证' }).isChecked()).toBe(true);
    await expect.poll(() => page.getByRole('checkbox', { name: '结婚证' }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: '户口簿' }).isChecked()).toBe(false);
  });

  it.each([
    ['question-id-number', /^341202 2016580/],
    ['question-number-amount', /^2,350\.55/],
    ['question-number-count', /^580人/],
    ['question-credit-code', /^913405 80/],
  ])('write into %s', async (name, text) => {
    await show(name);
    press('5', '8', '0');
    await expect.poll(async () => (await typed())?.replaceAll(/_/g, '')).toMatch(text);
  });
});
