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

it('0006 keeps what is there, and holds each version of a bundle once', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }) });
  const migrator = migratorFor(db, migrations);
  await migrator.migrateTo('0005-operators-refusals');
  await sql`insert into incarnations values ('LLZ01', 1, 'key', 'accepted', now())`.execute(db);
  await sql`insert into lost_cases values ('lost', 'LLZ01-1-0009-00', 1, now())`.execute(db);
  await caseRow('one', 'LLZ01-1', 'opened').execute(db);
  const bundle = (version: number, bytes: Buffer | null) =>
    sql`insert into bundles values (${version}, 'digest', ${bytes}, now())`.execute(db);
  await expect(bundle(1, Buffer.from('items'))).rejects.toThrow('bundles');

  expect((await migrator.migrateTo('0006-bundles')).error).toBeUndefined();
  await bundle(1, Buffer.from('items'));
  await expect(bundle(1, Buffer.from('others'))).rejects.toThrow('bundles_pkey');
  await expect(bundle(2, null)).rejects.toThrow('not-null');
  expect((await sql`select version, digest, bytes from bundles`.execute(db)).rows).toEqual([
    { version: 1, digest: 'digest', bytes: new Uint8Array(Buffer.from('items')) },
  ]);
  expect((await sql`select case_digest, outcome from cases`.execute(db)).rows).toEqual([
    { case_digest: 'one', outcome: 'opened' },
  ]);
  expect((await sql`select case_digest, epoch from lost_cases`.execute(db)).rows).toEqual([
    { case_digest: 'lost', epoch: 1 },
  ]);
  await db.destroy();
}, 60_000);

it('0007 keeps what is there, and lets a case be refused that never came', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(await PGlite.create()) }) });
  const migrator = migratorFor(db, migrations);
  const before = Object.keys(migrations).at(Object.keys(migrations).indexOf('0007-stuck-cases') - 1);
  await migrator.migrateTo(before ?? expect.fail());
  await sql`insert into incarnations values ('LLZ01', 1, 'key', 'accepted', now())`.execute(db);
  await sql`insert into lost_cases values ('lost', 'LLZ01-1-0009-00', 1, now())`.execute(db);
  await caseRow('one', 'LLZ01-1', 'opened').execute(db);
  const neverCame = (digest: string, reason: string, sequence: number) =>
    sql`
      insert into cases (case_digest, case_number, terminal, incarnation, outcome, refusal_reason,
        acknowledgement_sequence, received_at, deliveries)
      values (${digest}, 'LLZ01-1', 'LLZ01', 1, 'refused', ${reason}, ${sequence}, now(), 0)`.execute(db);
  await expect(neverCame('two', 'not-receivable', 2)).rejects.toThrow('null');

  expect((await migrator.migrateTo('0007-stuck-cases')).error).toBeUndefined();
  await neverCame('two', 'not-receivable', 2);
  await expect(neverCame('three', 'number-used-twice', 3)).rejects.toThrow('cases_envelope_is_there');
  await expect(caseRow('four', 'LLZ01-1', 'papers-missing').execute(db)).rejects.toThrow('cases_number_once');
  const stuck = (digest: string, incarnation: number) =>
    sql`insert into stuck_cases values (${digest}, 'LLZ01-2', 'LLZ01', ${incarnation}, 9, 'damaged-here', null, now(), 1, '', '')`.execute(
      db,
    );
  await stuck('five', 1);
  await expect(stuck('five', 1)).rejects.toThrow('stuck_cases_pkey');
  await expect(stuck('six', 2)).rejects.toThrow('foreign key');
  const { rows } = await sql`select case_digest, outcome, stated_bytes from cases order by case_digest`.execute(db);
  expect(rows).toEqual([
    { case_digest: 'one', outcome: 'opened', stated_bytes: null },
    { case_digest: 'two', outcome: 'refused', stated_bytes: null },
  ]);
  expect((await sql`select under_revoked_key from lost_cases`.execute(db)).rows).toEqual([
    { under_revoked_key: false },
  ]);
  await db.destroy();
}, 60_000);
