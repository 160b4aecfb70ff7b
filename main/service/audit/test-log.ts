import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { Store } from '../store/store.ts';
import { exportLog } from './export.ts';
import { type Verdict, verifyLog } from './verify.ts';

/** The lines of the log's file, without their ends. */
export function exportedLines(store: Store, keys: EnrolledKeys): readonly Buffer[] {
  return [...exportLog(store, keys)].map((line) => line.subarray(0, -1));
}

export function verifyExported(store: Store, keys: EnrolledKeys): Verdict {
  const lines = exportedLines(store, keys);
  return verifyLog(() => lines, null);
}
