import type { SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import type { Store } from './store.ts';

/** The signed list that ended cases, once, however many of them it covers. Returns its row id. */
export function saveAcknowledgements({ connection }: Store, { bytes, key, signature }: SignedAcknowledgements): number {
  connection
    .prepare(
      `INSERT OR IGNORE INTO acknowledgements (bytes, key, signature, platform_days)
       VALUES (?, ?, ?, coalesce((SELECT platform_days FROM terminal_state), 0))`,
    )
    .run(bytes, key, signature);
  return Number(connection.prepare('SELECT id FROM acknowledgements WHERE signature = ?').pluck().get(signature));
}

/** The platform's signed lists behind `after`, oldest first: what was erased here on its word. Row ids count up. */
export function readAcknowledgements(
  { connection }: Store,
  after: number,
  most: number,
): readonly (SignedAcknowledgements & { readonly id: number })[] {
  return connection
    .prepare<[number, number], SignedAcknowledgements & { readonly id: number }>(
      'SELECT id, bytes, key, signature FROM acknowledgements WHERE id > ? ORDER BY id LIMIT ?',
    )
    .all(after, most);
}

/** A year, and a day for leap years. */
const proofsKeptDays = 366;

/**
 * What proves that a case ended goes when it is a year old by the platform's signed days: its tombstone, and the platform's
 * list. Not while a restored platform has yet to be told of it. Number, item, time and state of the case stay.
 */
export function pruneProofs({ connection }: Store): void {
  const oldest = connection
    .prepare<[], number>('SELECT platform_days FROM terminal_state WHERE epoch <= told_epoch')
    .pluck()
    .get();
  if (oldest === undefined) return;
  const upTo = oldest - proofsKeptDays;
  connection
    .prepare(
      'DELETE FROM tombstones WHERE acknowledgement IN (SELECT id FROM acknowledgements WHERE platform_days <= ?)',
    )
    .run(upTo);
  connection.prepare('DELETE FROM acknowledgements WHERE platform_days <= ?').run(upTo);
}
