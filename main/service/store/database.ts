import { existsSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../contract/result.ts';
import { isCorrupt, watchForDamage } from './damage-watch.ts';
import { applicationId, databaseFile } from './database-file.ts';
import { flushFolder, isFileFault } from './durable-files.ts';
import { inspect } from './inspect.ts';
import { migrate } from './migrations.ts';
import { pageBytes } from './page-size.ts';
import { markDamaged, putAside, readDamageMark, removeDamageMark, reserveMark } from './quarantine.ts';
import { rebuild } from './rebuild.ts';
import { type DamagedDatabase, openDamaged } from './salvage.ts';
import type { Connection, Store, StoreFault } from './store.ts';

/** A technician's write is waited for this long; everything else waits meanwhile, so not longer. */
const writeWaitMs = 1000;

/**
 * Opens the terminal's database in `folder`, taking the folder's lock for as long as the process lives.
 * Asserts what durability rests on at every open, because defaults differ from build to build: this binding falls back
 * to synchronous=NORMAL in WAL mode, which loses hundreds of acknowledged commits at a power cut.
 */
export function openStore(folder: string): Result<Store, StoreFault> {
  return withLock(folder, (lock) => {
    const mark = readDamageMark(folder);
    if (mark !== null) return err({ fault: 'database-damaged', detail: mark.why });
    const refused = inspect(databaseFile(folder));
    return refused === null ? ok(openUnlocked(folder, lock)) : err(refused);
  });
}

/** A new database beside the damaged one that it is to take over from. */
export interface Recovery {
  readonly store: Store;
  readonly damaged: DamagedDatabase;
  /** The folder the damaged files were put into. */
  readonly quarantine: string;
  readonly why: string;
  /** All is taken over: the new database is the terminal's from here on. Until then each start begins the recovery again. */
  finish(): void;
}

/** Puts the damaged database in `folder` aside, named by `at` (ISO 8601), and opens a new one in its place. */
export function openRecovery(folder: string, why: string, at: string): Result<Recovery, StoreFault> {
  return withLock(folder, (lock) => {
    markDamaged(folder, why);
    const aside = putAside(folder, at);
    const damaged = openDamaged(databaseFile(aside.path));
    return ok({
      store: openUnlocked(folder, lock),
      damaged,
      quarantine: aside.path,
      why: aside.why,
      finish: () => {
        damaged.close();
        removeDamageMark(folder);
      },
    });
  });
}

/** A full disk is told apart from a broken one: the person is told to call staff either way, staff what to do. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_FULL';
}

/** What a disk, or somebody else at the database, can do to any write. A broken constraint is a bug and is not among them. */
export function isDiskFault(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|FULL|BUSY|LOCKED|NOMEM)/.test(error.code)
  );
}

function openUnlocked(folder: string, lock: Connection): Store {
  const file = databaseFile(folder);
  if (!existsSync(file)) makeDatabase(file);
  const connection = openGivingSpaceBack(file);
  try {
    configure(connection);
    migrate(connection);
    assertDurable(connection);
    reserveMark(folder);
  } catch (error) {
    connection.close();
    throw error;
  }
  let whenDamaged: (why: string) => void = () => {};
  let seen = false;
  const onDamage = (why: string) => {
    if (seen) return;
    seen = true;
    try {
      markDamaged(folder, why);
    } catch (error) {
      // On a disk that takes not even that the service has to end all the same: the next start may find the damage by itself.
      if (!isFileFault(error)) throw error;
    }
    whenDamaged(why);
  };
  watchForDamage(connection, onDamage);
  return {
    connection,
    transaction: (act) => {
      try {
        return connection.transaction(act).immediate();
      } catch (error) {
        // Also what the commit itself ran into.
        if (isCorrupt(error)) onDamage(String(error));
        throw error;
      }
    },
    whenDamaged: (act) => {
      whenDamaged = act;
    },
    close: () => {
      connection.close();
      lock.close();
    },
  };
}

/**
 * A new database gets its name when it is whole: SQLite makes the file empty first, and an empty one is taken for one that
 * was emptied, in which much may be missing.
 */
function makeDatabase(file: string): void {
  const unfinished = `${file}.new`;
  for (const part of ['', '-wal', '-shm']) rmSync(`${unfinished}${part}`, { force: true });
  const connection = new Database(unfinished);
  try {
    connection.pragma(`page_size = ${pageBytes}`);
    connection.pragma('auto_vacuum = INCREMENTAL');
    connection.pragma(`application_id = ${applicationId}`);
    configure(connection);
    migrate(connection);
  } finally {
    // The last to close empties the log into the file and flushes it.
    connection.close();
  }
  renameSync(unfinished, file);
  flushFolder(dirname(file));
}

/** Writes nothing where all is as it should be: on a full disk, too, what waits has to be sent. */
function configure(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  // Deleted content is overwritten, not only forgotten.
  connection.pragma('secure_delete = ON');
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  // SQLite's own temporary files would be plain copies of rows in a folder we do not wipe.
  connection.pragma('temp_store = MEMORY');
}

function openGivingSpaceBack(file: string): Connection {
  const connection = new Database(file, { timeout: writeWaitMs });
  try {
    if (connection.pragma('auto_vacuum', { simple: true }) === 2) return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.close();
  rebuild(file, writeWaitMs);
  return new Database(file, { timeout: writeWaitMs });
}

function assertDurable(connection: Connection): void {
  const expected = {
    journal_mode: 'wal',
    synchronous: 2,
    secure_delete: 1,
    foreign_keys: 1,
    trusted_schema: 0,
    temp_store: 2,
    auto_vacuum: 2,
    page_size: pageBytes,
  };
  for (const [name, value] of Object.entries(expected)) {
    const actual: unknown = connection.pragma(name, { simple: true });
    if (actual !== value) throw new Error(`PRAGMA ${name} is ${String(actual)}, needs to be ${value}`);
  }
}

/** Runs `act` with the folder's lock held; keeps it where `act` succeeds. */
function withLock<T>(folder: string, act: (lock: Connection) => Result<T, StoreFault>): Result<T, StoreFault> {
  const version = sqliteVersion();
  // Older versions can corrupt a database when two connections reset its WAL at once.
  if (compareVersions(version, '3.51.3') < 0) return err({ fault: 'sqlite-version', version });
  const lock = lockFolder(folder);
  if (!lock.ok) return lock;
  try {
    const done = act(lock.value);
    if (!done.ok) lock.value.close();
    return done;
  } catch (error) {
    lock.value.close();
    return err(faultOf(error));
  }
}

/**
 * One writer, ever: a database of its own held in an exclusive transaction. The operating system drops the lock with the
 * process, however it dies; a file with a process id in it would survive a power cut and lock the terminal out.
 */
function lockFolder(folder: string): Result<Connection, StoreFault> {
  const file = join(folder, 'lock.sqlite');
  try {
    try {
      return ok(openLocked(file));
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      // It holds nothing, so rubbish in it is no reason to close a hall. Emptied and not removed: with a file of their own
      // each, two that start at once would both have the lock. Nobody holds it now, or it would not have been read at all.
      truncateSync(file);
      return ok(openLocked(file));
    }
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return err({ fault: 'database-locked' });
    return err({ fault: 'disk', detail: String(error) });
  }
}

function openLocked(file: string): Connection {
  const connection = new Database(file, { timeout: 0 });
  try {
    connection.pragma('journal_mode = MEMORY');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function faultOf(error: unknown): StoreFault {
  const detail = error instanceof Error ? error.message : String(error);
  return isCorrupt(error) ? { fault: 'database-damaged', detail } : { fault: 'disk', detail };
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
