import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import { latestVersion, migrations } from './migrations.ts';

/** Why the store cannot be used. In each case what lies on the disk is left untouched. */
export type StoreFault =
  | { readonly fault: 'sqlite-version'; readonly version: string }
  | { readonly fault: 'database-locked' }
  | { readonly fault: 'database-newer'; readonly version: number }
  | { readonly fault: 'database-unreadable'; readonly detail: string }
  | { readonly fault: 'disk'; readonly detail: string };

export type Connection = Database.Database;

export interface Store {
  readonly connection: Connection;
  /** All of `act` or nothing; returns after the disk has it. Synchronous on purpose: nothing can come between. */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** "TONG": tells our file from somebody else's SQLite database. */
const applicationId = 0x544f4e47;
export const databaseFile = (folder: string): string => join(folder, 'terminal.sqlite');
/** A technician's write is waited for this long; everything else waits meanwhile, so not longer. */
const writeWaitMs = 1000;

/**
 * Opens the terminal's database in `folder`, taking the folder's lock for as long as the process lives.
 * Asserts what durability rests on at every open, because defaults differ from build to build: this binding falls back
 * to synchronous=NORMAL in WAL mode, which loses hundreds of acknowledged commits at a power cut.
 */
export function openStore(folder: string): Result<Store, StoreFault> {
  const version = sqliteVersion();
  // Older versions can corrupt a database when two connections reset its WAL at once.
  if (compareVersions(version, '3.51.3') < 0) return err({ fault: 'sqlite-version', version });

  const lock = lockFolder(folder);
  if (!lock.ok) return lock;

  const file = databaseFile(folder);
  const refused = inspect(file);
  if (refused !== null) {
    lock.value.close();
    return err(refused);
  }
  try {
    const connection = new Database(file, { timeout: writeWaitMs });
    configure(connection);
    migrate(connection);
    assertDurable(connection);
    return ok({
      connection,
      transaction: (act) => connection.transaction(act).immediate(),
      close: () => {
        connection.close();
        lock.value.close();
      },
    });
  } catch (error) {
    lock.value.close();
    return err(faultOf(error));
  }
}

/** A full disk is told apart from a broken one: the person is told to call staff either way, staff what to do. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_FULL';
}

export function isCorrupt(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
}

/** What a disk, or somebody else at the database, can do to any write. A broken constraint is a bug and is not among them. */
export function isDiskFault(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(IOERR|READONLY|CANTOPEN|CORRUPT|FULL|BUSY|LOCKED|NOMEM)/.test(error.code)
  );
}

function configure(connection: Connection): void {
  connection.pragma(`application_id = ${applicationId}`);
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  // Deleted content is overwritten, not only forgotten.
  connection.pragma('secure_delete = ON');
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  // SQLite's own temporary files would be plain copies of rows in a folder we do not wipe.
  connection.pragma('temp_store = MEMORY');
}

function assertDurable(connection: Connection): void {
  const expected = { journal_mode: 'wal', synchronous: 2, secure_delete: 1, foreign_keys: 1, temp_store: 2 };
  for (const [name, value] of Object.entries(expected)) {
    const actual: unknown = connection.pragma(name, { simple: true });
    if (actual !== value) throw new Error(`PRAGMA ${name} is ${String(actual)}, needs to be ${value}`);
  }
}

/** Brings the schema up to date. Exported for the tests of single steps. */
export function migrate(connection: Connection, to: number = latestVersion): void {
  for (const migration of migrations) {
    const at = Number(connection.pragma('user_version', { simple: true }));
    if (migration.version <= at || migration.version > to) continue;
    connection
      .transaction(() => {
        connection.exec(migration.sql);
        connection.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
  // The first write of a connection is where the binding's default came back; it is set again behind it.
  connection.pragma('synchronous = FULL');
}

/** Looks at what is there without changing a byte of it. */
function inspect(file: string): StoreFault | null {
  if (!existsSync(file)) return null;
  // Nothing of ours is ever empty: something emptied it, and what it held is to be looked for before it is written over.
  if (statSync(file).size === 0) return { fault: 'database-unreadable', detail: 'it is empty' };
  if (!firstBytes(file, 16).equals(Buffer.from('SQLite format 3\0'))) {
    return { fault: 'database-unreadable', detail: 'it does not begin as an SQLite database does' };
  }
  try {
    const connection = new Database(file, { readonly: true, fileMustExist: true });
    try {
      if (connection.pragma('application_id', { simple: true }) !== applicationId) {
        return { fault: 'database-unreadable', detail: 'it is an SQLite database of another program' };
      }
      const version = Number(connection.pragma('user_version', { simple: true }));
      return version > latestVersion ? { fault: 'database-newer', version } : null;
    } finally {
      connection.close();
    }
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * One writer, ever: a database of its own held in an exclusive transaction. The operating system drops the lock with the
 * process, however it dies; a file with a process id in it would survive a power cut and lock the terminal out.
 */
function lockFolder(folder: string): Result<Connection, StoreFault> {
  try {
    const connection = new Database(join(folder, 'lock.sqlite'), { timeout: 0 });
    try {
      connection.pragma('journal_mode = MEMORY');
      connection.exec('BEGIN EXCLUSIVE');
      return ok(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return err({ fault: 'database-locked' });
    return err(faultOf(error));
  }
}

function faultOf(error: unknown): StoreFault {
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof Database.SqliteError ? error.code : '';
  return /^SQLITE_(NOTADB|CORRUPT)/.test(code) ? { fault: 'database-unreadable', detail } : { fault: 'disk', detail };
}

function sqliteVersion(): string {
  const connection = new Database(':memory:');
  try {
    return String(connection.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    connection.close();
  }
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
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
