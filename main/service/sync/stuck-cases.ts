import { maxStuckCases } from '../../contract/wire/stuck-cases.ts';
import type { Log } from '../log.ts';
import { verifyAcknowledgements } from '../sealing/acknowledgement.ts';
import { signStuckCases } from '../sealing/stuck-cases.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { KeyRing } from './key-ring.ts';
import type { Outbox, QueuePlace } from './outbox.ts';
import type { PlatformClient } from './platform-client.ts';

/**
 * Says of cases that no waiting ends (damaged on this disk, not taken there) that it is so, with the digest that was recorded
 * when they were handed in: an operator can then refuse exactly these. What comes back are ends under the acknowledgement
 * key, and `outbox.finishAll` judges them like any others. A platform that will not hear of it is none the less one that
 * cases are delivered to.
 */
export function createStuckCases(parts: {
  readonly outbox: Pick<Outbox, 'stuckCases' | 'finishAll' | 'epoch'>;
  readonly client: Pick<PlatformClient, 'reportStuckCases'>;
  readonly keys: EnrolledKeys;
  readonly keyRing: KeyRing;
  readonly log: Log;
}): { report(): Promise<void> } {
  const { outbox, client, keys, keyRing, log } = parts;
  let logged = '';
  const note = (why: string) => {
    if (logged !== why) log.warn({ detail: why }, 'sync: the platform could not be told what is stuck here');
    logged = why;
  };
  return {
    report: async () => {
      for (let after: QueuePlace | null = null; ; ) {
        const cases = outbox.stuckCases(maxStuckCases, after);
        const last = cases.at(-1);
        if (last === undefined) return;
        after = last;
        const word = cases.map(({ incarnation: _incarnation, sequence: _sequence, ...one }) => one);
        const answer = await client.reportStuckCases(signStuckCases(word, keys));
        if (!answer.ok) return note(answer.error.detail);
        for (const signed of answer.value.acknowledged) {
          const { terminal } = keys.enrolment;
          const list = verifyAcknowledgements(signed, keyRing.list(), { terminal, highestEpoch: outbox.epoch() });
          if (!list.ok) note(list.error);
          else outbox.finishAll(list.value, signed);
        }
      }
    },
  };
}
