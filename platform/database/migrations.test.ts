import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrations, migratorFor } from './migrations.ts';
import { pglitePool } from './pglite-pool.ts';

const caseRow = (digest: string, number: string, outcome: string) => sql`
  insert into cases (case_digest, case_number, terminal, incarnation, outcome, acknowledgement_sequence, received_at,
    header, manifest, answers, signature)
  values (${digest}, ${number}, 'LLZ01', 1, ${outcome}, ${outcome === 'opened' ? 1 : null}, now(), '', '', '', '')`;

it('0002 keeps what is there, and takes in cases that wait for their papers, one to a number', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }) });
  const migrator = migratorFor(db, migrations);
  await migrator.migrateTo('0001-first');
  await sql`insert into incarnations values ('LLZ01', 1, 'key', 'accepted', now())`.execute(db);
  await caseRow('one', 'LLZ01-1', 'opened').execute(db);
  await caseRow('twin', 'LLZ01-1', 'conflict').execute(db);
  await expect(caseRow('early', 'LLZ01-2', 'papers-missing').execute(db)).rejects.toThrow('cases_outcome_check');

  const { error } = await migrator.migrateTo('0002-papers');
  expect(error).toBeUndefined();
  await caseRow('two', 'LLZ01-2', 'papers-missing').execute(db);
  await expect(caseRow('three', 'LLZ01-2', 'papers-missing').execute(db)).rejects.toThrow('cases_number_once');
  await expect(caseRow('four', 'LLZ01-1', 'papers-missing').execute(db)).rejects.toThrow('cases_number_once');
  await expect(caseRow('five', 'LLZ01-3', 'lost').execute(db)).rejects.toThrow('cases_outcome_check');
  const { rows } = await sql`select case_digest, outcome from cases order by case_digest`.execute(db);
  expect(rows).toEqual([
    { case_digest: 'one', outcome: 'opened' },
    { case_digest: 'twin', outcome: 'conflict' },
    { case_digest: 'two', outcome: 'papers-missing' },
  ]);
  await db.destroy();
}, 60_000);

it('0003 keeps the cases, and holds each that was lost once', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }) });
  const migrator = migratorFor(db, migrations);
  await migrator.migrateTo('0002-papers');
  await sql`insert into incarnations values ('LLZ01', 1, 'key', 'accepted', now())`.execute(db);
  await caseRow('one', 'LLZ01-1', 'opened').execute(db);
  await caseRow('two', 'LLZ01-2', 'papers-missing').execute(db);
  const lost = (digest: string) => sql`insert into lost_cases values (${digest}, 'LLZ01-1', 2, now())`.execute(db);
  await expect(lost('one')).rejects.toThrow('lost_cases');

  expect((await migrator.migrateTo('0003-lost-cases')).error).toBeUndefined();
  await lost('one');
  await expect(lost('one')).rejects.toThrow('lost_cases_pkey');
  const { rows } = await sql`select case_digest, outcome from cases order by case_digest`.execute(db);
  expect(rows).toEqual([
    { case_digest: 'one', outcome: 'opened' },
    { case_digest: 'two', outcome: 'papers-missing' },
  ]);
  await db.destroy();
}, 60_000);

it('0004 keeps the leases that were given, none of them with a challenge', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }) });
  const migrator = migratorFor(db, migrations);
  await migrator.migrateTo('0003-lost-cases');
  await sql`insert into gateway_leases values ('LLZ01', 1, 'first', 'used', '{one,two}', 7, 'head', '', '')`.execute(
    db,
  );
  const leases = () => sql<object>`select * from gateway_leases`.execute(db).then(({ rows }) => rows);
  const [before] = await leases();

  expect((await migrator.migrateTo('0004-lease-challenge')).error).toBeUndefined();
  expect(await leases()).toEqual([{ ...before, challenge: null }]);
  await sql`update gateway_leases set challenge = 'come again'`.execute(db);
  expect(await leases()).toMatchObject([{ used: 'used', issued: ['one', 'two'], challenge: 'come again' }]);
  await db.destroy();
}, 60_000);
