import type { Store } from './store.ts';
import { prepared } from './statements.ts';

/** The log is let go of in pieces of at least so many entries. */
const segmentEntries = 1000;
/** Days that the platform signed a time of, from when it held a segment's head until the segment goes. */
const keptDays = 366;

/**
 * A case carries the head of the log so far in its header: one of the ends that the platform will keep for good. Notes it
 * where the log has grown by a segment. Call inside the submission's transaction.
 */
export function noteSegmentEnd(
  store: Store,
  { length, head }: { readonly length: number; readonly head: string },
  caseNumber: string,
): void {
  prepared(
    store,
    `INSERT INTO audit_segments (length, hash, case_number) SELECT @length, @head, @caseNumber
     WHERE @length >= coalesce((SELECT max(length) FROM audit_segments), 0) + ${segmentEntries}`,
  ).run({ length, head, caseNumber });
}

/** The platform has opened and stored these cases, their headers with them. Call inside the transaction that ends them. */
export function noteSegmentsHeld(store: Store, caseNumbers: readonly string[]): void {
  prepared(
    store,
    `UPDATE audit_segments SET held_days = coalesce((SELECT platform_days FROM terminal_state), 0)
     WHERE held_days IS NULL AND case_number IN (SELECT value FROM json_each(?))`,
  ).run(JSON.stringify(caseNumbers));
}

/**
 * Lets go of the first segment that is old enough. Nothing while a platform that was restored has not been told of what it
 * acknowledged before: it may have lost the very case. Call inside a transaction. Returns the last entry that went, or null.
 */
export function pruneSegment(store: Store): number | null {
  const due = prepared<[], number | null>(
    store,
    `SELECT min(length) FROM audit_segments, terminal_state
     WHERE epoch <= told_epoch AND held_days <= platform_days - ${keptDays}
       AND length >= (SELECT min(sequence) FROM audit)`,
  )
    .pluck()
    .get();
  if (due === null || due === undefined) return null;
  prepared(store, 'DELETE FROM audit WHERE sequence <= ?').run(due);
  // The last of them stays: a recovery would not know otherwise where the log begins.
  prepared(store, 'DELETE FROM audit_segments WHERE length < ?').run(due);
  return due;
}
