import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { AnswerValue } from '../../main/contract/answers.ts';
import { say } from '../workbench/control-line.ts';
import { goToIdentity, lay, layAsAsked, lift } from './hall.ts';
import { type FullHall, openFullHall, type OpenService, strikeDevices } from './native-crash-hall.ts';

/**
 * A native module that goes wrong takes its process with it, or hangs it: the person goes on where they were. No more than
 * two strikes a service: a host that dies again and again is started with longer pauses.
 */
let hall: FullHall;
let service: OpenService;
beforeAll(async () => {
  // Slow enough to be hit in the middle of a receipt.
  hall = await openFullHall({ through: 'escl', mmPerSecond: 40 });
}, 60_000);
beforeEach(async () => {
  service = await hall.open();
}, 60_000);
afterEach(async () => {
  await service.end();
  // Nobody looks at the reader any more.
  await say(hall.folder.readerControl, { do: 'lift' });
}, 60_000);
afterAll(() => hall.end(), 60_000);

const faultState = z.looseObject({ faultsLeft: z.number() });
async function answer(question: string, value: AnswerValue): Promise<void> {
  await service.shell.until('question', (screen) => screen.question === question);
  expect(await service.shell.act({ act: 'answer', question, value })).toEqual({ reply: 'done' });
}

/** At the question for a paper, once this holds of its pages and of the scan. */
const onPaper = (fits: (pages: readonly string[], scan: string) => boolean) =>
  service.shell.until('question', ({ view, value }) =>
    view.kind === 'paper' ? fits(value?.kind === 'paper' ? value.papers : [], view.scan.state) : false,
  );
const scannerReady = () =>
  service.shell.until('question', ({ view }) => view.kind === 'paper' && view.scanner.state === 'ready');

describe.each([
  ['crashes', 'SIGSEGV'],
  ['hangs', 'SIGSTOP'],
] as const)('the session goes on when the device host %s', { timeout: 120_000 }, (_, signal) => {
  it('while nobody is there, and while a card is awaited', async () => {
    const { shell } = service;
    await shell.until('home', (_screen, { reader }) => reader.state === 'ready');
    await strikeDevices(service, signal);
    await goToIdentity(shell, 'pension-transfer');
    await shell.until('identity', ({ card }) => card === 'waiting');
    await strikeDevices(service, signal);
    await layAsAsked(hall.folder, shell, 'resident-li');
    await shell.until('question');
  });

  it('while a card is read, and while a question is answered', async () => {
    const { shell } = service;
    const { folder } = hall;
    await goToIdentity(shell, 'pension-transfer');
    const { session } = shell.view();
    await shell.until('identity', ({ card }) => card === 'waiting');
    await say(folder.readerControl, { do: 'fault', kind: 'slow', count: 1, on: 'read' });
    await lay(folder, 'resident-wang');
    await shell.until('identity', ({ card }) => card === 'reading');
    await strikeDevices(service, signal);
    // To its successor that card is an old one.
    await shell.until('identity', ({ card }) => card === 'lift-first');
    await lift(folder);
    await layAsAsked(folder, shell, 'resident-li');
    await answer('insurance', { kind: 'choice', option: 'employees' });
    await shell.until('question', ({ question }) => question === 'from');
    await strikeDevices(service, signal);
    await answer('from', { kind: 'region', code: '130100' });
    await shell.until('question', ({ question }) => question === 'to');
    expect(shell.view().session).toBe(session);
  });

  it('while a page is scanned, and while a receipt is printed', async () => {
    const { shell } = service;
    await goToIdentity(shell, 'pension-transfer');
    await layAsAsked(hall.folder, shell, 'resident-li');
    await answer('insurance', { kind: 'choice', option: 'employees' });
    await answer('from', { kind: 'region', code: '130100' });
    await answer('to', { kind: 'region', code: '140100' });
    await answer('stopped', { kind: 'choice', option: 'already' });
    await scannerReady();
    await hall.scanner({ do: 'lay', page: 'letter' });
    await shell.act({ act: 'scan' });
    await onPaper((pages, scan) => pages.length === 1 && scan !== 'running');
    await hall.scanner({ do: 'fault', kind: 'stall', count: 1 });
    await shell.act({ act: 'scan' });
    // Not before the page has begun to come.
    await vi.waitUntil(async () => faultState.parse(await hall.scanner({ do: 'state' })).faultsLeft === 0, 10_000);
    await strikeDevices(service, signal);
    await onPaper((pages, scan) => pages.length === 1 && scan === 'stopped');
    await scannerReady();
    await shell.act({ act: 'scan' });
    const { screen } = await onPaper((pages, scan) => pages.length === 2 && scan !== 'running');
    if (screen.value?.kind !== 'paper') throw new Error('no pages');
    await answer('payment-record', screen.value);
    await answer('social-card', { kind: 'choice', option: 'without' });
    await answer('phone', { kind: 'phone', digits: '13800138000' });
    await shell.until('check');
    await shell.act({ act: 'submit' });
    const { caseNumber } = (await shell.until('result', ({ print }) => print.state === 'printing')).screen;
    await strikeDevices(service, signal);
    // What came out is not known; the case is.
    await shell.until('result', ({ print }) => print.state === 'unsure');
    await shell.act({ act: 'print-again' });
    await shell.until('result', ({ print, caseNumber: now }) => print.state === 'printed' && now === caseNumber);
    await shell.act({ act: 'finish' });
    await shell.until('goodbye');
  });
});
