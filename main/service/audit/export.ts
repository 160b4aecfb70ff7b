import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import { readAuditRows, readFirstAuditRow } from '../store/audit-rows.ts';
import type { Store } from '../store/store.ts';
import { type AuditHead, auditHead } from './audit-log.ts';
import { auditEntry } from './entry.ts';
import { logFileLines } from './log-file.ts';

/** The log as it is at the first line asked for, in the form of log-file.ts; what is appended meanwhile is left out. */
export function* exportLog(store: Pick<Store, 'connection'>, keys: EnrolledKeys): Generator<Buffer> {
  const head = auditHead(store);
  yield* logFileLines(readAuditRows(store, head.length), { begin: beginningOf(store), head }, keys);
}

/** What the first entry that is here comes after; null where it is the first of all. */
function beginningOf(store: Pick<Store, 'connection'>): AuditHead | null {
  const first = readFirstAuditRow(store);
  if (first === null || first.sequence === 1) return null;
  const { previous } = auditEntry.parse(JSON.parse(Buffer.from(first.bytes).toString('utf8')));
  return { length: first.sequence - 1, head: previous };
}
