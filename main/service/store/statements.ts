import type Database from 'better-sqlite3';
import type { Store } from './store.ts';

type Statement<Parameters extends unknown[], Row> = Database.Statement<Parameters, Row>;

const kept = new WeakMap<Pick<Store, 'connection'>, Map<string, Database.Statement>>();

/**
 * A statement that is compiled once for each store. Compiling costs as much as a write of one row; a night's queue is ended
 * by ten thousand of each. A change of the schema compiles it again by itself.
 */
export function prepared<Parameters extends unknown[] = unknown[], Row = unknown>(
  store: Pick<Store, 'connection'>,
  sql: string,
): Statement<Parameters, Row> {
  let statements = kept.get(store);
  if (statements === undefined) {
    statements = new Map();
    kept.set(store, statements);
  }
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = store.connection.prepare(sql);
    statements.set(sql, statement);
  }
  return statement as unknown as Statement<Parameters, Row>;
}
