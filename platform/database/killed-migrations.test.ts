import { randomBytes } from 'node:crypto';
import { Kysely, type KyselyPlugin, type Migration, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresCluster, startPostgresCluster } from '../testing/postgres-cluster.ts';
import { migrations, migratorFor } from './migrations.ts';

/*
 * Each migration is begun on a database with rows, and its connection dies behind each of its statements in turn: to the
 * server a platform that was killed is no more than that.
 */
const names = Object.keys(migrations);

let cluster: PostgresCluster;
let administrator: pg.Client;
beforeAll(async () => {
  cluster = await startPostgresCluster();
  administrator = new pg.Client(cluster.url);
  await administrator.connect();
}, 60_000);
afterAll(async () => {
  await administrator?.end();
  await cluster?.stop();
});

function open(database: string): Kysely<unknown> {
  const pool = new pg.Pool({ connectionString: cluster.url.replace(/postgres$/, database), max: 1 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** Of a new database, brought to the migration before `name`, with rows in all that 0001 made, and in what is kept for long since. */
async function databaseBefore(name: string): Promise<string> {
  const database = `d${randomBytes(6).toString('hex')}`;
  await administrator.query(`create database ${database}`);
  const [first] = names;
  const before = names[names.indexOf(name) - 1];
  if (first === undefined || before === undefined) return database;
  const db = open(database);
  expect((await migratorFor(db, migrations).migrateTo(first)).error).toBeUndefined();
  await sql`insert into terminal_prefixes values ('LLZ', 1)`.execute(db);
  await sql`insert into incarnations values ('LLZ01', 1, 'key', 'accepted', now())`.execute(db);
  await sql`insert into gateway_leases values ('LLZ01', 1, 'first', 'used', '{one,two}', 7, 'head', 'b', 's')`.execute(
    db,
  );
  await sql`
    insert into cases (case_digest, case_number, terminal, incarnation, outcome, refusal_reason,
      acknowledgement_sequence, received_at, header, manifest, answers, signature)
    values ('opened', 'LLZ01-1', 'LLZ01', 1, 'opened', null, 1, now(), 'h', 'm', 'a', 's'),
           ('twin', 'LLZ01-1', 'LLZ01', 1, 'conflict', null, null, now(), 'h', 'm', 'a', 's'),
           ('refused', 'LLZ01-2', 'LLZ01', 1, 'refused', 'content-not-readable', 2, now(), 'h', 'm', 'a', 's'),
           ('strange', null, 'LLZ01', 1, 'unknown-version', null, null, now(), 'h', 'm', 'a', 's')`.execute(db);
  if (before !== first) expect((await migratorFor(db, migrations).migrateTo(before)).error).toBeUndefined();
  if (before >= '0003-lost-cases') {
    await sql`insert into lost_cases values ('lost', 'LLZ01-1-0009-00', 1, now())`.execute(db);
  }
  if (before >= '0006-bundles') await sql`insert into bundles values (1, 'digest', 'items', now())`.execute(db);
  await db.destroy();
  return database;
}

/** Tables, columns, constraints and indexes, and which migrations are done. */
async function schemaOf(db: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly is: string }>`
    select concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable) as is
      from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
    union all select concat_ws(' ', 'index', indexdef) from pg_indexes
      where schemaname = 'public' and tablename not like 'kysely%'
    union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'kysely%'
    order by 1`.execute(db);
  return rows.map(({ is }) => is);
}

async function tablesWithRows(db: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db);
  const filled = ['bundles', 'cases', 'gateway_leases', 'incarnations', 'lost_cases', 'terminal_prefixes'];
  return rows.map(({ name }) => name).filter((name) => filled.includes(name));
}

async function rowsOf(db: Kysely<unknown>, tables: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  const all = (table: string) => sql`select * from ${sql.table(table)} order by 1, 2`.execute(db);
  return Promise.all(tables.map(async (table) => (await all(table)).rows));
}

/** Its connection is ended, from the server's side, behind so many of its statements. */
function killed(migration: Migration, after: number, onKilled: () => void): Migration {
  return {
    async up(db) {
      const { rows } = await sql<{ readonly pid: number }>`select pg_backend_pid() as pid`.execute(db);
      let statements = 0;
      const death: KyselyPlugin = {
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          statements += 1;
          if (statements === after) {
            onKilled();
            await administrator.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
          }
          return result;
        },
      };
      await migration.up(db.withPlugin(death));
    },
  };
}

describe.each(Object.entries(migrations))('%s', (name, migration) => {
  it('leaves what was there before wherever it is killed, and goes through the next time', async () => {
    const database = await databaseBefore(name);
    let db = open(database);
    const tables = await tablesWithRows(db);
    const there = await rowsOf(db, tables);
    const before = await schemaOf(db);
    let kills = 0;
    for (;;) {
      let wasKilled = false;
      const dying = killed(migration, kills + 1, () => (wasKilled = true));
      const going = migratorFor(db, { ...migrations, [name]: dying }).migrateTo(name);
      const error = await going.then(
        (ended) => ended.error,
        (thrown: unknown) => thrown,
      );
      await db.destroy();
      db = open(database);
      if (!wasKilled) {
        expect(error).toBeUndefined();
        break;
      }
      kills += 1;
      expect(error, `killed behind statement ${kills}`).toBeDefined();
      expect(await schemaOf(db), `killed behind statement ${kills}`).toEqual(before);
      expect(await rowsOf(db, tables), `killed behind statement ${kills}`).toEqual(there);
    }
    expect(kills).toBeGreaterThan(0);
    expect(await schemaOf(db)).not.toEqual(before);
    expect(await rowsOf(db, tables)).toMatchObject(there);
    await db.destroy();
  }, 60_000);
});
