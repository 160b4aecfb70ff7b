import type { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';

/**
 * PGlite as a pool of one connection, so that kysely's PostgreSQL dialect drives it unchanged. PGlite queues single
 * queries by itself but not the statements of two transactions, which would mix: whoever connects waits for the release.
 */
export function pglitePool(pglite: PGlite): PostgresPool {
  let released: Promise<void> = Promise.resolve();

  return {
    async connect() {
      const before = released;
      let release = (): void => {};
      released = new Promise((resolve) => (release = resolve));
      await before;
      return {
        async query(statement: string, parameters: readonly unknown[]) {
          const { rows, rowCount, command } = await pglite.query(statement, [...parameters]);
          return { rows, rowCount: rowCount ?? 0, command: command ?? '' } as PostgresQueryResult<unknown>;
        },
        release,
      } as PostgresPoolClient;
    },
    async end() {
      await released;
      await pglite.close();
    },
  };
}
