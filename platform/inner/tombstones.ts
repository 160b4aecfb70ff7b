import type { Kysely } from 'kysely';
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
}

/**
 * Notes which of the acknowledged cases are not here. Believed is what an acknowledgement key of the list signed, a retired
 * one too: what it signed once was true then. Returns how many are lost.
 */
export async function takeTombstones(
  sender: Incarnation,
  lists: readonly SignedAcknowledgements[],
  { db, list, now }: { readonly db: Kysely<Database>; readonly list: KeyList; readonly now: Date },
): Promise<number> {
  const believed = lists
    .flatMap((signed) => readOwn(signed, list) ?? [])
    .filter((one) => one.terminal === sender.terminal);
  const entries = believed.flatMap((one) => one.entries.map((entry) => ({ ...entry, epoch: one.epoch })));
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
  const lost = entries.filter(({ caseDigest }) => !known.has(caseDigest));
  if (lost.length === 0) return 0;
  await db
    .insertInto('lost_cases')
    .values(
      lost.map(({ caseNumber, caseDigest, epoch }) => ({
        case_digest: caseDigest,
        case_number: caseNumber,
        epoch,
        reported_at: now,
      })),
    )
    .onConflict((conflict) => conflict.column('case_digest').doNothing())
    .execute();
  return lost.length;
}

export async function listLostCases(db: Kysely<Database>): Promise<readonly LostCase[]> {
  const rows = await db.selectFrom('lost_cases').selectAll().orderBy('case_number').execute();
  return rows.map(({ case_number, case_digest, epoch, reported_at }) => ({
    caseNumber: case_number,
    caseDigest: case_digest,
    epoch,
    reportedAt: reported_at.toISOString(),
  }));
}

function readOwn({ bytes, key, signature }: SignedAcknowledgements, list: KeyList): Acknowledgements | null {
  const own = list.keys.find(({ id, use }) => id === key && use === 'acknowledgement');
  if (own === undefined) return null;
  const signed = Buffer.from(bytes, 'base64url');
  const publicKey = ed25519PublicKey(own.publicKey);
  if (!signatureHolds('acknowledgements', publicKey, Buffer.from(signature, 'base64url'), signed)) return null;
  const read = acknowledgements.safeParse(JSON.parse(signed.toString('utf8')));
  return read.success ? read.data : null;
}
