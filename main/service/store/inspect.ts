import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { isCorrupt } from './damage-watch.ts';
import { applicationId } from './database-file.ts';
import type { StoreFault } from './store.ts';
import { latestVersion, migrate } from './migrations.ts';
import { openDamaged } from './salvage.ts';
import { rowReader } from './salvaged-rows.ts';
import { readWriteAheadLog } from './write-ahead-log.ts';

/**
 * Why the database cannot be opened, found without changing a byte of it; null where it can, or where there is none yet.
 * Damaged is only what is surely ours. An emptied file, somebody else's database and a newer version's are no damage that
 * this program could mend: whoever did it knows better what they were to be, and comes back to find them as they were.
 * Throws what SQLite throws when the disk fails.
 */
export function inspect(file: string): StoreFault | null {
  const logHasContent = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
  if (!existsSync(file)) return logHasContent ? damaged('the database is missing, and its log is there') : null;
  // Nothing of ours is ever empty: a new one gets its name when it is whole.
  if (statSync(file).size === 0) return { fault: 'database-unreadable', detail: 'it is empty' };
  const first = firstBytes(file, 100);
  if (!first.subarray(0, 16).equals(Buffer.from('SQLite format 3\0'))) {
    return holdsOurRows(file)
      ? damaged('its first page is not one')
      : { fault: 'database-unreadable', detail: 'it does not begin as an SQLite database does' };
  }
  try {
    const connection = new Database(file, { readonly: true, fileMustExist: true });
    try {
      if (connection.pragma('application_id', { simple: true }) !== applicationId) {
        return holdsOurRows(file)
          ? damaged('its first page does not say that it is ours')
          : { fault: 'database-unreadable', detail: 'it is an SQLite database of another program' };
      }
      const version = Number(connection.pragma('user_version', { simple: true }));
      if (version > latestVersion) return { fault: 'database-newer', version };
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return first.readUInt32BE(68) === applicationId || holdsOurRows(file)
      ? damaged(String(error))
      : { fault: 'database-unreadable', detail: String(error) };
  }
  return readWriteAheadLog(`${file}-wal`).damaged
    ? damaged('a page of its log does not hold, and commits stand behind it')
    : null;
}

const damaged = (detail: string): StoreFault => ({ fault: 'database-damaged', detail });

/** One row that can only be ours is enough. */
function holdsOurRows(file: string): boolean {
  const newest = new Database(':memory:');
  const found = openDamaged(file);
  try {
    migrate(newest);
    const read = rowReader(newest);
    for (const record of found.records()) if (read(record) !== null) return true;
    return false;
  } finally {
    found.close();
    newest.close();
  }
}

function firstBytes(file: string, count: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(count);
    readSync(descriptor, bytes, 0, count, 0);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
