import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Act, photographPartBytes } from '../../main/contract/view/act.ts';
import { samplePage } from '../../native/document-scanner/virtual-pages.ts';
import { say } from '../workbench/control-line.ts';
import { goToIdentity, layAsAsked } from './hall.ts';
import { type FullHall, openFullHall, type OpenService, strikeDevices } from './native-crash-hall.ts';

/** As native-crash.test.ts, with the devices that not every terminal has. No more than two strikes a service here, either. */
let hall: FullHall;
let service: OpenService;
beforeAll(async () => {
  hall = await openFullHall({ through: 'escl', mmPerSecond: 150 });
}, 60_000);
beforeEach(async () => {
  service = await hall.open();
}, 60_000);
afterEach(async () => {
  await service.end();
  await say(hall.folder.readerControl, { do: 'lift' });
  await hall.cardSlot({ do: 'pull' });
}, 60_000);
afterAll(() => hall.end(), 60_000);

type Answer = Extract<Act, { readonly act: 'answer' }>['value'];

async function answer(question: string, value: Answer): Promise<void> {
  await service.shell.until('question', (screen) => screen.question === question);
  expect(await service.shell.act({ act: 'answer', question, value })).toEqual({ reply: 'done' });
}

async function goToPaper(): Promise<void> {
  await goToIdentity(service.shell, 'pension-transfer');
  await layAsAsked(hall.folder, service.shell, 'resident-li');
  await answer('insurance', { kind: 'choice', option: 'employees' });
  await answer('from', { kind: 'region', code: '130100' });
  await answer('to', { kind: 'region', code: '140100' });
  await answer('stopped', { kind: 'choice', option: 'already' });
  await service.shell.until('question', ({ view }) => view.kind === 'paper');
}

/** Three parts, and what is to happen after the second. */
async function photograph(between: () => Promise<void>): Promise<void> {
  const jpeg = samplePage('letter');
  const count = Math.ceil(jpeg.length / photographPartBytes);
  for (let at = 0; at < count; at += 1) {
    if (at === Math.min(2, count - 1)) await between();
    const part = jpeg.subarray(at * photographPartBytes, (at + 1) * photographPartBytes);
    const base64 = Buffer.from(part).toString('base64');
    const reply = await service.shell.act({ act: 'photograph', at, base64, last: at === count - 1 });
    expect(reply).toEqual({ reply: 'done' });
  }
}

async function answerPaper(): Promise<void> {
  const { screen } = await service.shell.until('question', ({ value }) => value?.kind === 'paper');
  await answer('payment-record', screen.value);
  await answer('social-card', { kind: 'choice', option: 'with' });
}

const numberQuestion = (fits: (code: string | undefined, socialCard: string | undefined) => boolean) =>
  service.shell.until('question', ({ view }) =>
    view.kind === 'text' ? fits(view.code?.state, view.socialCard?.state) : false,
  );

/** Asked for before the new host has found its printer, it is refused, and offered again as soon as it has. */
async function printAgain(): Promise<void> {
  const { shell } = service;
  await shell.act({ act: 'print-pages' });
  const { screen } = await shell.until('result', ({ pages }) => pages?.state !== 'unsure');
  if (screen.pages?.state === 'printing' || screen.pages?.state === 'printed') return;
  await shell.until('result', ({ pages }) => pages?.state === 'offered');
  await shell.act({ act: 'print-pages' });
}

const lit = z.looseObject({ lit: z.boolean(), changes: z.number() });
async function untilLit(): Promise<void> {
  for (;;) {
    const state = lit.parse(await hall.codeReader({ do: 'state' }));
    if (state.lit) return;
    await hall.codeReader({ do: 'wait', changes: state.changes });
  }
}

describe.each([
  ['crashes', 'SIGSEGV'],
  ['hangs', 'SIGSTOP'],
] as const)('the session goes on when the device host %s', { timeout: 120_000 }, (_, signal) => {
  it('while a page is photographed, and while the code reader is lit', async () => {
    const { shell } = service;
    await goToPaper();
    await photograph(() => strikeDevices(service, signal));
    await answerPaper();
    await numberQuestion((code) => code === 'none');
    await shell.act({ act: 'light-code' });
    await untilLit();
    await strikeDevices(service, signal);
    await numberQuestion((code) => code === 'none');
    await shell.act({ act: 'light-code' });
    await untilLit();
    await hall.codeReader({ do: 'scan', text: 'B23456789' });
    const { screen } = await numberQuestion((code) => code === 'read');
    expect(screen.view).toMatchObject({ code: { text: 'B23456789' } });
  });

  it('while a social-security card is read, and while a copy is printed on A4', async () => {
    const { shell } = service;
    await goToPaper();
    await photograph(async () => {});
    await answerPaper();
    await numberQuestion((_code, card) => card === 'none');
    await hall.cardSlot({ do: 'fault', kind: 'slow', count: 1, on: 'record' });
    await hall.cardSlot({ do: 'insert', card: 'social-li' });
    await numberQuestion((_code, card) => card === 'reading');
    await strikeDevices(service, signal);
    // To its successor that card is an old one.
    await numberQuestion((_code, card) => card === 'pull-first');
    await hall.cardSlot({ do: 'pull' });
    await numberQuestion((_code, card) => card === 'none');
    await hall.cardSlot({ do: 'insert', card: 'social-li' });
    const { screen } = await numberQuestion((_code, card) => card === 'read');
    expect(screen.view).toMatchObject({ socialCard: { text: 'B23456789' } });
    await answer('social-card-number', { kind: 'text', text: 'B23456789' });
    await answer('phone', { kind: 'phone', digits: '13800138000' });
    await shell.until('check');
    await shell.act({ act: 'submit' });
    await shell.until('result', ({ print, pages }) => print.state === 'printed' && pages?.state === 'offered');
    await shell.act({ act: 'print-pages' });
    const { caseNumber } = (await shell.until('result', ({ pages }) => pages?.state === 'printing')).screen;
    await strikeDevices(service, signal);
    // What came out is not known; the case is.
    await shell.until('result', ({ pages }) => pages?.state === 'unsure');
    await printAgain();
    await shell.until('result', ({ pages, caseNumber: now }) => pages?.state === 'printed' && now === caseNumber);
    await shell.act({ act: 'finish' });
    await shell.until('goodbye');
  });
});
