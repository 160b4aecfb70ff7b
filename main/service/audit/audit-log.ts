import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withPurpose } from '../../contract/wire/purposes.ts';
import { insertAuditRow, readAuditRows, readLastAuditRow } from '../store/audit-rows.ts';
import type { Store } from '../store/database.ts';

/** What is written down. No identity: staff and residents do not appear, reasons are codes. */
export const auditEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('enrolled'), reference: z.string() }),
  z.strictObject({ event: z.literal('case-submitted'), reference: z.string() }),
  z.strictObject({ event: z.literal('case-ended'), reference: z.string(), outcome: z.enum(['opened', 'refused']) }),
  z.strictObject({ event: z.literal('staff-signed-in'), reference: z.literal('terminal') }),
  z.strictObject({ event: z.literal('staff-refused'), reference: z.literal('terminal') }),
  z.strictObject({ event: z.literal('staff-ended-program'), reference: z.literal('terminal') }),
]);
export type AuditEvent = Readonly<z.infer<typeof auditEvent>>;

/** The hash before the first entry. */
const origin = createHash('sha256').update(withPurpose('audit-entry')).digest('base64url');

const entry = z.strictObject({
  v: z.literal(1),
  sequence: z.number().int(),
  previous: z.string(),
  at: z.string(),
  event: auditEvent,
});

export interface AuditHead {
  readonly length: number;
  readonly head: string;
}

export function auditHead(store: Store): AuditHead {
  const last = readLastAuditRow(store);
  return { length: last?.sequence ?? 0, head: last?.hash ?? origin };
}

/** Appends one entry, chained to the one before. Call inside the transaction of the act it tells of. */
export function appendAudit(store: Store, event: AuditEvent, at: string): AuditHead {
  const before = auditHead(store);
  const sequence = before.length + 1;
  const bytes = Buffer.from(
    JSON.stringify({ v: 1, sequence, previous: before.head, at, event } satisfies z.infer<typeof entry>),
  );
  const hash = hashOf(bytes);
  insertAuditRow(store, { sequence, bytes, hash });
  return { length: sequence, head: hash };
}

/** The first entry that was changed, removed, added or moved; null when the chain holds. */
export function firstBrokenEntry(store: Store): number | null {
  let previous = origin;
  let sequence = 0;
  for (const row of readAuditRows(store)) {
    sequence += 1;
    const read = entry.safeParse(JSON.parse(Buffer.from(row.bytes).toString('utf8')));
    const holds =
      read.success && read.data.sequence === sequence && row.sequence === sequence && read.data.previous === previous;
    if (!holds || hashOf(row.bytes) !== row.hash) return sequence;
    previous = row.hash;
  }
  return null;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(withPurpose('audit-entry', bytes)).digest('base64url');
}
