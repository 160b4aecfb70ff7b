import { insertAuditRow, readAuditRows, readLastAuditRow } from '../store/audit-rows.ts';
import type { Store } from '../store/database.ts';
import { type AuditEntry, type AuditEvent, auditEntry, entryHash, origin } from './entry.ts';

export interface AuditHead {
  readonly length: number;
  readonly head: string;
}

export function auditHead(store: Store): AuditHead {
  const last = readLastAuditRow(store);
  return { length: last?.sequence ?? 0, head: last?.hash ?? origin };
}

/**
 * Appends one entry, chained to the one before. Call inside the transaction of the act it tells of. Throws on an event that
 * does not fit its schema: a bug, and better seen than written where nothing can be taken back.
 */
export function appendAudit(store: Store, event: AuditEvent, at: string): AuditHead {
  const before = auditHead(store);
  const sequence = before.length + 1;
  const entry: AuditEntry = auditEntry.parse({ v: 1, sequence, previous: before.head, at, event });
  const bytes = Buffer.from(JSON.stringify(entry));
  const hash = entryHash(bytes);
  insertAuditRow(store, { sequence, bytes, hash });
  return { length: sequence, head: hash };
}

/** The first entry that was changed, removed, added or moved; null when the chain holds. */
export function firstBrokenEntry(store: Store): number | null {
  let previous = origin;
  let sequence = 0;
  for (const row of readAuditRows(store)) {
    sequence += 1;
    const read = auditEntry.safeParse(JSON.parse(Buffer.from(row.bytes).toString('utf8')));
    const holds =
      read.success && read.data.sequence === sequence && row.sequence === sequence && read.data.previous === previous;
    if (!holds || entryHash(row.bytes) !== row.hash) return sequence;
    previous = row.hash;
  }
  return null;
}
