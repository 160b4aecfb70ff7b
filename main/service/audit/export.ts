import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import { readAuditRows } from '../store/audit-rows.ts';
import type { Store } from '../store/store.ts';
import { auditHead } from './audit-log.ts';
import { logFileLines } from './log-file.ts';

/** The log as it is at the first line asked for, in the form of log-file.ts; what is appended meanwhile is left out. */
export function* exportLog(store: Pick<Store, 'connection'>, keys: EnrolledKeys): Generator<Buffer> {
  const head = auditHead(store);
  yield* logFileLines(readAuditRows(store, head.length), head, keys);
}
