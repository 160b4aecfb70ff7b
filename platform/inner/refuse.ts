import type { Kysely, Transaction } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { caseManifest } from '../../main/contract/wire/envelope.ts';
import type { CaseTable, Database, StoredOutcome } from '../database/schema.ts';
import { ed25519PublicKey } from '../signing.ts';
import { openEnvelope } from './open-envelope.ts';
import { lockIncarnation, nextSequence, type ReceivingKeys } from './receive.ts';

/** Why nobody but an operator can end a case: no other answer will ever come of it. */
type OperatorReason = OperatorsWord['reason'];

type RefusalFault = 'unknown-case' | 'several-cases' | 'paper-not-of-this-case';

const waitsAs: { readonly [Reason in OperatorReason]: StoredOutcome } = {
  'paper-not-readable': 'papers-missing',
  'number-used-twice': 'conflict',
};

/**
 * `paperLost`: the id of the paper, as the terminal's staff page gives it only once it has found that its disk no longer does.
 * Nothing here tells a paper that is lost from one that is on its way, and ending the latter would erase good pages.
 */
export type OperatorsWord =
  | { readonly reason: 'paper-not-readable'; readonly paperLost: string }
  | { readonly reason: 'number-used-twice' };

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
 * told. `unknown-case`: none waits in the way that the reason says; `several-cases`: only the digest tells which one;
 * `paper-not-of-this-case`: it lists no such paper.
 */
export function refuseCase(
  db: Kysely<Database>,
  named: string,
  word: OperatorsWord,
  sealing: ReceivingKeys['sealing'],
): Promise<Result<{ readonly caseNumber: string; readonly caseDigest: string }, RefusalFault>> {
  const { reason } = word;
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
    if (word.reason === 'paper-not-readable' && !lists(one, word.paperLost)) return err('paper-not-of-this-case');
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

/** Its manifest was checked against this schema before it was stored. */
const lists = ({ manifest }: Pick<CaseTable, 'manifest'>, paper: string): boolean =>
  caseManifest.parse(JSON.parse(Buffer.from(manifest).toString('utf8'))).papers.some(({ id }) => id === paper);

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
