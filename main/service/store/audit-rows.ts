import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import { databaseFile } from './database-file.ts';
import type { Connection, Store } from './store.ts';
import { prepared } from './statements.ts';

export interface AuditRow {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
}

export function readLastAuditRow(store: Pick<Store, 'connection'>): AuditRow | null {
  const last = 'SELECT sequence, bytes, hash FROM audit ORDER BY sequence DESC LIMIT 1';
  return prepared<[], AuditRow>(store, last).get() ?? null;
}

export function readFirstAuditRow(store: Pick<Store, 'connection'>): AuditRow | null {
  const first = 'SELECT sequence, bytes, hash FROM audit ORDER BY sequence LIMIT 1';
  return prepared<[], AuditRow>(store, first).get() ?? null;
}

const rowsPerRead = 1000;

/**
 * Rows up to `lastSequence`, in order. Read in short pieces, each of which is over before it is handed on: a reader that
 * stays open would hold back the overwriting of erased cases for as long as somebody looks at the output.
 */
export function* readAuditRows(
  { connection }: Pick<Store, 'connection'>,
  lastSequence: number,
): Generator<AuditRow, void> {
  const next = connection.prepare<[number, number, number], AuditRow>(
    'SELECT sequence, bytes, hash FROM audit WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?',
  );
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = next.all(after, lastSequence, rowsPerRead);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

export function insertAuditRow(store: Store, row: AuditRow): void {
  prepared(store, 'INSERT INTO audit (sequence, bytes, hash) VALUES (@sequence, @bytes, @hash)').run(row);
}

/** The database for looking at the log alone, beside a running service or without one. Changes nothing, takes no lock. */
export function openAuditReader(
  folder: string,
): Result<{ readonly connection: Connection; close(): void }, { readonly detail: string }> {
  const file = databaseFile(folder);
  if (!existsSync(file)) return err({ detail: `${file} is not there` });
  try {
    const connection = new Database(file, { readonly: true });
    try {
      readLastAuditRow({ connection });
      return ok({ connection, close: () => connection.close() });
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) return err({ detail: error.message });
    throw error;
  }
}
