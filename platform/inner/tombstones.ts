import { type Kysely, sql } from 'kysely';
import {
  acknowledgements,
  type Acknowledgements,
  type SignedAcknowledgements,
} from '../../main/contract/wire/deliveries.ts';
import type { KeyList } from '../../main/contract/wire/keys.ts';
import type { Database } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';
import { ed25519PublicKey, signatureHolds } from '../signing.ts';

/** A case this platform acknowledged, and lost when its database was restored. Its content was erased at the terminal. */
export interface LostCase {
  readonly caseNumber: string;
  readonly caseDigest: string;
  readonly epoch: number;
  readonly reportedAt: string;
  /** Its acknowledgement is under a key that has been revoked since, which a thief could have written too. */
  readonly underRevokedKey: boolean;
}

/**
 * Notes which of the acknowledged cases are not here. Believed is what an acknowledgement key of the list signed that is not
 * revoked. What a revoked one signed may have been true once, or be a thief's: it is noted as such, for somebody to look into,
 * and counts for nothing. Thrown away, every case that ended before a key was replaced would be lost in silence. Returns how
 * many are lost.
 */
export async function takeTombstones(
  sender: Incarnation,
  lists: readonly SignedAcknowledgements[],
  { db, list, now }: { readonly db: Kysely<Database>; readonly list: KeyList; readonly now: Date },
): Promise<number> {
  const believed = lists
    .flatMap((signed) => readOwn(signed, list) ?? [])
    .filter((one) => one.terminal === sender.terminal);
  const entries = believed.flatMap(({ epoch, isRevoked, entries: each }) =>
    each.map((entry) => ({ ...entry, epoch, isRevoked })),
  );
  if (entries.length === 0) return 0;
  const here = await db
    .selectFrom('cases')
    .select('case_digest')
    .where(
      'case_digest',
      'in',
      entries.map(({ caseDigest }) => caseDigest),
    )
    .where('acknowledgement_sequence', 'is not', null)
    .execute();
  const known = new Set(here.map(({ case_digest }) => case_digest));
  const lost = oncePerCase(entries.filter(({ caseDigest }) => !known.has(caseDigest)));
  if (lost.length === 0) return 0;
  await db
    .insertInto('lost_cases')
    .values(
      lost.map(({ caseNumber, caseDigest, epoch, isRevoked }) => ({
        case_digest: caseDigest,
        case_number: caseNumber,
        epoch,
        reported_at: now,
        under_revoked_key: isRevoked,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('case_digest').doUpdateSet({
        under_revoked_key: sql<boolean>`lost_cases.under_revoked_key and excluded.under_revoked_key`,
      }),
    )
    .execute();
  return lost.filter(({ isRevoked }) => !isRevoked).length;
}

/** A terminal holds two lists with one case where its end was asked for again; what was proven in either is proven. */
function oncePerCase<T extends { readonly caseDigest: string; readonly isRevoked: boolean }>(
  entries: readonly T[],
): readonly T[] {
  const unprovenFirst = entries.toSorted((a, b) => Number(b.isRevoked) - Number(a.isRevoked));
  return [...new Map(unprovenFirst.map((entry) => [entry.caseDigest, entry])).values()];
}

export async function listLostCases(db: Kysely<Database>): Promise<readonly LostCase[]> {
  const rows = await db.selectFrom('lost_cases').selectAll().orderBy('case_number').execute();
  return rows.map(({ case_number, case_digest, epoch, reported_at, under_revoked_key }) => ({
    caseNumber: case_number,
    caseDigest: case_digest,
    epoch,
    reportedAt: reported_at.toISOString(),
    underRevokedKey: under_revoked_key,
  }));
}

function readOwn(
  { bytes, key, signature }: SignedAcknowledgements,
  list: KeyList,
): (Acknowledgements & { readonly isRevoked: boolean }) | null {
  const own = list.keys.find(({ id, use }) => id === key && use === 'acknowledgement');
  if (own === undefined) return null;
  const signed = Buffer.from(bytes, 'base64url');
  const publicKey = ed25519PublicKey(own.publicKey);
  if (!signatureHolds('acknowledgements', publicKey, Buffer.from(signature, 'base64url'), signed)) return null;
  const read = acknowledgements.safeParse(JSON.parse(signed.toString('utf8')));
  return read.success ? { ...read.data, isRevoked: own.revoked } : null;
}
