import { insertAuditRow, readLastAuditRow } from '../store/audit-rows.ts';
import { pruneSegment } from '../store/audit-segments.ts';
import type { Store } from '../store/store.ts';
import { type AuditEntry, type AuditEvent, auditEntry, entryHash, origin } from './entry.ts';

export interface AuditHead {
  readonly length: number;
  readonly head: string;
}

export function auditHead(store: Pick<Store, 'connection'>): AuditHead {
  const last = readLastAuditRow(store);
  return { length: last?.sequence ?? 0, head: last?.hash ?? origin };
}

/**
 * Appends one entry, chained to the one before. Call inside the transaction of the act it tells of. Throws on an event that
 * does not fit its schema: a bug, and better seen than written where nothing can be taken back.
 */
export function appendAudit(store: Store, event: AuditEvent, at: string): AuditHead {
  return appendAuditEach(store, [event], at);
}

/** The same for acts of one moment, in this order: the head is read once, however many there are. */
export function appendAuditEach(store: Store, events: readonly AuditEvent[], at: string): AuditHead {
  let { length, head } = auditHead(store);
  for (const event of events) {
    length += 1;
    const entry: AuditEntry = auditEntry.parse({ v: 1, sequence: length, previous: head, at, event });
    const bytes = Buffer.from(JSON.stringify(entry));
    head = entryHash(bytes);
    insertAuditRow(store, { sequence: length, bytes, hash: head });
  }
  return { length, head };
}

/** Once a day of the platform's: what is old enough goes, and the log says up to where. Call inside a transaction. */
export function pruneAuditLog(store: Store, at: string): void {
  const upTo = pruneSegment(store);
  if (upTo !== null) appendAudit(store, { event: 'log-shortened', reference: 'terminal', upTo }, at);
}
