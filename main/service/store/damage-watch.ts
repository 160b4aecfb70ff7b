import Database from 'better-sqlite3';
import type { Connection } from './store.ts';

/**
 * Pages that hold something else than they should, and pages that the disk no longer gives: what is on the others is to be
 * saved in either case, and neither gets better by trying again.
 */
export function isCorrupt(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(NOTADB|CORRUPT|IOERR_(READ|SHORT_READ|DATA|CORRUPTFS)$)/.test(error.code)
  );
}

/**
 * Tells `onDamage` of every statement that runs into a damaged page, whoever catches the error afterwards: a person's
 * "could not be kept, try again" is right for a full disk, and would go on for ever on a damaged one.
 */
export function watchForDamage(connection: Connection, onDamage: (why: string) => void): void {
  const watched =
    <Given extends unknown[], Got>(call: (...given: Given) => Got) =>
    (...given: Given): Got => {
      try {
        return call(...given);
      } catch (error) {
        if (isCorrupt(error)) onDamage(String(error));
        throw error;
      }
    };
  const prepare = watched(connection.prepare.bind(connection) as (source: string) => Database.Statement);
  connection.prepare = ((source: string) => {
    const statement = prepare(source);
    statement.run = watched(statement.run.bind(statement));
    statement.get = watched(statement.get.bind(statement));
    statement.all = watched(statement.all.bind(statement));
    return statement;
  }) as Connection['prepare'];
  connection.exec = watched(connection.exec.bind(connection));
  connection.pragma = watched(connection.pragma.bind(connection));
}
