import { ok, type Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view/waiting.ts';
import { maxDeliveriesPerBatch } from '../../contract/wire/deliveries.ts';
import type { Outbox, WaitingCase } from './outbox.ts';
import { concernsThisCaseAlone, type Owing, progressOf, uploadPaper } from './paper-upload.ts';
import type { PlatformClient } from './platform-client.ts';
import type { Round } from './round.ts';
import type { LineFault } from './transport.ts';

/** So many bytes of papers that have arrived are reason enough to ask for their cases' end: half a minute at 1 Mbit/s. */
const completeBytes = 4 * 1024 * 1024;

export interface PaperRoundParts {
  readonly client: PlatformClient;
  readonly outbox: Outbox;
  noteWait(cases: readonly Pick<WaitingCase, 'caseNumber'>[], reason: WaitReason, detail: string): void;
  /** Again, by their digests: their envelopes are there. */
  offerNamed(cases: readonly WaitingCase[], round: Round): Promise<Result<null, LineFault>>;
  /** What was handed in meanwhile. */
  offerEach(round: Round): Promise<Result<null, LineFault>>;
  isOverItsPapers(one: WaitingCase, round: Round, fault: LineFault): Promise<boolean>;
  wholeOf(cases: readonly WaitingCase[]): readonly WaitingCase[];
}

/** Sends what `round.owing` says, the oldest case's papers first, and offers each case again when they are there. */
export function createPaperRound(parts: PaperRoundParts): { send(round: Round): Promise<Result<null, LineFault>> } {
  const { client, outbox, noteWait, offerNamed, offerEach, isOverItsPapers, wholeOf } = parts;

  async function send(round: Round): Promise<Result<null, LineFault>> {
    let offering: Promise<Result<null, LineFault>> = Promise.resolve(ok(null));
    try {
      for (let owing = round.owing.shift(); owing !== undefined; owing = round.owing.shift()) {
        const uploaded = await sendPapersOf(owing, round);
        const isTime = uploaded.ok && isTimeToOffer(round);
        const outcome = isTime ? await offering : uploaded;
        if (!outcome.ok) {
          const { reason, detail, remedy } = outcome.error;
          if (remedy === 'enrol-again') outbox.noteNotAccepted();
          noteWait([owing, ...round.owing], reason, detail);
          return outcome;
        }
        // While the platform opens these, which takes it a second on a small machine, the next papers are on their way.
        if (isTime) offering = offerComplete(round);
        offering.catch(() => {});
      }
      return await offering;
    } finally {
      await Promise.allSettled([offering]);
    }
  }

  async function sendPapersOf(owing: Owing, round: Round): Promise<Result<null, LineFault>> {
    const { papers, incarnation, sequence } = owing;
    const [one] = wholeOf(outbox.nextBatch(1, { incarnation, sequence: sequence - 1 }));
    if (one?.caseNumber !== owing.caseNumber) return ok(null);
    let left = papers;
    for (const paper of papers) {
      const condition = outbox.paperCondition(one.caseNumber, paper.id);
      if (condition === 'lost') noteWait([one], 'paper-not-readable-here', paper.id);
      if (condition !== 'sound') return ok(null);
      const uploaded = await uploadPaper({ client, outbox }, one.caseDigest, paper, (receivedBytes) => {
        round.papersProgressed = true;
        left = left.flatMap((other) => {
          if (other.id !== paper.id) return [other];
          return receivedBytes === paper.bytes ? [] : [{ ...other, receivedBytes }];
        });
        noteWait([one], 'papers-under-way', progressOf(one, left));
      });
      if (!uploaded.ok) {
        if (!round.papersProgressed && (await isOverItsPapers(one, round, uploaded.error))) return ok(null);
        if (!concernsThisCaseAlone(uploaded.error)) return uploaded;
        // A part that the disk did not give is not the word that it never will.
        const isUnread = uploaded.error.reason === 'paper-not-readable-here';
        if (isUnread && outbox.paperCondition(one.caseNumber, paper.id) !== 'lost') return ok(null);
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
    const complete = round.complete.splice(0);
    return complete.length === 0 ? ok(null) : offerNamed(complete, round);
  }

  return { send };
}

/**
 * Each alone is a request and an answer more for each. All at the end, a line that breaks every few minutes would never see a
 * case ended. An acknowledgement names one incarnation.
 */
function isTimeToOffer({ complete, owing: [next] }: Round): boolean {
  const bytes = complete.reduce((total, one) => total + one.bytes, 0);
  const isLast = next === undefined || next.incarnation !== complete.at(-1)?.incarnation;
  return isLast || bytes >= completeBytes || complete.length === maxDeliveriesPerBatch;
}
