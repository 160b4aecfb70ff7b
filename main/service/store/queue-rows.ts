import type { WaitReason } from '../../contract/view/waiting.ts';
import { stuckReason, type StuckReason } from '../../contract/wire/stuck-cases.ts';
import type { EnvelopeBytes } from './case-rows.ts';
import { prepared } from './statements.ts';
import type { Store } from './store.ts';

/** Where in the queue a case stands. The counter begins anew with each enrolment, so neither number alone is an order. */
export interface QueuePlace {
  readonly incarnation: number;
  readonly sequence: number;
}

export interface WaitingEnvelope extends EnvelopeBytes, QueuePlace {
  readonly caseNumber: string;
  readonly caseDigest: string;
  readonly bytes: number;
}

/**
 * The oldest `most` that wait behind `after` (null: from the front), of one incarnation. Found by the queue's index: however
 * many wait, a batch costs what it holds.
 */
export function readWaitingEnvelopes(store: Store, most: number, after: QueuePlace | null): readonly WaitingEnvelope[] {
  // CROSS JOIN keeps SQLite from beginning with another table than the one that is in order.
  const rows = prepared<[number, number, number], WaitingEnvelope>(
    store,
    `SELECT outbox.case_number AS caseNumber, outbox.incarnation AS incarnation, outbox.sequence AS sequence,
       case_digest AS caseDigest, bytes, header, manifest, answers, signature
     FROM outbox CROSS JOIN cases USING (case_number) CROSS JOIN envelopes USING (case_number)
     WHERE (outbox.incarnation, outbox.sequence) > (?, ?)
     ORDER BY outbox.incarnation, outbox.sequence LIMIT ?`,
  ).all(after?.incarnation ?? -1, after?.sequence ?? -1, most);
  const next = rows.findIndex(({ incarnation }) => incarnation !== rows[0]?.incarnation);
  return next === -1 ? rows : rows.slice(0, next);
}

/** Another reason than before. `detail`: of the last try, status and error codes, never content. */
export function noteWait(
  store: Store,
  caseNumbers: readonly string[],
  { reason, detail, at }: { readonly reason: WaitReason; readonly detail: string; readonly at: string },
): void {
  const update = prepared(
    store,
    'UPDATE outbox SET reason = ?, detail = ?, reason_changes = reason_changes + 1, changed_at = ? WHERE case_number = ?',
  );
  for (const caseNumber of caseNumbers) update.run(reason, detail, at, caseNumber);
}

/** A case that waits for a reason that no waiting may end, and what was recorded of it when it was handed in. */
export interface StuckRow extends QueuePlace {
  readonly caseNumber: string;
  readonly caseDigest: string;
  readonly bytes: number;
  readonly because: StuckReason;
  readonly detail: string;
}

/** The oldest `most` behind `after`. Looks through the queue: after a round that came to its end little is left of it. */
export function readStuck(store: Store, most: number, after: QueuePlace | null): readonly StuckRow[] {
  return prepared<[string, number, number, number], StuckRow>(
    store,
    `SELECT outbox.case_number AS caseNumber, outbox.incarnation AS incarnation, outbox.sequence AS sequence,
       case_digest AS caseDigest, bytes, reason AS because, detail
     FROM outbox CROSS JOIN cases USING (case_number)
     WHERE reason IN (SELECT value FROM json_each(?)) AND (outbox.incarnation, outbox.sequence) > (?, ?)
     ORDER BY outbox.incarnation, outbox.sequence LIMIT ?`,
  ).all(JSON.stringify(stuckReason.options), after?.incarnation ?? -1, after?.sequence ?? -1, most);
}

/** As it was noted last; null for a case that does not wait. */
export function readWaitReason(store: Store, caseNumber: string): WaitReason | null {
  const row = prepared<[string], { readonly reason: WaitReason }>(
    store,
    'SELECT reason FROM outbox WHERE case_number = ?',
  ).get(caseNumber);
  return row?.reason ?? null;
}
