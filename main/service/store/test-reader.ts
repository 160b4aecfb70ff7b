import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A technician who looks at the database just then: holds a read transaction open until `leave`. */
export function openReader(folder: string): { leave(): void } {
  const connection = new Database(join(folder, 'terminal.sqlite'), { readonly: true });
  connection.exec('BEGIN; SELECT count(*) FROM cases');
  return { leave: () => connection.close() };
}

/** As SQLite throws it. */
export const diskFullError = (): Error => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
