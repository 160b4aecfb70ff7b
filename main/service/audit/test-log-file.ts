import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { testKeys } from '../sealing/test-case.ts';
import type { AuditRow } from '../store/audit-rows.ts';
import type { AuditHead } from './audit-log.ts';
import { auditEntry, entryHash, origin } from './entry.ts';
import { logFileLines } from './log-file.ts';
import { verifyLog } from './verify.ts';

export const keys = testKeys().enrolled;

/** A log that another program made: entries of any number, chained. `previous`: what its first one comes after. */
export function rowsOf(references: readonly number[], previous = origin, first = 1): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  let before = previous;
  for (const [at, reference] of references.entries()) {
    const bytes = Buffer.from(
      JSON.stringify(
        auditEntry.parse({
          v: 1,
          sequence: first + at,
          previous: before,
          at: '2026-11-23T06:32:00.000Z',
          event: { event: 'key-list-taken', reference: String(reference) },
        }),
      ),
    );
    before = entryHash(bytes);
    rows.push({ sequence: first + at, bytes, hash: before });
  }
  return rows;
}

export const headOf = (rows: readonly AuditRow[]) => ({ length: rows.length, head: rows.at(-1)?.hash ?? origin });

export const linesOf = (
  rows: readonly AuditRow[],
  signer = keys,
  head = headOf(rows),
  begin: AuditHead | null = null,
) => [...logFileLines(rows, { begin, head }, signer)].map((line) => line.subarray(0, -1));

/** As a file is read: whatever the bytes now are, cut where a line ends. */
function asFile(lines: readonly Uint8Array[]): readonly Buffer[] {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  const read: Buffer[] = [];
  for (let from = 0, end = bytes.indexOf(10); from < bytes.length; from = end + 1, end = bytes.indexOf(10, from)) {
    if (end === -1) end = bytes.length;
    read.push(bytes.subarray(from, end));
  }
  return read;
}

export const verdictOn = (lines: readonly Uint8Array[], published: PublishedHeads | null = null) => {
  const read = asFile(lines);
  return verifyLog(() => read, published);
};
