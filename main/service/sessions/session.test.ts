import { describe, expect, it } from 'vitest';
import type { CardEvent } from '../../contract/devices/id-card-reader.ts';
import type { PageDocument, PagePrinterStatus } from '../../contract/devices/page-printer.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { AnswerValue } from '../../contract/answers.ts';
import { err, ok } from '../../contract/result.ts';
import type { Act } from '../../contract/view/act.ts';
import type { CaseState } from '../../contract/view/waiting.ts';
import type { Drafts } from '../cases/drafts.ts';
import type { Submission } from '../cases/submit.ts';
import { createManualTimers } from '../manual-timers.ts';
import { sampleCard, sampleItem } from './sample-item.ts';
import type { SessionPorts } from './session-ports.ts';
import { createSession } from './session.ts';

/** Nobody here wants a draft: kept-draft.test.ts has those who do. */
const noDrafts: Drafts = {
  save: () => ok(null),
  open: () => null,
  noteResumed: () => {},
  drop: () => ok(null),
  isHeldBack: () => false,
  leave: () => {},
  any: () => false,
  stop: () => {},
};

const copy: PageDocument = {
  place: '柳林镇便民服务中心',
  title: '我交的申请',
  number: { label: '办件号', value: 'LLZ01-1-0001-A' },
  rows: [{ label: '手机号', value: '13812345512' }],
  notes: [],
};

type WithoutSession<A> = A extends unknown ? Omit<A, 'session'> : never;

function hall(submit?: (submission: Submission) => ReturnType<SessionPorts['submit']>) {
  const timers = createManualTimers();
  const toHost: ServiceToHost[] = [];
  const submitted: Submission[] = [];
  const noted: string[] = [];
  let wipes = 0;
  let state: CaseState = 'kept-here';
  const session = createSession({
    timers,
    items: [sampleItem],
    usesOf: () => 0,
    earlierItems: () => [],
    camera: null,
    idle: { warnAfterSeconds: 120, endAfterSeconds: 30 },
    today: () => '2026-11-23',
    nowIso: () => '2026-11-23T06:32:00.000Z',
    toHost: (message) => toHost.push(message) > 0,
    submit:
      submit ??
      ((submission) => {
        submitted.push(submission);
        return Promise.resolve(
          ok({ caseNumber: 'LLZ01-1-0001-A', submittedAt: '2026-11-23T06:32:00.000Z', receiptCode: 'TB1' }),
        );
      }),
    receiptFor: () => (isCopy) => [{ block: 'row', label: isCopy ? 'copy' : 'state', value: state }],
    copyFor: () => copy,
    caseState: () => state,
    receiptStatus: () => ({ about: { standing: 'invalid' }, caseNumber: null, submittedAt: null, item: null }),
    isCovered: () => false,
    drafts: noDrafts,
    startPaper: () => err('disk-fault'),
    readChunk: () => null,
    readPage: () => null,
    textReader: { read: () => Promise.resolve(null), forget: () => {} },
    takesSticks: false,
    noteReceipt: (_number, receipt) => noted.push(receipt),
    onChange: () => {},
    onWipe: () => {
      wipes += 1;
    },
  });
  const act = (asked: WithoutSession<Act>) => session.act({ ...asked, session: session.about().session });
  const ticket = () => toHost.findLast((message) => message.message === 'watch-card')?.ticket ?? '';
  const card = (event: CardEvent) => session.onHostMessage({ message: 'card', ticket: ticket(), card: event });
  const answer = (question: string, value: AnswerValue | null) => act({ act: 'answer', question, value });
  const setState = (next: CaseState) => {
    state = next;
  };
  session.onHostMessage({
    message: 'device-status',
    device: 'receiptPrinter',
    status: { state: 'ready', paperNearEnd: false },
  });
  return { session, timers, toHost, submitted, noted, wipes: () => wipes, act, ticket, card, answer, setState };
}

type Hall = ReturnType<typeof hall>;

const cardSecret = 'c'.repeat(42) + 'A';

function layCard({ act, card }: Hall): void {
  act({ act: 'choose-item', item: 'sample' });
  act({ act: 'agree' });
  card({ event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret });
}

function answerAll(given: Hall): void {
  layCard(given);
  given.answer('place', { kind: 'region', code: '341202' });
  given.answer('from', { kind: 'date', date: '2018-03' });
  given.answer('until', { kind: 'date', date: '2026-11' });
  given.answer('collect', { kind: 'choice', option: 'courier' });
  given.answer('recipient', { kind: 'as-on-card' });
  given.answer('address', { kind: 'as-on-card' });
  given.answer('phone', { kind: 'phone', digits: '13812345512' });
}

async function handIn(given: Hall): Promise<void> {
  answerAll(given);
  given.act({ act: 'submit' });
  await Promise.resolve();
  await Promise.resolve();
}

const lastPrint = ({ toHost }: Hall) => {
  const print = toHost.findLast((message) => message.message === 'print');
  if (print === undefined) throw new Error('nothing was sent to the printer');
  return print;
};

describe('session', () => {
  it('goes from the first screen to the check page, one question after the other', () => {
    const given = hall();
    expect(given.session.screen().screen).toBe('home');
    answerAll(given);
    const check = given.session.screen();
    expect(check).toMatchObject({ screen: 'check', failed: null });
    if (check.screen !== 'check') throw new Error('not the check page');
    expect(check.rows.map(({ text }) => text)).toEqual([
      '王**',
      '3412**********0024',
      '安徽省阜阳市颍州区',
      '2018 年 3 月',
      '2026 年 11 月',
      '快递',
      '王**',
      '安徽省阜阳市颍州区****',
      '138 1234 5512',
    ]);
  });

  it('takes nothing from the card before the person has agreed', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    expect(given.toHost.map(({ message }) => message)).toEqual(['watch-card']);
    given.card({ event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret });
    expect(given.session.screen().screen).toBe('notice');
  });

  it('fills the place of handling from the card', () => {
    const given = hall();
    layCard(given);
    expect(given.session.screen()).toMatchObject({
      screen: 'question',
      question: 'place',
      value: { kind: 'region', code: '341202' },
    });
  });

  it('offers no year to come where only the past is asked for', () => {
    const given = hall();
    layCard(given);
    given.answer('place', { kind: 'region', code: '341202' });
    expect(given.session.screen()).toMatchObject({ question: 'from', view: { kind: 'date', latestYear: 2026 } });
  });

  it('stays on a wrong answer and says what is wrong', () => {
    const given = hall();
    layCard(given);
    given.answer('place', { kind: 'region', code: '340000' });
    expect(given.session.screen()).toMatchObject({ question: 'place', fault: 'region-not-deep-enough' });
  });

  it('comes straight back from a change, by way of what it made necessary to ask', () => {
    const given = hall();
    answerAll(given);
    given.act({ act: 'change', question: 'collect' });
    expect(given.session.screen()).toMatchObject({ question: 'collect', changing: true });
    given.answer('collect', { kind: 'choice', option: 'in-person' });
    expect(given.session.screen()).toMatchObject({ screen: 'check' });
    given.act({ act: 'change', question: 'collect' });
    given.answer('collect', { kind: 'choice', option: 'courier' });
    // The recipient was dropped with the courier; now there is one again, and it is asked anew.
    expect(given.session.screen()).toMatchObject({ question: 'recipient', changing: true, value: null });
    given.answer('recipient', { kind: 'text', text: '李建国' });
    given.answer('address', { kind: 'as-on-card' });
    expect(given.session.screen()).toMatchObject({ screen: 'check' });
  });

  it('asks again what stopped holding when an earlier answer changed', () => {
    const given = hall();
    answerAll(given);
    given.act({ act: 'change', question: 'until' });
    given.answer('until', { kind: 'date', date: '2019-01' });
    given.act({ act: 'change', question: 'from' });
    given.answer('from', { kind: 'date', date: '2020-05' });
    expect(given.session.screen()).toMatchObject({
      screen: 'question',
      question: 'until',
      value: null,
      changing: true,
    });
    expect(given.act({ act: 'submit' })).toEqual({ reply: 'refused', why: 'not-now' });
  });

  it('does nothing else while a case is being handed in', () => {
    const given = hall(() => new Promise(() => {}));
    answerAll(given);
    given.act({ act: 'submit' });
    for (const asked of [{ act: 'back' }, { act: 'leave' }, { act: 'change', question: 'phone' }] as const) {
      expect(given.act(asked)).toEqual({ reply: 'refused', why: 'not-now' });
    }
    given.timers.pass(1_000_000);
    expect(given.session.screen()).toMatchObject({ screen: 'check', submitting: true });
  });

  it('submits once, however often the button is touched', async () => {
    const given = hall();
    answerAll(given);
    expect(given.act({ act: 'submit' })).toEqual({ reply: 'done' });
    expect(given.act({ act: 'submit' })).toEqual({ reply: 'refused', why: 'not-now' });
    await Promise.resolve();
    await Promise.resolve();
    expect(given.submitted).toHaveLength(1);
    expect(given.session.screen()).toMatchObject({
      screen: 'result',
      state: 'kept-here',
      print: { state: 'printing' },
    });
  });

  it('keeps everything when handing in fails, and says so', async () => {
    const given = hall(() => Promise.resolve({ ok: false, error: 'disk-full' }));
    await handIn(given);
    expect(given.session.screen()).toMatchObject({ screen: 'check', failed: 'disk-full', submitting: false });
  });

  it('prints a whole receipt again when the paper is back', async () => {
    const given = hall();
    await handIn(given);
    const first = lastPrint(given);
    given.session.onHostMessage({ message: 'device-status', device: 'receiptPrinter', status: { state: 'no-paper' } });
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId: first.jobId,
      result: { outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    expect(given.session.screen()).toMatchObject({
      print: { state: 'stopped', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    given.session.onHostMessage({
      message: 'device-status',
      device: 'receiptPrinter',
      status: { state: 'ready', paperNearEnd: false },
    });
    const second = lastPrint(given);
    expect(second.jobId).not.toBe(first.jobId);
    expect(second.document).toEqual(first.document);
    // An answer to the first job comes late: it says nothing about the second.
    given.session.onHostMessage({ message: 'print-outcome', jobId: first.jobId, result: { outcome: 'printed' } });
    expect(given.session.screen()).toMatchObject({ print: { state: 'printing' } });
    given.session.onHostMessage({ message: 'print-outcome', jobId: second.jobId, result: { outcome: 'printed' } });
    expect(given.session.screen()).toMatchObject({ print: { state: 'printed' } });
    expect(given.noted).toEqual(['printed']);
  });

  it('prints again what is true by then', async () => {
    const given = hall();
    await handIn(given);
    const first = lastPrint(given);
    given.session.onHostMessage({ message: 'print-outcome', jobId: first.jobId, result: { outcome: 'printed' } });
    given.setState('received-there');
    given.act({ act: 'print-again' });
    expect(JSON.stringify(first.document)).toContain('kept-here');
    expect(JSON.stringify(lastPrint(given).document)).toContain('received-there');
  });

  it('marks as a copy only what is printed after one came out whole', async () => {
    const given = hall();
    await handIn(given);
    const torn = lastPrint(given);
    const because = { state: 'ready', paperNearEnd: false } as const;
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId: torn.jobId,
      result: { outcome: 'not-printed', because, onPaper: 'part' },
    });
    given.act({ act: 'print-again' });
    const whole = lastPrint(given);
    expect(whole.document).toEqual(torn.document);
    given.session.onHostMessage({ message: 'print-outcome', jobId: whole.jobId, result: { outcome: 'printed' } });
    given.act({ act: 'print-again' });
    expect(JSON.stringify(lastPrint(given).document)).toContain('copy');
    given.act({ act: 'finish' });
    given.act({ act: 'finish' });
    await handIn(given);
    expect(lastPrint(given).document).toEqual(torn.document);
  });

  describe('with a printer for pages', () => {
    const ready: PagePrinterStatus = { state: 'ready', paperLow: false, tonerLow: false };
    const say = (given: Hall, status: PagePrinterStatus) =>
      given.session.onHostMessage({ message: 'device-status', device: 'pagePrinter', status });
    const printed = ({ toHost }: Hall) => toHost.filter(({ message }) => message === 'print-pages').length;
    const handedIn = async () => {
      const given = hall();
      say(given, ready);
      await handIn(given);
      return given;
    };

    it('offers what was handed in, and prints it once for two touches', async () => {
      const given = await handedIn();
      expect(given.session.screen()).toMatchObject({ pages: { state: 'offered' } });
      given.act({ act: 'print-pages' });
      given.act({ act: 'print-pages' });
      expect(printed(given)).toBe(1);
      expect(given.toHost.at(-1)).toEqual({ message: 'print-pages', ticket: given.ticket(), document: copy });
      say(given, { state: 'printing' });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'printing' } });
      given.session.onHostMessage({ message: 'pages-outcome', ticket: given.ticket(), result: { outcome: 'printed' } });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'printed' } });
    });

    it('does not offer what cannot be done now', async () => {
      const given = await handedIn();
      say(given, { state: 'no-paper' });
      expect(given.session.screen()).toMatchObject({ pages: null });
    });

    it('says what the printer waits for, and lets the person have enough of it', async () => {
      const given = await handedIn();
      given.act({ act: 'print-pages' });
      say(given, { state: 'no-paper' });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'waiting', because: { state: 'no-paper' } } });
      given.act({ act: 'stop-pages' });
      expect(given.toHost.at(-1)).toEqual({ message: 'stop-pages', ticket: given.ticket() });
      const late = { message: 'pages-outcome', ticket: given.ticket(), result: { outcome: 'printed' } } as const;
      given.session.onHostMessage(late);
      expect(given.session.screen()).toMatchObject({ pages: null });
    });

    it('offers it again when what stopped it is put right, and prints nothing by itself', async () => {
      const given = await handedIn();
      given.act({ act: 'print-pages' });
      const because = { state: 'jam' } as const;
      say(given, because);
      const result = { outcome: 'not-printed', because } as const;
      given.session.onHostMessage({ message: 'pages-outcome', ticket: given.ticket(), result });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'stopped', because } });
      say(given, ready);
      expect(given.session.screen()).toMatchObject({ pages: { state: 'offered' } });
      expect(printed(given)).toBe(1);
    });

    it('does not know whether it came out when the device host dies while printing', async () => {
      const given = await handedIn();
      given.act({ act: 'print-pages' });
      given.session.onHostLost();
      expect(given.session.screen()).toMatchObject({ pages: { state: 'unsure' } });
    });

    it('forgets it with the person, and takes no late answer for the next one', async () => {
      const given = await handedIn();
      const first = given.ticket();
      given.act({ act: 'print-pages' });
      given.act({ act: 'finish' });
      expect(given.toHost.at(-1)).toEqual({ message: 'release-card', ticket: first });
      given.act({ act: 'finish' });
      await handIn(given);
      given.act({ act: 'print-pages' });
      given.session.onHostMessage({ message: 'pages-outcome', ticket: first, result: { outcome: 'printed' } });
      expect(given.session.screen()).toMatchObject({ pages: { state: 'printing' } });
    });

    it('does not wait for ever with somebody who has gone while the printer wants paper', async () => {
      const given = await handedIn();
      const { jobId } = lastPrint(given);
      given.session.onHostMessage({ message: 'print-outcome', jobId, result: { outcome: 'printed' } });
      given.act({ act: 'print-pages' });
      given.timers.pass(250_000);
      expect(given.session.screen()).toMatchObject({ screen: 'result' });
      say(given, { state: 'no-paper' });
      given.timers.pass(150_000);
      expect(given.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
    });
  });

  it('does not know whether a receipt came out when the device host dies while printing', async () => {
    const given = hall();
    await handIn(given);
    given.session.onHostLost();
    expect(given.session.screen()).toMatchObject({ print: { state: 'unsure' } });
  });

  it('prints one receipt for two touches', async () => {
    const given = hall();
    await handIn(given);
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId: lastPrint(given).jobId,
      result: { outcome: 'printed' },
    });
    const before = given.toHost.length;
    given.act({ act: 'print-again' });
    given.act({ act: 'print-again' });
    expect(given.toHost.length).toBe(before + 1);
  });

  it('prints nothing more for somebody who has left', async () => {
    const given = hall();
    await handIn(given);
    const { jobId } = lastPrint(given);
    given.session.onHostMessage({
      message: 'print-outcome',
      jobId,
      result: { outcome: 'not-printed', because: { state: 'no-paper' }, onPaper: 'part' },
    });
    given.act({ act: 'finish' });
    given.session.onHostMessage({
      message: 'device-status',
      device: 'receiptPrinter',
      status: { state: 'ready', paperNearEnd: false },
    });
    expect(lastPrint(given).jobId).toBe(jobId);
  });

  it('asks a new device host whether the card of somebody who has left still lies there', () => {
    const given = hall();
    layCard(given);
    given.act({ act: 'leave' });
    given.toHost.length = 0;
    given.session.onHostStarted();
    expect(given.toHost.map(({ message }) => message)).toEqual(['release-card']);
    given.session.onHostMessage({ message: 'card-present', ticket: 'f'.repeat(32), present: true });
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', cardPresent: false });
  });

  it('follows the case while the person still stands there', async () => {
    const given = hall();
    await handIn(given);
    expect(given.session.about().inSession).toBe(true);
    given.setState('received-there');
    given.session.onCaseChanged('LLZ01-1-0001-A');
    expect(given.session.screen()).toMatchObject({ state: 'received-there' });
  });

  it('ends with a wipe, a new number and the question whether a card still lies there', () => {
    const given = hall();
    layCard(given);
    const before = given.session.about().session;
    given.act({ act: 'leave' });
    expect([given.wipes(), given.session.about().session]).toEqual([1, before + 1]);
    expect(given.toHost.at(-1)).toEqual({ message: 'release-card', ticket: given.ticket() });
    given.session.onHostMessage({ message: 'card-present', ticket: given.ticket(), present: true });
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', cardPresent: true });
    given.timers.pass(30_000);
    expect(given.session.screen()).toMatchObject({ screen: 'goodbye', cardPresent: true });
    given.session.onHostMessage({ message: 'card-present', ticket: given.ticket(), present: false });
    given.timers.pass(4000);
    expect(given.session.screen()).toMatchObject({ screen: 'home' });
  });

  it('refuses an act that was meant for the screen of the person before', () => {
    const given = hall();
    layCard(given);
    const stale = given.session.about().session;
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    expect(given.session.act({ act: 'choose-item', item: 'sample', session: stale })).toEqual({
      reply: 'refused',
      why: 'stale-session',
    });
    expect(given.session.screen().screen).toBe('home');
  });

  it('never takes a card that was read for the person before', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    const earlier = given.ticket();
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    given.session.onHostMessage({
      message: 'card',
      ticket: earlier,
      card: { event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret },
    });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
  });

  it('asks for a card only when the reader has looked, and again when another device host has', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
    given.card({ event: 'waiting' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'waiting' });
    given.session.onHostLost();
    given.session.onHostStarted();
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
    given.card({ event: 'lift-first' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'lift-first' });
    given.act({ act: 'back' });
    given.act({ act: 'agree' });
    expect(given.session.screen()).toMatchObject({ screen: 'identity', card: 'getting-ready' });
  });

  it('tells a new device host whose card may be read', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    const ticket = given.ticket();
    given.toHost.length = 0;
    given.session.onHostStarted();
    expect(given.toHost).toEqual([
      { message: 'watch-card', ticket },
      { message: 'read-card', ticket },
    ]);
  });

  it('keeps a refusal on the screen while the card is lifted, and tries the next one', () => {
    const given = hall();
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'agree' });
    given.card({
      event: 'read',
      card: { ...sampleCard, validUntil: '2020-01-01' },
      samId: '05.01',
      samStatus: '000090',
      cardSecret,
    });
    given.card({ event: 'waiting' });
    expect(given.session.screen()).toMatchObject({ card: 'refused', refusal: { why: 'expired' } });
    given.card({ event: 'reading' });
    given.card({ event: 'read', card: sampleCard, samId: '05.01', samStatus: '000090', cardSecret });
    expect(given.session.screen()).toMatchObject({ screen: 'question' });
  });

  it('ends an abandoned session after its time, and takes twice that in elderly mode', () => {
    const ordinary = hall();
    layCard(ordinary);
    ordinary.timers.pass(150_000);
    expect(ordinary.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
    const elderly = hall();
    elderly.act({ act: 'elderly', on: true });
    layCard(elderly);
    elderly.timers.pass(299_000);
    expect(elderly.session.screen()).toMatchObject({ screen: 'question' });
    elderly.timers.pass(1000);
    expect(elderly.session.screen()).toMatchObject({ screen: 'goodbye' });
  });

  it('does not count the time the machine works as the person’s idleness', async () => {
    const reading = hall();
    reading.act({ act: 'choose-item', item: 'sample' });
    reading.act({ act: 'agree' });
    reading.card({ event: 'reading' });
    reading.timers.pass(299_000);
    expect(reading.session.screen()).toMatchObject({ screen: 'identity' });

    const printing = hall();
    await handIn(printing);
    printing.timers.pass(299_000);
    expect(printing.session.screen()).toMatchObject({ screen: 'result' });
    printing.session.onHostMessage({
      message: 'print-outcome',
      jobId: lastPrint(printing).jobId,
      result: { outcome: 'printed' },
    });
    printing.timers.pass(150_000);
    expect(printing.session.screen()).toMatchObject({ screen: 'goodbye', because: 'idle' });
  });

  it('gives the next person the ordinary wording and Chinese', () => {
    const given = hall();
    given.act({ act: 'language', language: 'en' });
    given.act({ act: 'elderly', on: true });
    layCard(given);
    given.act({ act: 'leave' });
    given.act({ act: 'finish' });
    expect(given.session.about()).toMatchObject({ language: 'zh', elderly: false, inSession: false });
  });

  it('says on the first screen that an earlier run was interrupted, until somebody begins', () => {
    const given = hall();
    given.session.onInterrupted();
    expect(given.session.screen()).toMatchObject({ screen: 'home', interrupted: true });
    given.act({ act: 'choose-item', item: 'sample' });
    given.act({ act: 'back' });
    expect(given.session.screen()).toMatchObject({ screen: 'home', interrupted: false });
    given.session.onInterrupted();
    given.timers.pass(120_000);
    expect(given.session.screen()).toMatchObject({ screen: 'home', interrupted: false });
  });
});

describe('before there is a session', () => {
  it('somebody looks for an item, and finds the first screen again by the button and by the idle clock', () => {
    const given = hall();
    expect(given.act({ act: 'look', for: { at: 'words', text: 'zm' } })).toEqual({ reply: 'done' });
    expect(given.session.screen()).toMatchObject({ screen: 'find', text: 'zm', items: [{ id: 'sample' }] });
    given.act({ act: 'back' });
    expect(given.session.screen().screen).toBe('home');
    given.act({ act: 'look', for: { at: 'all' } });
    expect(given.session.screen()).toMatchObject({ screen: 'items', event: null });
    given.timers.pass(150_000);
    expect(given.session.screen().screen).toBe('home');
  });

  it('chooses what was found, and the next person looks from the beginning', () => {
    const given = hall();
    given.act({ act: 'look', for: { at: 'all' } });
    expect(given.act({ act: 'choose-item', item: 'sample' })).toEqual({ reply: 'done' });
    expect(given.act({ act: 'look', for: { at: 'all' } })).toEqual({ reply: 'refused', why: 'not-now' });
    given.act({ act: 'back' });
    expect(given.session.screen().screen).toBe('home');
  });
});
