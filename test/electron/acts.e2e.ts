import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Act } from '../../main/contract/view/act.ts';
import type { View } from '../../main/contract/view/view.ts';
import { zh } from '../../renderer/words/zh.ts';
import { tap } from './finger.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

let service: ScriptedService;
let window: OpenWindow;
let page: Page;
let session = 1;
let asked: number;

const samples = new Map(
  sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 }).map(({ name, view }) => [name, view]),
);

async function show(name: string, changes: Partial<View> = {}): Promise<void> {
  const view = samples.get(name);
  if (view === undefined) throw new Error(`no sample ${name}`);
  session += 1;
  page = await showToNext(service, window, { ...view, ...changes, session });
}

/** What was asked of the service since the test began, but for "somebody is here". */
function acts(): readonly Act[] {
  return service.received
    .slice(asked)
    .flatMap((message) => (message.message === 'act' && message.act.act !== 'here' ? [message.act] : []));
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

it('sends an answer only by Continue, and with the session it was shown in', async () => {
  await show('question-choice');
  await tap(page, page.getByText('出国、出境'));
  expect(await page.getByRole('radio', { name: '出国、出境' }).isChecked()).toBe(true);
  expect(acts()).toEqual([]);
  await tap(page, page.getByRole('button', { name: '继续' }));
  await expect
    .poll(acts)
    .toEqual([{ act: 'answer', session, question: 'reason', value: { kind: 'choice', option: 'abroad' } }]);
});

it('asks once however often a button is hit while it is under way, and then says what it does', async () => {
  service.reply(null);
  await show('check');
  const button = page.getByRole('button', { name: '没有问题，提交' });
  await tap(page, button, 3);
  await page.getByRole('button', { name: '正在保存…' }).waitFor();
  expect(acts()).toEqual([{ act: 'submit', session }]);
});

it('moves the focus to what went wrong and says the same there and at the answer', async () => {
  await show('question-phone');
  const words = '手机号是 11 位，开头是 13 到 19。请对着手机再看一遍。';
  expect(await page.getByText(words).count()).toBe(2);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
});

it('takes "same as on my card" by one touch', async () => {
  await show('question-name');
  await tap(page, page.getByRole('button', { name: /和身份证上一样/ }));
  await expect.poll(acts).toEqual([{ act: 'answer', session, question: 'recipient', value: { kind: 'as-on-card' } }]);
});

it('goes on with no letters of which no character is chosen: neither Continue nor a sign drops them', async () => {
  const said = (): Promise<number> => page.getByText(zh.question.unchosen).count();
  await show('question-address');
  for (const letter of ['j', 'i', 'e']) await tap(page, page.getByRole('button', { name: letter, exact: true }));
  expect(await said()).toBe(0);
  await tap(page, page.getByRole('button', { name: '改好了' }));
  await expect.poll(said).toBe(2);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
  await tap(page, page.getByRole('group', { name: '选一个字或词' }).getByRole('button').first());
  await expect.poll(said).toBe(0);
  await tap(page, page.getByRole('button', { name: 'j', exact: true }));
  await tap(page, page.getByRole('button', { name: '8', exact: true }));
  await expect.poll(said).toBe(2);
  expect(acts()).toEqual([]);
  await tap(page, page.getByRole('button', { name: '删除' }));
  await tap(page, page.getByRole('button', { name: '改好了' }));
  await expect.poll(() => acts().length).toBe(1);
  expect(acts()[0]).toMatchObject({
    act: 'answer',
    value: { kind: 'text', text: expect.stringMatching(/1201 室\p{Script=Han}+$/u) as string },
  });
});

it('keeps what was being entered while the view around it changes', async () => {
  await show('question-choice');
  await tap(page, page.getByText('说不清', { exact: true }));
  const view = samples.get('question-choice');
  if (view === undefined) throw new Error('no sample');
  service.show({ ...view, session, online: true, elderly: true });
  await page.getByText('点一个就行。').or(page.getByText('选一项。')).waitFor();
  expect(await page.getByRole('radio', { name: '说不清' }).isChecked()).toBe(true);
});

it('asks before everything is given up', async () => {
  await show('question-choice');
  await tap(page, page.getByRole('button', { name: '不办了' }));
  await tap(page, page.getByRole('button', { name: '接着办' }));
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(acts()).toEqual([]);
  await tap(page, page.getByRole('button', { name: '不办了' }));
  await tap(page, page.getByRole('button', { name: '不办了，删掉' }));
  await expect.poll(acts).toEqual([{ act: 'leave', session }]);
});

it('counts down and stays by one touch', async () => {
  await show('idle');
  await page.getByRole('alertdialog', { name: '您还在吗？' }).waitFor();
  await page.getByText('26', { exact: true }).waitFor();
  await tap(page, page.getByRole('button', { name: '我还在' }));
  await expect
    .poll(() =>
      service.received.slice(asked).some((message) => message.message === 'act' && message.act.act === 'here'),
    )
    .toBe(true);
});

it('says before the end and after it what becomes of the answers', async () => {
  for (const [sample, words] of [
    ['idle', '没有人点，就要结束了。填了没交的内容会删掉。'],
    ['idle-draft-kept', '没有人点，就要结束了。填的内容替您存着，24 小时内可以接着填。'],
    ['goodbye-idle', '填了没交的内容已经全部删掉。'],
    ['goodbye-draft-kept', '填的内容替您加密存着，最多 24 小时。回来放上同一张身份证，就能接着填。'],
    ['goodbye-not-erased', '存的内容机器现在删不掉，会一直试。它加了密，别人打不开。请告诉工作人员。'],
    ['notice-not-erased', '先前存的内容，机器现在删不掉，会一直试。请告诉工作人员。'],
  ] as const) {
    await show(sample);
    await page.getByText(words, { exact: true }).waitFor();
  }
});

it('says that somebody is here, at most every five seconds', async () => {
  await show('question-choice');
  const here = (): number =>
    service.received.slice(asked).filter((message) => message.message === 'act' && message.act.act === 'here').length;
  await tap(page, page.getByRole('heading', { level: 1 }), 10);
  await expect.poll(here).toBe(1);
});

it('changes one answer from the check page', async () => {
  await show('check');
  await tap(page, page.getByRole('button', { name: '修改：怎么领' }));
  await expect.poll(acts).toEqual([{ act: 'change', session, question: 'collect' }]);
});

it('turns the pages of a long list by buttons', async () => {
  await show('check', { elderly: true });
  expect(await page.getByText('王小芳').count()).toBe(0);
  await tap(page, page.getByRole('button', { name: '下一页' }));
  await page.getByText('王小芳').waitFor();
});

it('lets nobody hand in, or agree to, what has not been seen to its end', async () => {
  await show('check', { elderly: true });
  expect(await page.getByRole('button', { name: '没问题，提交' }).count()).toBe(0);
  await tap(page, page.getByRole('button', { name: '下一页' }));
  await tap(page, page.getByRole('button', { name: '没问题，提交' }));
  await expect.poll(acts).toEqual([{ act: 'submit', session }]);
});

it('lets staff in by a PIN alone', async () => {
  await show('home');
  await tap(page, page.getByRole('button', { name: '请工作人员' }));
  await tap(page, page.getByRole('button', { name: '我是工作人员' }));
  await expect.poll(acts).toEqual([{ act: 'staff-open', session }]);
  await show('staff-pin');
  for (const digit of ['1', '3', '5', '7']) await tap(page, page.getByRole('button', { name: digit, exact: true }));
  await tap(page, page.getByRole('button', { name: '确定' }));
  await expect.poll(() => acts().at(-1)).toEqual({ act: 'staff-pin', session, pin: '1357' });
});

it('ends the program only when asked twice', async () => {
  await show('staff');
  await tap(page, page.getByRole('button', { name: '结束程序' }));
  expect(acts()).toEqual([]);
  await tap(page, page.getByRole('alertdialog').getByRole('button', { name: '结束程序' }));
  await expect.poll(acts).toEqual([{ act: 'staff-quit', session }]);
});

it('turns from the pages of the staff list to those that only the service has, and asks for sending', async () => {
  await show('staff');
  const next = page.getByRole('button', { name: '下一页' });
  while (acts().length === 0) {
    await tap(page, next);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  expect(acts()).toEqual([{ act: 'staff-page', session, to: 'next' }]);
  await show('staff-asked');
  await page.getByText('第 7 到 8 件，共 8 件').waitFor();
  await tap(page, page.getByRole('button', { name: '上一页' }));
  await expect.poll(() => acts().at(-1)).toEqual({ act: 'staff-page', session, to: 'previous' });
  await tap(page, page.getByRole('button', { name: '现在就送' }));
  await expect.poll(() => acts().at(-1)).toEqual({ act: 'staff-send-now', session });
});
