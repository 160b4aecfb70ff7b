import { setImmediate } from 'node:timers/promises';
import { err, ok, type Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view/waiting.ts';
import { maxDeliveriesPerBatch } from '../../contract/wire/deliveries.ts';
import type { Log } from '../log.ts';
import { type Batch, batchOf, fitting, namesOf } from './batch.ts';
import { createBatchSize } from './batch-size.ts';
import { type Answered, createExchange, type ExchangeParts } from './exchange.ts';
import { explainWaiting } from './explain-waiting.ts';
import type { QueuePlace, WaitingCase } from './outbox.ts';
import { createPaperRound } from './paper-round.ts';
import type { Round } from './round.ts';
import { createStumbling, mayBeItsContent } from './stumbling.ts';
import type { LineFault } from './transport.ts';
import { isWhole } from './whole.ts';

export interface DeliveryParts extends ExchangeParts {
  readonly log: Log;
  /** How long this process has been running. */
  readonly elapsedMs: () => number;
}

/** What came of offering once all that waits. */
export interface RoundOutcome {
  readonly endedCases: number;
  /** Offered, and not ended. */
  readonly stillWaiting: number;
}

export interface RoundFault extends LineFault {
  /** Something was achieved before it: a case ended, or more of a paper is there. */
  readonly progressed: boolean;
}

export interface Delivery {
  /**
   * Offers every waiting case once; with none it is a sign of life. Then sends the papers that the platform wants, the
   * oldest case's first, and offers each case again when they are there. Contact that fails ends the round.
   */
  offerAll(): Promise<Result<RoundOutcome, RoundFault>>;
}

/**
 * Delivers at least once and lets only `outbox.finishAll` end a case. One request with cases at a time, always: the lease in
 * each is the one of the answer before, and two requests with the same would make this terminal look like two. A part of a
 * paper carries none, and may be under way beside it.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { client, outbox, log, elapsedMs } = parts;
  const exchange = createExchange(parts);
  const told = new Map<string, string>();
  const batchSize = createBatchSize();
  const stumbling = createStumbling(elapsedMs);

  /** Offline for a night, the same reason would be written every few seconds: it is written when it changes. */
  function noteWait(cases: readonly Pick<WaitingCase, 'caseNumber'>[], reason: WaitReason, detail: string): void {
    const isUnderWay = reason === 'papers-under-way';
    const words = isUnderWay ? `${reason} ${detail}` : reason;
    const news = cases.map(({ caseNumber }) => caseNumber).filter((caseNumber) => told.get(caseNumber) !== words);
    if (news.length === 0) return;
    if (isUnderWay) log.info({ detail, cases: news }, 'sync: papers are under way');
    else log.warn({ reason, detail, cases: news }, 'sync: cases wait');
    outbox.noteWait(news, reason, detail);
    for (const caseNumber of news) told.set(caseNumber, words);
  }

  let lastAsked: Promise<unknown> = Promise.resolve();

  /** Sends a batch when the one before is answered, and does `meanwhile` what can be done while the answer is on its way. */
  function ask(batch: Batch, round: Round, meanwhile: () => void): Promise<Result<Answered, LineFault>> {
    const asked = lastAsked.then(() => askNow(batch, round, meanwhile));
    lastAsked = asked.catch(() => {});
    return asked;
  }

  async function askNow(batch: Batch, round: Round, meanwhile: () => void): Promise<Result<Answered, LineFault>> {
    const answering = exchange(batch, round.contacts > 0);
    // To the end, both: the next request goes only when this one is over.
    const [answered, done] = await Promise.allSettled([answering, hasLeft().then(meanwhile)]);
    if (answered.status === 'rejected') throw answered.reason;
    if (done.status === 'rejected') throw done.reason;
    if (answered.value.ok) round.contacts += 1;
    if (batch.cases.length > 0) {
      if (answered.value.ok) batchSize.onAnswered();
      else if (answered.value.error.reason === 'platform-does-not-answer') batchSize.onBroken();
    }
    return answered.value;
  }

  async function offer(cases: readonly WaitingCase[], round: Round): Promise<Result<null, LineFault>> {
    const answered = await ask(batchOf(cases), round, () => {});
    if (!answered.ok) return refused(cases, round, answered.error);
    end(answered.value, round);
    return ok(null);
  }

  /** One case that the platform will not even take in must not hold up the others: halve until it stands alone. */
  async function refused(
    cases: readonly WaitingCase[],
    round: Round,
    fault: LineFault,
  ): Promise<Result<null, LineFault>> {
    const { remedy, reason, detail } = fault;
    if (remedy === 'enrol-again') outbox.noteNotAccepted();
    const [one, another] = cases;
    if (one !== undefined && (remedy === 'smaller-batch' || (await isOverThese(one, round, fault)))) {
      if (another !== undefined) return inHalves(cases, round);
      if (remedy !== 'smaller-batch') return onceMore(one, round);
      noteWait(cases, 'platform-did-not-take-it', detail);
      return ok(null);
    }
    noteWait(cases, reason, detail);
    return err(fault);
  }

  /** Whether the platform fails over these cases, and has not failed: it came several times, and one without them is answered. */
  async function isOverThese(first: WaitingCase, round: Round, fault: LineFault): Promise<boolean> {
    if (!mayBeItsContent(fault)) return false;
    round.hunting ||= stumbling.brokeOffAt(first.caseNumber);
    return round.hunting && (await ask(batchOf([]), round, () => {})).ok;
  }

  /** On a bad line anything comes several times: the one that seems to be to blame has a last try before it waits apart. */
  async function onceMore(one: WaitingCase, round: Round): Promise<Result<null, LineFault>> {
    const again = await ask(batchOf([one]), round, () => {});
    if (again.ok) end(again.value, round);
    else if (!mayBeItsContent(again.error) || !isSetAside(one, again.error)) {
      noteWait([one], again.error.reason, again.error.detail);
      return err(again.error);
    }
    return ok(null);
  }

  function isSetAside(one: WaitingCase, { detail }: LineFault): boolean {
    if (!stumbling.setAside(one)) return false;
    noteWait([one], 'platform-fails-on-it', detail);
    return true;
  }

  async function inHalves(batch: readonly WaitingCase[], round: Round): Promise<Result<null, LineFault>> {
    const middle = Math.ceil(batch.length / 2);
    const first = await offer(batch.slice(0, middle), round);
    if (first.ok) return offer(batch.slice(middle), round);
    noteWait(batch.slice(middle), first.error.reason, first.error.detail);
    return first;
  }

  function end({ cases, answer, verified }: Answered, round: Round): void {
    const waiting = new Map(cases.map((one) => [one.caseNumber, one]));
    if (verified?.ok === true && answer.acknowledged !== null) {
      for (const caseNumber of outbox.finishAll(verified.value, answer.acknowledged)) {
        if (waiting.delete(caseNumber)) round.endedCases += 1;
        told.delete(caseNumber);
      }
    }
    if (waiting.size > 0) outbox.noteSent([...waiting.keys()]);
    const { owing, waits } = explainWaiting(waiting.values(), answer, verified);
    const wanted = new Set(owing.map(({ caseNumber }) => caseNumber));
    for (const { caseNumber } of cases) if (!wanted.has(caseNumber)) stumbling.forget(caseNumber);
    round.owing.push(...owing.filter(({ caseNumber }) => !round.sent.has(caseNumber)));
    for (const { cases: alike, reason, detail } of waits) noteWait(alike, reason, detail);
  }

  /** Those whose bytes are as they were handed in. The others stay where they are, and say why. */
  function wholeOf(cases: readonly WaitingCase[]): readonly WaitingCase[] {
    const whole = cases.filter(isWhole);
    if (whole.length < cases.length) {
      const damaged = cases.filter((one) => !whole.includes(one));
      noteWait(damaged, 'damaged-here', 'digest');
    }
    return whole;
  }

  function behind(after: QueuePlace | null): Batch {
    for (let place = after; ; ) {
      const read = outbox.nextBatch(maxDeliveriesPerBatch, place);
      const inTurn = wholeOf(read.filter(({ caseNumber }) => !stumbling.isAside(caseNumber)));
      if (inTurn.length > 0 || read.length === 0) return batchOf(fitting(inTurn, batchSize.bytes()));
      place = read.at(-1) ?? null;
    }
  }

  /**
   * All that is behind what was offered in this round already: at first everything, later what was handed in meanwhile. While
   * one batch is under way, what the answer before it said is ended, and the next one is read.
   */
  async function offerEach(round: Round): Promise<Result<null, LineFault>> {
    const under: { next: Batch; toEnd: Answered | null } = { next: behind(round.after), toEnd: null };
    const endLast = () => {
      if (under.toEnd !== null) end(under.toEnd, round);
      under.toEnd = null;
    };
    let outcome: Result<null, LineFault> = ok(null);
    while (outcome.ok && (under.next.cases.length > 0 || round.after === null)) {
      const batch = under.next;
      const last = batch.cases.at(-1);
      const answered = await ask(batch, round, () => {
        endLast();
        if (last !== undefined) under.next = behind(last);
      });
      if (answered.ok) under.toEnd = answered.value;
      else outcome = await refused(batch.cases, round, answered.error);
      if (last === undefined) break;
      if (outcome.ok) round.offered += batch.cases.length;
      round.after = last;
      // Somebody may have handed in since.
      if (under.next.cases.length === 0) under.next = behind(last);
    }
    endLast();
    return outcome;
  }

  /** Those that wait apart, each alone. */
  async function offerAside(round: Round): Promise<Result<null, LineFault>> {
    for (const { incarnation, sequence } of stumbling.due()) {
      const [one] = wholeOf(outbox.nextBatch(1, { incarnation, sequence: sequence - 1 }));
      if (one === undefined || !stumbling.isAside(one.caseNumber)) continue;
      round.hunting = true;
      const offered = await offer([one], round);
      if (!offered.ok) return offered;
    }
    return ok(null);
  }

  /**
   * Those whose envelopes the platform has said to have, by their digests: over a thin line each envelope goes once. A
   * platform that cannot make anything of digests alone gets them whole.
   */
  async function offerNamed(cases: readonly WaitingCase[], round: Round): Promise<Result<null, LineFault>> {
    const answered = await ask(namesOf(cases), round, () => {});
    if (!answered.ok) {
      return answered.error.remedy === 'smaller-batch' ? offer(cases, round) : refused(cases, round, answered.error);
    }
    end(answered.value, round);
    return ok(null);
  }

  async function isOverItsPapers(one: WaitingCase, round: Round, fault: LineFault): Promise<boolean> {
    if (!mayBeItsContent(fault) || !(stumbling.isAside(one.caseNumber) || stumbling.brokeOffAt(one.caseNumber)))
      return false;
    return (await ask(batchOf([]), round, () => {})).ok && isSetAside(one, fault);
  }

  const papers = createPaperRound({
    client,
    outbox,
    noteWait,
    offerNamed,
    offerEach,
    isOverItsPapers,
    wholeOf,
  });

  return {
    offerAll: async () => {
      const round: Round = {
        contacts: 0,
        hunting: false,
        after: null,
        offered: 0,
        endedCases: 0,
        owing: [],
        complete: [],
        sent: new Set(),
        papersProgressed: false,
      };
      try {
        stumbling.roundBegins();
        const inTurn = await offerEach(round);
        const offered = inTurn.ok ? await offerAside(round) : inTurn;
        const outcome = offered.ok ? await papers.send(round) : offered;
        const { endedCases } = round;
        if (outcome.ok) return ok({ endedCases, stillWaiting: round.offered - endedCases });
        return err({ ...outcome.error, progressed: endedCases > 0 || round.papersProgressed });
      } finally {
        outbox.overwriteErased();
      }
    },
  };
}

/** Some turns of the event loop: a long request goes out in pieces, one a turn, and what is done meanwhile lets none through. */
async function hasLeft(): Promise<void> {
  for (let turn = 0; turn < 16; turn += 1) await setImmediate();
}
