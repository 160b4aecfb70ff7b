import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { CaseTable, Database, StoredOutcome } from '../database/schema.ts';
import { ed25519PublicKey } from '../signing.ts';
import { openEnvelope } from './open-envelope.ts';
import { lockIncarnation, nextSequence, type ReceivingKeys } from './receive.ts';

/** Why nobody but an operator can end a case: no other answer will ever come of it. */
export const operatorReason = z.enum(['paper-not-readable', 'number-used-twice']);
export type OperatorReason = z.infer<typeof operatorReason>;

const waitsAs: { readonly [Reason in OperatorReason]: StoredOutcome } = {
  'paper-not-readable': 'papers-missing',
  'number-used-twice': 'conflict',
};

/** A case that has come and is not ended. */
export interface UnendedCase {
  /** Null where its version is not known. */
  readonly caseNumber: string | null;
  readonly caseDigest: string;
  readonly outcome: StoredOutcome;
  readonly receivedAt: string;
}

/** Oldest first. */
export async function listUnended(db: Kysely<Database>): Promise<readonly UnendedCase[]> {
  const rows = await db
    .selectFrom('cases')
    .select(['case_number', 'case_digest', 'outcome', 'received_at'])
    .where('acknowledgement_sequence', 'is', null)
    .orderBy('received_at')
    .orderBy('case_digest')
    .execute();
  return rows.map(({ case_number, case_digest, outcome, received_at }) => ({
    caseNumber: case_number,
    caseDigest: case_digest,
    outcome,
    receivedAt: received_at.toISOString(),
  }));
}

/**
 * Ends a case that would wait for ever, by its number or its digest: refused, which the terminal is told under the
 * acknowledgement key when it brings the case the next time. What stands in it is opened and kept, so that the person can be
 * told. `unknown-case`: none waits in the way that the reason says; `several-cases`: only the digest tells which one.
 */
export function refuseCase(
  db: Kysely<Database>,
  { named, reason }: { readonly named: string; readonly reason: OperatorReason },
  sealing: ReceivingKeys['sealing'],
): Promise<Result<{ readonly caseNumber: string; readonly caseDigest: string }, 'unknown-case' | 'several-cases'>> {
  return db.transaction().execute(async (tx) => {
    const waiting = () =>
      tx
        .selectFrom('cases')
        .selectAll()
        .where((eb) => eb.or([eb('case_number', '=', named), eb('case_digest', '=', named)]))
        .where('outcome', '=', waitsAs[reason])
        .execute();
    const [seen] = await waiting();
    if (seen === undefined) return err('unknown-case');
    await lockIncarnation(tx, seen);
    // Its papers may have come since.
    const [one, another] = await waiting();
    if (one === undefined || one.case_number === null) return err('unknown-case');
    if (another !== undefined) return err('several-cases');
    const read = one.content === null ? await readContent(tx, one, sealing) : {};
    await tx
      .updateTable('cases')
      .set({
        ...read,
        outcome: 'refused',
        refusal_reason: reason,
        acknowledgement_sequence: await nextSequence(tx, one),
      })
      .where('case_digest', '=', one.case_digest)
      .execute();
    return ok({ caseNumber: one.case_number, caseDigest: one.case_digest });
  });
}

async function readContent(
  tx: Transaction<Database>,
  row: Pick<CaseTable, 'terminal' | 'incarnation' | 'header' | 'manifest' | 'answers' | 'signature' | 'case_digest'>,
  sealing: ReceivingKeys['sealing'],
): Promise<{ readonly content: Uint8Array | null; readonly receipt_secret_digest: string | null }> {
  const { terminal, incarnation } = row;
  const { public_key } = await tx
    .selectFrom('incarnations')
    .select('public_key')
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .executeTakeFirstOrThrow();
  const [header, manifest, answers, signature] = [row.header, row.manifest, row.answers, row.signature].map((part) =>
    Buffer.from(part),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const parts = { header, manifest, answers, signature, caseDigest: row.case_digest };
  const opened = await openEnvelope(parts, [{ terminal, incarnation, key: ed25519PublicKey(public_key) }], sealing);
  return opened.state === 'opened'
    ? { content: opened.bytes, receipt_secret_digest: opened.content.receiptSecretDigest }
    : { content: null, receipt_secret_digest: null };
}
