import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { flushFolder } from './durable-files.ts';

/**
 * Builds a database anew that was made before free pages were given back to the file system: once, and beside the old one,
 * which it replaces when it is whole. `VACUUM` by itself would do it in place, and hold all of it in memory meanwhile, since
 * temporary files are not allowed: 270 MB for a database of 246 MB, where this takes 32 MB.
 *
 * Call before the database is opened for work. Throws what the disk throws, and where somebody else reads the file: then its
 * log cannot be emptied, and would be played into the new one.
 */
export function rebuild(file: string, waitMs: number): void {
  const anew = `${file}.new`;
  for (const part of ['', '-wal', '-shm']) rmSync(`${anew}${part}`, { force: true });
  const connection = new Database(file, { timeout: waitMs });
  try {
    connection.pragma('temp_store = MEMORY');
    connection.pragma('secure_delete = ON');
    connection.pragma('auto_vacuum = INCREMENTAL');
    connection.pragma('journal_mode = DELETE');
    connection.prepare('VACUUM INTO ?').run(anew);
  } finally {
    connection.close();
  }
  // SQLite does not flush what it writes so.
  const handle = openSync(anew, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(anew, file);
  flushFolder(dirname(file));
}
