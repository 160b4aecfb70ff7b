import { gzipSync } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { err, ok, type Result } from '../../main/contract/result.ts';
import {
  bundleContent,
  type BundleContent,
  type BundleNotice,
  bundlePartBytes,
  maxBundleBytes,
  maxBundleContentBytes,
  type SignedBundleNotice,
} from '../../main/contract/wire/bundles.ts';
import type { Database } from '../database/schema.ts';
import type { NamedKey } from '../keys/keys-in-use.ts';
import { digestOf, signFor } from '../signing.ts';

const { settings, items, version } = bundleContent.shape;
export const publication = z.strictObject({
  settings,
  items,
  /** Null: one more than the last. */
  version: version.nullable(),
});

export interface PublishedBundle {
  readonly version: number;
  /** Raw 32 bytes in base64url. */
  readonly digest: string;
  readonly bytes: number;
  readonly publishedAt: string;
}

/** Newest first. */
export async function listBundles(db: Kysely<Database>): Promise<readonly PublishedBundle[]> {
  const rows = await db
    .selectFrom('bundles')
    .select(['version', 'digest', 'published_at', sql<number>`length(bytes)`.as('bytes')])
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: published_at.toISOString() }));
}

/** Makes the newest bundle of these files. Terminals hear of it with their next contact. */
export async function publishBundle(
  db: Kysely<Database>,
  files: z.infer<typeof publication>,
  now: Date,
): Promise<Result<PublishedBundle, 'version-not-higher' | 'too-large'>> {
  return db.transaction().execute(async (tx) => {
    // Two operators at once: one after the other.
    await sql`lock table bundles in exclusive mode`.execute(tx);
    const [newest] = await listBundles(tx);
    const next = files.version ?? (newest?.version ?? 0) + 1;
    if (newest !== undefined && next <= newest.version) return err('version-not-higher');
    const publishedAt = now.toISOString();
    const content: BundleContent = {
      v: 1,
      version: next,
      publishedAt,
      settings: files.settings,
      items: files.items,
    };
    const json = Buffer.from(JSON.stringify(content), 'utf8');
    const bytes = gzipSync(json);
    if (json.length > maxBundleContentBytes || bytes.length > maxBundleBytes) return err('too-large');
    const digest = digestOf('bundle', bytes).toString('base64url');
    await tx.insertInto('bundles').values({ version: next, digest, bytes, published_at: now }).execute();
    return ok({ version: next, digest, bytes: bytes.length, publishedAt });
  });
}

/**
 * Signed anew each time, with the time: a line that lets an old notice through and no new one shows by that. And a key that
 * is retired takes nothing along: the next notice is under the one after it, for the same bundle.
 */
export async function signedNotice(
  db: Kysely<Database>,
  key: NamedKey | null,
  now: Date,
): Promise<SignedBundleNotice | null> {
  if (key === null) return null;
  const newest = await db
    .selectFrom('bundles')
    .select(['version', 'digest', sql<number>`length(bytes)`.as('bytes')])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  const notice: BundleNotice = { v: 1, ...newest, at: now.toISOString() };
  const bytes = Buffer.from(JSON.stringify(notice), 'utf8');
  const signature = signFor('bundle-notice', key.key, bytes).toString('base64url');
  return { bytes: bytes.toString('base64url'), key: key.id, signature };
}

export async function readBundlePart(db: Kysely<Database>, digest: string, part: number): Promise<Uint8Array | null> {
  const from = part * bundlePartBytes + 1;
  const row = await db
    .selectFrom('bundles')
    .select(sql<Uint8Array>`substring(bytes from ${from}::int for ${bundlePartBytes}::int)`.as('bytes'))
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row === undefined || row.bytes.length === 0 ? null : row.bytes;
}
