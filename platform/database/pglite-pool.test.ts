import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { expect, it } from 'vitest';
import { pglitePool } from './pglite-pool.ts';

it('keeps the statements of two transactions apart, so that one that fails takes nothing of the other with it', async () => {
  const db = new Kysely<{ kept: { name: string } }>({
    dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }),
  });
  await sql`create table kept (name text primary key)`.execute(db);
  const write = (name: string, fails: boolean) =>
    db.transaction().execute(async (tx) => {
      await tx
        .insertInto('kept')
        .values({ name: `${name} 1` })
        .execute();
      await tx
        .insertInto('kept')
        .values({ name: `${name} 2` })
        .execute();
      if (fails) throw new Error('fails');
    });
  await Promise.allSettled([write('a', false), write('b', true), write('c', false)]);
  const rows = await db.selectFrom('kept').select('name').orderBy('name').execute();
  expect(rows.map(({ name }) => name)).toEqual(['a 1', 'a 2', 'c 1', 'c 2']);

  const { numUpdatedRows } = await db
    .updateTable('kept')
    .set({ name: 'd' })
    .where('name', '=', 'a 1')
    .executeTakeFirst();
  expect(numUpdatedRows).toBe(1n);
  await db.destroy();
}, 30_000);
