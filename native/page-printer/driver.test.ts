import { afterEach, expect, it } from 'vitest';
import type { PagePrinterStatus, PagesOutcome } from '../../main/contract/devices/page-printer.ts';
import { createManualClock } from '../manual-clock.ts';
import type { HttpCall } from '../transports/http.ts';
import type { LossReason } from '../transports/transport.ts';
import {
  createPagePrinter,
  idlePollMs,
  outOfReachLimitMs,
  type PagePrinter,
  printingPollMs,
  recallMs,
} from './driver.ts';
import { answerLimitMs, documentLimitMs } from './exchange.ts';
import { operation } from './operations.ts';
import { createMechanism } from './virtual-mechanism.ts';
import { createVirtualServer } from './virtual-server.ts';

const pageMs = 2_000;
const user = 'tongban-here';
const onePage = (): Uint8Array => Buffer.from('%PDF-1.7 /Type /Page ');
const twoPages = (): Uint8Array => Buffer.from('%PDF-1.7 /Type /Page /Type /Page ');

type Failing = 'silent' | 'unauthorised' | 'html' | 'half' | 'garbled' | LossReason;

let started: PagePrinter[] = [];
afterEach(() => {
  for (const printer of started) printer.close();
  started = [];
});

/** A driver, and the virtual printer's own mind at the other end of a line that does what the test says. No time passes by itself. */
async function setUp() {
  const clock = createManualClock();
  const printed: number[] = [];
  const mechanism = createMechanism({ clock, pageMs, onPrinted: ({ id }) => printed.push(id) });
  const server = createVirtualServer(mechanism);
  const failing = new Map<number | 'all', Failing>();
  /** Carried out, and the answer lost. */
  let loseAnswerTo: number | undefined;
  const asked: number[] = [];
  const call: HttpCall = ({ ipp = new Uint8Array() }, events) => {
    let isHungUp = false;
    const code = Buffer.from(ipp).readUInt16BE(2);
    const body = Buffer.from(ipp);
    const tell = (told: () => void): void =>
      queueMicrotask(() => {
        if (!isHungUp) told();
      });
    const reply = (status: number, bytes: Buffer, announced = bytes.length, isWhole = true): void =>
      tell(() => {
        events.answered({ status, location: undefined, lengthBytes: announced });
        events.bytes(bytes);
        if (isWhole) events.whole();
        else events.lost({ kind: 'unplugged' });
      });
    asked.push(code);
    const how = failing.get(code) ?? failing.get('all');
    if (how === undefined) {
      const answer = server.answer(body) ?? Buffer.alloc(0);
      if (loseAnswerTo !== code) reply(200, answer);
      else {
        loseAnswerTo = undefined;
        tell(() => events.lost({ kind: 'unplugged' }));
      }
    } else if (how === 'unauthorised') reply(401, Buffer.alloc(0));
    else if (how === 'html') reply(200, Buffer.from('<html>Please sign in</html>'));
    else if (how === 'garbled') reply(200, Buffer.from([1, 1, 0, 0, 0, 0, 0, 1, 0x21, 9, 9]));
    else if (how === 'half') {
      const answer = server.answer(body) ?? Buffer.alloc(0);
      reply(200, answer.subarray(0, 20), answer.length, false);
    } else if (how !== 'silent') tell(() => events.lost(how));
    return () => {
      isHungUp = true;
    };
  };
  const told: PagePrinterStatus[] = [];
  const start = async (): Promise<PagePrinter> => {
    const printer = createPagePrinter({
      call,
      url: new URL('ipp://127.0.0.1/ipp/print'),
      user,
      clock,
      onStatus: (status) => told.push(status),
    });
    started.push(printer);
    await clock.advance(0);
    return printer;
  };
  const printer = await start();
  const print = async (pdf = onePage(), by = printer) => {
    const job: { outcome?: PagesOutcome; pdf: Uint8Array } = { pdf };
    by.print(pdf, (outcome) => {
      job.outcome = outcome;
    });
    await clock.advance(0);
    return job;
  };
  return {
    clock,
    mechanism,
    printer,
    start,
    told,
    print,
    printed,
    failing,
    asked,
    loseAnswerTo: (code: number) => {
      loseAnswerTo = code;
    },
  };
}

const ready: PagePrinterStatus = { state: 'ready', paperLow: false, tonerLow: false };
const states = (told: readonly PagePrinterStatus[]): readonly string[] => told.map(({ state }) => state);
const outOfReach: LossReason = { kind: 'missing' };

it('prints, says so when the printer does, and has overwritten the document by then', async () => {
  const { clock, print, printed, told } = await setUp();
  const job = await print();
  expect([...job.pdf].every((byte) => byte === 0)).toBe(true);
  expect(job.outcome).toBeUndefined();
  await clock.advance(pageMs + printingPollMs);
  expect(printed).toEqual([1]);
  expect(job.outcome).toEqual({ outcome: 'printed' });
  expect(told).toEqual([ready, { state: 'printing' }, ready]);
});

it('says what the printer waits for, and goes on by itself', async () => {
  const { clock, print, mechanism, told } = await setUp();
  mechanism.change({ sheets: 1 });
  const job = await print(twoPages());
  await clock.advance(10 * pageMs);
  expect(job.outcome).toBeUndefined();
  expect(states(told)).toContain('no-paper');
  mechanism.change({ sheets: 100, coverOpen: true });
  await clock.advance(printingPollMs);
  mechanism.change({ coverOpen: false });
  await clock.advance(pageMs + 2 * printingPollMs);
  expect(job.outcome).toEqual({ outcome: 'printed' });
  expect(states(told)).toEqual(['ready', 'printing', 'no-paper', 'cover-open', 'printing', 'ready']);
});

it.each<[PagePrinterStatus['state'], Parameters<ReturnType<typeof createMechanism>['change']>[0]]>([
  ['no-paper', { sheets: 0 }],
  ['cover-open', { coverOpen: true }],
  ['jam', { jammed: true }],
  ['no-toner', { tonerPercent: 0 }],
  ['paused', { paused: true }],
])('hands nothing over to a printer that says %s', async (state, change) => {
  const { clock, print, mechanism, told } = await setUp();
  mechanism.change(change);
  await clock.advance(idlePollMs);
  expect(told.at(-1)).toEqual({ state });
  expect((await print()).outcome).toEqual({ outcome: 'not-printed', because: { state } });
  expect(mechanism.jobs()).toEqual([]);
});

it('waits its turn behind somebody else', async () => {
  const { clock, print, mechanism, printed } = await setUp();
  mechanism.change({ busy: true });
  await clock.advance(idlePollMs);
  const job = await print();
  await clock.advance(10 * pageMs);
  expect(job.outcome).toBeUndefined();
  mechanism.change({ busy: false });
  await clock.advance(pageMs + printingPollMs);
  expect(job.outcome).toEqual({ outcome: 'printed' });
  expect(printed).toEqual([1]);
});

it('cancels at the printer what is stopped, and tells nothing more of it', async () => {
  const { clock, print, mechanism, printer, printed } = await setUp();
  mechanism.change({ sheets: 1 });
  const job = await print(twoPages());
  await clock.advance(2 * pageMs);
  printer.stop();
  await clock.advance(0);
  expect(mechanism.jobs().map(({ state }) => state)).toEqual([7]);
  mechanism.change({ sheets: 100 });
  await clock.advance(10 * pageMs);
  expect(job.outcome).toBeUndefined();
  expect(printed).toEqual([]);
});

it('cancels it though the printer cannot be reached just then, before anything else is printed', async () => {
  const { clock, print, mechanism, printer, failing, printed } = await setUp();
  mechanism.change({ busy: true });
  await print();
  failing.set('all', outOfReach);
  printer.stop();
  await clock.advance(5 * recallMs);
  expect(mechanism.jobs().map(({ state }) => state)).toEqual([3]);
  failing.clear();
  await clock.advance(recallMs);
  expect(mechanism.jobs().map(({ state }) => state)).toEqual([7]);
  mechanism.change({ busy: false });
  const next = await print();
  await clock.advance(pageMs + printingPollMs);
  expect(next.outcome).toEqual({ outcome: 'printed' });
  expect(printed).toEqual([2]);
});

it('cancels what was stopped while it was still on its way there', async () => {
  const { clock, print, mechanism, printer, failing } = await setUp();
  failing.set(operation.printJob, 'silent');
  const job = await print();
  printer.stop();
  await clock.advance(documentLimitMs);
  expect(job.outcome).toBeUndefined();
  expect(job.pdf.every((byte) => byte === 0)).toBe(true);
  expect(mechanism.jobs()).toEqual([]);
});

it('does not know what became of a document whose answer was lost, and cancels it', async () => {
  const { clock, print, mechanism, loseAnswerTo, printed } = await setUp();
  mechanism.change({ busy: true });
  loseAnswerTo(operation.printJob);
  const job = await print();
  expect(job.outcome).toEqual({ outcome: 'unknown' });
  await clock.advance(recallMs);
  mechanism.change({ busy: false });
  await clock.advance(10 * pageMs);
  expect(printed).toEqual([]);
});

it('cancels what an earlier driver left there, and leaves alone what is not this terminal’s', async () => {
  const { clock, print, mechanism, printer, start, printed } = await setUp();
  mechanism.change({ busy: true });
  mechanism.submit('somebody-else', Buffer.from(twoPages()));
  await print();
  printer.close();
  await start();
  expect(mechanism.jobs().map(({ user: owner, state }) => [owner, state])).toEqual([
    ['somebody-else', 3],
    [user, 7],
  ]);
  mechanism.change({ busy: false });
  await clock.advance(10 * pageMs);
  expect(printed).toEqual([1]);
});

it('prints nothing on top of pages that it may not cancel', async () => {
  const { clock, print, mechanism, printer, failing, told } = await setUp();
  mechanism.change({ busy: true });
  await print();
  failing.set(operation.cancelJob, 'unauthorised');
  printer.stop();
  await clock.advance(recallMs);
  expect(told.at(-1)).toEqual({ state: 'fault', fault: 'refused' });
  expect((await print()).outcome).toEqual({ outcome: 'not-printed', because: { state: 'fault', fault: 'refused' } });
  expect(mechanism.jobs()).toHaveLength(1);
});

it.each<[string, Failing, PagePrinterStatus]>([
  ['is not there', outOfReach, { state: 'no-printer' }],
  ['is silent', 'silent', { state: 'fault', fault: 'silent' }],
  ['answers half', 'half', { state: 'fault', fault: 'garbled' }],
  ['talks nonsense', 'garbled', { state: 'fault', fault: 'garbled' }],
  ['is a web page', 'html', { state: 'fault', fault: 'not-a-printer' }],
  ['speaks no HTTP', { kind: 'failed', detail: 'Parse Error' }, { state: 'fault', fault: 'not-a-printer' }],
  ['wants a password', 'unauthorised', { state: 'fault', fault: 'refused' }],
])('says so when what is there %s, prints nothing, and is back within 5 s', async (_what, how, status) => {
  const { clock, print, failing, told, mechanism } = await setUp();
  failing.set('all', how);
  await clock.advance(idlePollMs + answerLimitMs);
  expect(told.at(-1)).toEqual(status);
  const job = await print();
  await clock.advance(answerLimitMs + recallMs);
  expect(job.outcome).toEqual({ outcome: 'not-printed', because: status });
  expect(mechanism.jobs()).toEqual([]);
  failing.clear();
  await clock.advance(5_000);
  expect(told.at(-1)).toEqual(ready);
});

it('gives a printer that was unplugged in the middle time to come back, and does not know when it has forgotten the job', async () => {
  const { clock, print, mechanism, failing } = await setUp();
  const job = await print();
  failing.set('all', outOfReach);
  await clock.advance(5_000);
  expect(job.outcome).toBeUndefined();
  mechanism.powerCycle();
  failing.clear();
  await clock.advance(printingPollMs);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
});

it('waits no longer than its time for a printer that does not come back', async () => {
  const { clock, print, failing } = await setUp();
  const job = await print();
  failing.set('all', outOfReach);
  await clock.advance(outOfReachLimitMs + printingPollMs);
  expect(job.outcome).toEqual({ outcome: 'unknown' });
});

it('says that somebody at the printer has cancelled it', async () => {
  const { clock, print, mechanism } = await setUp();
  const job = await print();
  mechanism.cancel(1);
  await clock.advance(printingPollMs);
  expect(job.outcome).toEqual({ outcome: 'not-printed', because: { state: 'fault', fault: 'stopped-by-device' } });
});

it('takes one document at a time', async () => {
  const { print } = await setUp();
  await print();
  expect((await print()).outcome).toEqual({ outcome: 'not-printed', because: { state: 'printing' } });
});
