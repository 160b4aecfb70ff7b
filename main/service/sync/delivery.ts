import { err, ok, type Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view.ts';
import {
  type DeliveryRequest,
  type DeliveryResponse,
  maxDeliveriesPerBatch,
  type Unfinished,
} from '../../contract/wire/deliveries.ts';
import type { Log } from '../log.ts';
import { verifyAcknowledgements } from '../sealing/acknowledgement.ts';
import { type Root, verifyKeyList } from '../sealing/key-list.ts';
import type { KeyRing } from './key-ring.ts';
import type { Outbox, QueuePlace, WaitingCase } from './outbox.ts';
import type { PlatformClient } from './platform-client.ts';
import type { LineFault } from './transport.ts';

/** A request holds 16 MiB at most; this leaves room for what stands around the cases. */
const maxCaseBytesPerBatch = 11 * 1024 * 1024;

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

export interface Delivery {
  /** Offers every waiting case once; with none it is a sign of life. Contact that fails ends the round. */
  offerAll(): Promise<Result<RoundOutcome, LineFault>>;
}

/**
 * Delivers at least once and lets only `outbox.finishAll` end a case. One request at a time, always: the lease in each is the
 * one of the answer before, and two requests with the same would make this terminal look like two.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { client, outbox, keyRing, roots, terminal, log, nowMs } = parts;
  const told = new Map<string, WaitReason>();

  /** Offline for a night, the same reason would be written every few seconds: it is written when it changes. */
  function noteWait(cases: readonly WaitingCase[], reason: WaitReason, detail: string): void {
    const news = cases.map(({ caseNumber }) => caseNumber).filter((caseNumber) => told.get(caseNumber) !== reason);
    if (news.length === 0) return;
    log.warn({ reason, detail, cases: news }, 'sync: cases wait');
    outbox.noteWait(news, reason);
    for (const caseNumber of news) told.set(caseNumber, reason);
  }

  async function offer(batch: readonly WaitingCase[]): Promise<Result<{ readonly ended: number }, LineFault>> {
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
    if (!answer.ok) return refused(batch, answer.error);
    return ok({ ended: await take(batch, answer.value, (sentAtMs + nowMs()) / 2) });
  }

  /** One case that the platform will not even take in must not hold up the others: halve until it stands alone. */
  async function refused(
    batch: readonly WaitingCase[],
    fault: LineFault,
  ): Promise<Result<{ readonly ended: number }, LineFault>> {
    if (fault.remedy === 'enrol-again') outbox.noteNotAccepted();
    if (fault.remedy !== 'smaller-batch' || batch.length === 0) {
      noteWait(batch, fault.reason, fault.detail);
      return err(fault);
    }
    if (batch.length === 1) {
      noteWait(batch, fault.reason, fault.detail);
      return ok({ ended: 0 });
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await offer(batch.slice(0, middle));
    if (!first.ok) {
      noteWait(batch.slice(middle), first.error.reason, first.error.detail);
      return first;
    }
    const second = await offer(batch.slice(middle));
    return second.ok ? ok({ ended: first.value.ended + second.value.ended }) : second;
  }

  async function take(batch: readonly WaitingCase[], answer: DeliveryResponse, atMs: number): Promise<number> {
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
    let ended = 0;
    if (verified?.ok === true && answer.acknowledged !== null) {
      for (const caseNumber of outbox.finishAll(verified.value, answer.acknowledged)) {
        if (waiting.delete(caseNumber)) ended += 1;
        told.delete(caseNumber);
      }
    }
    if (waiting.size > 0) outbox.noteSent([...waiting.keys()]);
    explainWaiting(waiting, answer, verified);
    return ended;
  }

  function explainWaiting(
    waiting: ReadonlyMap<string, WaitingCase>,
    answer: DeliveryResponse,
    verified: ReturnType<typeof verifyAcknowledgements> | null,
  ): void {
    const named = new Set(verified?.ok === true ? verified.value.entries.map(({ caseNumber }) => caseNumber) : []);
    for (const one of waiting.values()) {
      const unfinished = answer.unfinished.find(({ caseDigest }) => caseDigest === one.caseDigest);
      if (unfinished !== undefined) noteWait([one], reasonOf(unfinished), unfinished.state);
      else if (named.has(one.caseNumber)) noteWait([one], 'acknowledgement-does-not-match', 'digest or bytes');
      else if (verified?.ok === false) noteWait([one], 'acknowledgement-does-not-match', verified.error);
      else noteWait([one], 'platform-has-not-opened-it', 'not named in the answer');
    }
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

  async function offerEach(): Promise<Result<RoundOutcome, LineFault>> {
    let after: QueuePlace | null = null;
    let offered = 0;
    let endedCases = 0;
    for (;;) {
      const batch = fitting(outbox.nextBatch(maxDeliveriesPerBatch, after));
      const last = batch.at(-1);
      if (last === undefined && offered > 0) break;
      const outcome = await offer(batch);
      if (!outcome.ok) return outcome;
      endedCases += outcome.value.ended;
      offered += batch.length;
      if (last === undefined) break;
      after = last;
    }
    return ok({ endedCases, stillWaiting: offered - endedCases });
  }

  return {
    offerAll: async () => {
      try {
        return await offerEach();
      } finally {
        outbox.overwriteErased();
      }
    },
  };
}

/** As many from the front as one request holds, and one at least. */
function fitting(cases: readonly WaitingCase[]): readonly WaitingCase[] {
  let bytes = 0;
  const tooMany = cases.findIndex((one) => {
    bytes += one.bytes;
    return bytes > maxCaseBytesPerBatch;
  });
  return tooMany === -1 ? cases : cases.slice(0, Math.max(1, tooMany));
}

function reasonOf({ state }: Unfinished): WaitReason {
  switch (state) {
    case 'unknown-version':
      return 'platform-does-not-know-this-version';
    case 'not-verified':
      return 'platform-has-not-opened-it';
    case 'conflict':
      return 'number-used-twice';
    case 'papers-missing':
      return 'papers-under-way';
    default:
      return state satisfies never;
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

function encoded({ envelope }: WaitingCase): DeliveryRequest['deliveries'][number] {
  const { header, manifest, answers, signature } = envelope;
  return { header: text(header), manifest: text(manifest), answers: text(answers), signature: text(signature) };
}

function encodedHead(outbox: Outbox): DeliveryRequest['auditHead'] {
  const { bytes, signature } = outbox.auditHead();
  return { bytes: text(bytes), signature: text(signature) };
}
