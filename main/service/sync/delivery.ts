import { setImmediate } from 'node:timers/promises';
import { err, ok, type Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view.ts';
import { maxDeliveriesPerBatch } from '../../contract/wire/deliveries.ts';
import type { Log } from '../log.ts';
import { type Batch, batchOf, fitting } from './batch.ts';
import { createBatchSize } from './batch-size.ts';
import { type Answered, createExchange, type ExchangeParts } from './exchange.ts';
import { explainWaiting } from './explain-waiting.ts';
import type { QueuePlace, WaitingCase } from './outbox.ts';
import { concernsThisCaseAlone, type Owing, progressOf, uploadPaper } from './paper-upload.ts';
import type { LineFault } from './transport.ts';

/** So many bytes of papers that have arrived are reason enough to ask for their cases' end: half a minute at 1 Mbit/s. */
const completeBytes = 4 * 1024 * 1024;

export interface DeliveryParts extends ExchangeParts {
  readonly log: Log;
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

interface Round {
  /** Answers so far. */
  contacts: number;
  after: QueuePlace | null;
  offered: number;
  endedCases: number;
  /** Whose envelopes the platform has, and whose papers it wants. */
  readonly owing: Owing[];
  /** Whose papers are all there now, and who are to be offered again. */
  readonly complete: WaitingCase[];
  /** Cases whose papers were all sent in this round: what is wanted of them again can wait for the next. */
  readonly sent: Set<string>;
  papersProgressed: boolean;
}

/**
 * Delivers at least once and lets only `outbox.finishAll` end a case. One request at a time, always: the lease in each is the
 * one of the answer before, and two requests with the same would make this terminal look like two.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { client, outbox, log } = parts;
  const exchange = createExchange(parts);
  const told = new Map<string, string>();
  const batchSize = createBatchSize();

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

  /** Sends a batch, and does `meanwhile` what can be done while the answer is on its way. */
  async function ask(batch: Batch, round: Round, meanwhile: () => void): Promise<Result<Answered, LineFault>> {
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
    batch: readonly WaitingCase[],
    round: Round,
    fault: LineFault,
  ): Promise<Result<null, LineFault>> {
    if (fault.remedy === 'enrol-again') outbox.noteNotAccepted();
    if (fault.remedy === 'smaller-batch' && batch.length > 1) return inHalves(batch, round);
    noteWait(batch, fault.reason, fault.detail);
    return fault.remedy === 'smaller-batch' && batch.length === 1 ? ok(null) : err(fault);
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
    round.owing.push(...owing.filter(({ caseNumber }) => !round.sent.has(caseNumber)));
    for (const { cases: alike, reason, detail } of waits) noteWait(alike, reason, detail);
  }

  const behind = (after: QueuePlace | null): Batch =>
    batchOf(fitting(outbox.nextBatch(maxDeliveriesPerBatch, after), batchSize.bytes()));

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

  async function sendPapers(round: Round): Promise<Result<null, LineFault>> {
    for (let owing = round.owing.shift(); owing !== undefined; owing = round.owing.shift()) {
      const uploaded = await sendPapersOf(owing, round);
      const outcome = uploaded.ok && isTimeToOffer(round) ? await offerComplete(round) : uploaded;
      if (outcome.ok) continue;
      const { reason, detail, remedy } = outcome.error;
      if (remedy === 'enrol-again') outbox.noteNotAccepted();
      noteWait([owing, ...round.owing], reason, detail);
      return outcome;
    }
    return ok(null);
  }

  async function sendPapersOf(owing: Owing, round: Round): Promise<Result<null, LineFault>> {
    const { papers, incarnation, sequence } = owing;
    const [one] = outbox.nextBatch(1, { incarnation, sequence: sequence - 1 });
    if (one?.caseNumber !== owing.caseNumber) return ok(null);
    let left = papers;
    for (const paper of papers) {
      if (!outbox.isPaperSound(one.caseNumber, paper.id)) {
        noteWait([one], 'paper-not-readable-here', paper.id);
        return ok(null);
      }
      const uploaded = await uploadPaper({ client, outbox }, one.caseDigest, paper, (receivedBytes) => {
        round.papersProgressed = true;
        left = left.flatMap((other) => {
          if (other.id !== paper.id) return [other];
          return receivedBytes === paper.bytes ? [] : [{ ...other, receivedBytes }];
        });
        noteWait([one], 'papers-under-way', progressOf(one, left));
      });
      if (!uploaded.ok) {
        if (!concernsThisCaseAlone(uploaded.error)) return uploaded;
        noteWait([one], uploaded.error.reason, uploaded.error.detail);
        return ok(null);
      }
      // Whoever handed in meanwhile waits for one paper, not for twenty.
      const offered = await offerEach(round);
      if (!offered.ok) return offered;
    }
    round.sent.add(one.caseNumber);
    round.complete.push(one);
    return ok(null);
  }

  async function offerComplete(round: Round): Promise<Result<null, LineFault>> {
    while (round.complete.length > 0) {
      const batch = round.complete.splice(0, fitting(round.complete, batchSize.bytes()).length);
      const outcome = await offer(batch, round);
      if (!outcome.ok) return outcome;
    }
    return ok(null);
  }

  return {
    offerAll: async () => {
      const round: Round = {
        contacts: 0,
        after: null,
        offered: 0,
        endedCases: 0,
        owing: [],
        complete: [],
        sent: new Set(),
        papersProgressed: false,
      };
      try {
        const offered = await offerEach(round);
        const outcome = offered.ok ? await sendPapers(round) : offered;
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

/**
 * Each alone, a twentieth of a thin line went into envelopes that were there already. All at the end, a line that breaks
 * every few minutes would never see a case ended. An acknowledgement names one incarnation.
 */
function isTimeToOffer({ complete, owing: [next] }: Round): boolean {
  const bytes = complete.reduce((total, one) => total + one.bytes, 0);
  const isLast = next === undefined || next.incarnation !== complete.at(-1)?.incarnation;
  return isLast || bytes >= completeBytes || complete.length === maxDeliveriesPerBatch;
}
