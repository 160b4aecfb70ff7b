import { existsSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { makeFolderOnce } from '../keys/files.ts';
import { migrations, migratorFor } from './migrations.ts';
import { pglitePool } from './pglite-pool.ts';
import type { Database } from './schema.ts';

/**
 * Opens PostgreSQL at `databaseUrl`, or the embedded database in `folder` where that is null, and brings it to this
 * version's schema. Several processes may start at once on PostgreSQL (kysely's migrator takes a lock); the embedded
 * database belongs to one.
 */
export async function openDatabase(options: {
  readonly databaseUrl: string | null;
  readonly folder: string;
  readonly log: Logger;
}): Promise<Kysely<Database>> {
  const { databaseUrl, folder, log } = options;
  if (databaseUrl === null) log.warn('embedded database: a power cut may take what was just acknowledged');
  const pool = databaseUrl === null ? await embeddedPool(folder) : serverPool(databaseUrl, log);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const { error } = await migratorFor(db, migrations).migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw new Error('the database could not be brought to this version', { cause: error });
  }
  return db;
}

async function embeddedPool(folder: string): Promise<PostgresPool> {
  const dataDir = path.join(folder, 'pglite');
  if (!existsSync(dataDir)) {
    // Making a database takes seconds; one whose making was cut off looks whole and does not open.
    await makeFolderOnce(dataDir, async (into) => (await PGlite.create({ dataDir: into })).close());
  }
  return pglitePool(await PGlite.create({ dataDir }));
}

function serverPool(connectionString: string, log: Logger): PostgresPool {
  const pool = new pg.Pool({ connectionString, max: 10 });
  // A connection that dies while idle (the server was restarted) would end the process, and the next one simply works.
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection was lost'));
  // The pool listens to idle connections alone: one that dies in a transaction, between two statements, has nobody else.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ error: error.message }, 'a database connection was lost'));
  });
  return pool;
}
