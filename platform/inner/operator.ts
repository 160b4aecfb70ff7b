import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Envelope } from '../../main/contract/wire/envelope.ts';
import type { Database, Standing, StoredOutcome } from '../database/schema.ts';
import { type Incarnation, incarnationName } from '../incarnation.ts';
import { type DevelopmentRoot, signKeyList } from '../keys/development-root.ts';
import type { KeyFolder } from '../keys/folder.ts';

/** A case as the place of handling sees it. */
export interface HeldCase {
  readonly caseNumber: string | null;
  readonly caseDigest: string;
  readonly receivedAt: string;
  /** How often it has arrived. */
  readonly deliveries: number;
  readonly outcome: StoredOutcome;
  /** The opened content as JSON; null where it was not opened or cannot be read. */
  readonly content: unknown;
  readonly envelope: Envelope;
}

export interface HeldTerminal extends Incarnation {
  readonly standing: Standing;
  readonly enrolledAt: string;
}

/** Oldest first. */
export async function listCases(db: Kysely<Database>): Promise<readonly HeldCase[]> {
  const rows = await db.selectFrom('cases').selectAll().orderBy('received_at').orderBy('case_digest').execute();
  return rows.map((row) => ({
    caseNumber: row.case_number,
    caseDigest: row.case_digest,
    receivedAt: row.received_at.toISOString(),
    deliveries: row.deliveries,
    outcome: row.outcome,
    content: row.content === null || row.outcome === 'refused' ? null : readJson(row.content),
    envelope: {
      header: Buffer.from(row.header).toString('base64url'),
      manifest: Buffer.from(row.manifest).toString('base64url'),
      answers: Buffer.from(row.answers).toString('base64url'),
      signature: Buffer.from(row.signature).toString('base64url'),
    },
  }));
}

export async function listTerminals(db: Kysely<Database>): Promise<readonly HeldTerminal[]> {
  const rows = await db.selectFrom('incarnations').selectAll().orderBy('terminal').orderBy('incarnation').execute();
  return rows.map(({ terminal, incarnation, standing, enrolled_at }) => ({
    terminal,
    incarnation,
    standing,
    enrolledAt: enrolled_at.toISOString(),
  }));
}

/**
 * Ends the belief in an enrolment, for good, and says so to all terminals in a new key list. Returns its version.
 */
export function revoke(
  db: Kysely<Database>,
  keys: KeyFolder,
  root: DevelopmentRoot,
  revoked: Incarnation,
  now: Date,
): Promise<Result<number, 'unknown-terminal'>> {
  return db.transaction().execute(async (tx) => {
    // One revocation at a time, across processes: two would write the same next version of the list.
    await tx.selectFrom('meta').select('value').where('name', '=', 'epoch').forUpdate().execute();
    const { numUpdatedRows } = await tx
      .updateTable('incarnations')
      .set({ standing: 'revoked' })
      .where('terminal', '=', revoked.terminal)
      .where('incarnation', '=', revoked.incarnation)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return err('unknown-terminal');

    const { list } = await keys.readKeyList();
    const name = incarnationName(revoked);
    if (list.revokedIncarnations.includes(name)) return ok(list.version);
    const next = {
      ...list,
      version: list.version + 1,
      issuedAt: now.toISOString(),
      revokedIncarnations: [...list.revokedIncarnations, name],
    };
    await keys.replaceKeyList(signKeyList(next, root));
    return ok(next.version);
  });
}

/**
 * To be done once after the database was restored from a backup: from the first acknowledgement of the new epoch on,
 * terminals take no older one any more. Returns the new epoch.
 */
export async function raiseEpoch(db: Kysely<Database>): Promise<number> {
  const { value } = await db
    .updateTable('meta')
    .set((eb) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', 'epoch')
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

const readJson = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
