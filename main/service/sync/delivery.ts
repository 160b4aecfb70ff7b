import { err, ok, type Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view.ts';
import { type DeliveryResponse, maxDeliveriesPerBatch } from '../../contract/wire/deliveries.ts';
import type { Log } from '../log.ts';
import { verifyAcknowledgements } from '../sealing/acknowledgement.ts';
import { type Root, verifyKeyList } from '../sealing/key-list.ts';
import { encoded, encodedHead, fitting } from './batch.ts';
import { createBatchSize } from './batch-size.ts';
import { explainWaiting } from './explain-waiting.ts';
import type { KeyRing } from './key-ring.ts';
import type { Outbox, QueuePlace, WaitingCase } from './outbox.ts';
import { concernsThisCaseAlone, type Owing, progressOf, uploadPaper } from './paper-upload.ts';
import type { PlatformClient } from './platform-client.ts';
import type { LineFault } from './transport.ts';

/** So many bytes of papers that have arrived are reason enough to ask for their cases' end: half a minute at 1 Mbit/s. */
const completeBytes = 4 * 1024 * 1024;

export interface DeliveryParts {
  readonly client: PlatformClient;
  readonly outbox: Outbox;
  readonly keyRing: KeyRing;
  readonly roots: readonly Root[];
  readonly terminal: string;
  readonly log: Log;
  readonly nowMs: () => number;
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
  const { client, outbox, keyRing, roots, terminal, log, nowMs } = parts;
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

  async function offer(batch: readonly WaitingCase[], round: Round): Promise<Result<null, LineFault>> {
    const request = {
      v: 1,
      lease: outbox.lease(),
      auditHead: encodedHead(outbox),
      deliveries: batch.map(encoded),
    } as const;
    const sentAtMs = nowMs();
    let answer = await client.deliver(request);
    if (!answer.ok && answer.error.remedy === 'newer-key-list' && (await takeNewerKeyList())) {
      answer = await client.deliver(request);
    }
    // This disk has been behind for long: another one has gone on under its name. It says so itself, and is told what to do.
    if (!answer.ok && answer.error.challenge !== null) {
      answer = await client.deliver({ ...request, lease: answer.error.challenge });
    }
    if (!answer.ok) {
      if (answer.error.reason === 'platform-does-not-answer' && batch.length > 0) batchSize.onBroken();
      return refused(batch, round, answer.error);
    }
    if (batch.length > 0) batchSize.onAnswered();
    await take(batch, round, answer.value, (sentAtMs + nowMs()) / 2);
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

  async function take(
    batch: readonly WaitingCase[],
    round: Round,
    answer: DeliveryResponse,
    atMs: number,
  ): Promise<void> {
    if (answer.keyListVersion > keyRing.list().version) await takeNewerKeyList();
    const highestEpoch = outbox.epoch();
    const verified =
      answer.acknowledged === null
        ? null
        : verifyAcknowledgements(answer.acknowledged, keyRing.list(), { terminal, highestEpoch });
    outbox.saveContact({
      lease: answer.nextLease,
      epoch: verified?.ok === true ? verified.value.epoch : highestEpoch,
      offsetMs: Math.round(Date.parse(answer.time) - atMs),
      at: answer.time,
    });
    const waiting = new Map(batch.map((one) => [one.caseNumber, one]));
    if (verified?.ok === true && answer.acknowledged !== null) {
      for (const caseNumber of outbox.finishAll(verified.value, answer.acknowledged)) {
        if (waiting.delete(caseNumber)) round.endedCases += 1;
        told.delete(caseNumber);
      }
    }
    if (waiting.size > 0) outbox.noteSent([...waiting.keys()]);
    const { owing, waits } = explainWaiting(waiting.values(), answer, verified);
    round.owing.push(...owing.filter(({ caseNumber }) => !round.sent.has(caseNumber)));
    for (const { cases, reason, detail } of waits) noteWait(cases, reason, detail);
  }

  /**
   * Fetches, verifies against the roots, saves and puts in force; false when there is none that is newer and counts. Saved
   * at once, whatever becomes of the contact it was fetched in: a restart must not forget what was revoked.
   */
  async function takeNewerKeyList(): Promise<boolean> {
    const fetched = await client.readKeys();
    if (!fetched.ok) return false;
    const { version } = keyRing.list();
    const verified = verifyKeyList(fetched.value, roots, version);
    if (!verified.ok || verified.value.version === version) return false;
    outbox.saveKeyList(fetched.value);
    keyRing.replace(verified.value);
    return true;
  }

  /** All that is behind what was offered in this round already: at first everything, later what was handed in meanwhile. */
  async function offerEach(round: Round): Promise<Result<null, LineFault>> {
    for (;;) {
      const batch = fitting(outbox.nextBatch(maxDeliveriesPerBatch, round.after), batchSize.bytes());
      const last = batch.at(-1);
      if (last === undefined && round.after !== null) return ok(null);
      const outcome = await offer(batch, round);
      if (!outcome.ok || last === undefined) return outcome;
      round.offered += batch.length;
      round.after = last;
    }
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

/**
 * Each alone, a twentieth of a thin line went into envelopes that were there already. All at the end, a line that breaks
 * every few minutes would never see a case ended. An acknowledgement names one incarnation.
 */
function isTimeToOffer({ complete, owing: [next] }: Round): boolean {
  const bytes = complete.reduce((total, one) => total + one.bytes, 0);
  const isLast = next === undefined || next.incarnation !== complete.at(-1)?.incarnation;
  return isLast || bytes >= completeBytes || complete.length === maxDeliveriesPerBatch;
}
