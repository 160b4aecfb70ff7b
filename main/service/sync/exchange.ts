import { ok, type Result } from '../../contract/result.ts';
import type { Acknowledgements, DeliveryResponse } from '../../contract/wire/deliveries.ts';
import { type AcknowledgementFault, verifyAcknowledgements, verifyEpoch } from '../sealing/acknowledgement.ts';
import { type Root, verifyKeyList } from '../sealing/key-list.ts';
import { type Batch, encodedHead } from './batch.ts';
import type { KeyRing } from './key-ring.ts';
import type { Outbox } from './outbox.ts';
import type { PlatformClient } from './platform-client.ts';
import type { LineFault } from './transport.ts';

/** An answer that is believed. Its lease is saved, so that the next request may go; what it ends is not ended yet. */
export interface Answered {
  readonly cases: Batch['cases'];
  readonly answer: DeliveryResponse;
  /** What came of its acknowledgements; null where it has none. */
  readonly verified: Result<Acknowledgements, AcknowledgementFault> | null;
}

export interface ExchangeParts {
  readonly client: PlatformClient;
  readonly outbox: Outbox;
  readonly keyRing: KeyRing;
  readonly roots: readonly Root[];
  readonly terminal: string;
  readonly nowMs: () => number;
}

/** One request with a batch, and what an answer may ask for before it can be believed: newer keys, a lease to come again with. */
export type Exchange = (batch: Batch, inARow: boolean) => Promise<Result<Answered, LineFault>>;

export function createExchange({ client, outbox, keyRing, roots, terminal, nowMs }: ExchangeParts): Exchange {
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

  async function believe(
    cases: Batch['cases'],
    answer: DeliveryResponse,
    atMs: number,
  ): Promise<Result<Answered, LineFault>> {
    if (answer.keyListVersion > keyRing.list().version) await takeNewerKeyList();
    const highestEpoch = outbox.epoch();
    const verified =
      answer.acknowledged === null
        ? null
        : verifyAcknowledgements(answer.acknowledged, keyRing.list(), { terminal, highestEpoch });
    // A restored platform has to be told what it lost, also by a terminal at which nobody hands in. Said by the gateway
    // alone it would not count: an epoch made up there would have every true acknowledgement taken for an old one.
    const heard = answer.epoch === null ? null : verifyEpoch(answer.epoch, keyRing.list());
    outbox.saveContact({
      lease: answer.nextLease,
      epoch: Math.max(highestEpoch, verified?.ok === true ? verified.value.epoch : (heard ?? highestEpoch)),
      offsetMs: Math.round(Date.parse(answer.time) - atMs),
      at: answer.time,
    });
    return ok({ cases, answer, verified });
  }

  return async ({ cases, deliveries }, inARow) => {
    const head = { v: 1, lease: outbox.lease(), auditHead: encodedHead(outbox) } as const;
    const sentAtMs = nowMs();
    let answer = await client.deliver(head, deliveries, inARow);
    if (!answer.ok && answer.error.remedy === 'newer-key-list' && (await takeNewerKeyList())) {
      answer = await client.deliver(head, deliveries, false);
    }
    // This disk has been behind for long: another one has gone on under its name. It says so itself, and is told what to do.
    if (!answer.ok && answer.error.challenge !== null) {
      answer = await client.deliver({ ...head, lease: answer.error.challenge }, deliveries, false);
    }
    return answer.ok ? believe(cases, answer.value, (sentAtMs + nowMs()) / 2) : answer;
  };
}
