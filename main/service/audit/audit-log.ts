import { insertAuditRow, readLastAuditRow } from '../store/audit-rows.ts';
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
  const before = auditHead(store);
  const sequence = before.length + 1;
  const entry: AuditEntry = auditEntry.parse({ v: 1, sequence, previous: before.head, at, event });
  const bytes = Buffer.from(JSON.stringify(entry));
  const hash = entryHash(bytes);
  insertAuditRow(store, { sequence, bytes, hash });
  return { length: sequence, head: hash };
}
