import { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import { caseContent, caseManifest } from '../../main/contract/wire/envelope.ts';
import type { Database } from '../database/schema.ts';
import type { PaperFiles, PaperName } from '../papers/paper-files.ts';
import { openPaper } from './open-papers.ts';

/** A page of a case that was opened, as it was scanned; null where there is none. Stored as ciphertext, opened as it is read. */
export async function openHeldPaper(
  db: Kysely<Database>,
  files: PaperFiles,
  name: PaperName,
): Promise<{ readonly type: string; readonly bytes: Readable } | null> {
  const row = await db
    .selectFrom('cases')
    .select(['content', 'manifest'])
    .where('case_digest', '=', name.caseDigest)
    .where('outcome', '=', 'opened')
    .executeTakeFirst();
  if (row === undefined || row.content === null || row.manifest === null) return null;
  const content = caseContent.parse(JSON.parse(Buffer.from(row.content).toString('utf8')));
  const manifest = caseManifest.parse(JSON.parse(Buffer.from(row.manifest).toString('utf8')));
  const sealed = content.papers.find(({ id }) => id === name.paper);
  const listed = manifest.papers.find(({ id }) => id === name.paper);
  if (sealed === undefined || listed === undefined) return null;
  return { type: sealed.type, bytes: Readable.from(openPaper(listed, sealed.key, files.read(name))) };
}
