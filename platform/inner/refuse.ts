import type { Kysely, Selectable, Transaction } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { RefusalReason } from '../../main/contract/wire/deliveries.ts';
import { caseManifest } from '../../main/contract/wire/envelope.ts';
import type { StuckReason } from '../../main/contract/wire/stuck-cases.ts';
import type { CaseTable, Database, StoredOutcome } from '../database/schema.ts';
import { ed25519PublicKey } from '../signing.ts';
import { openEnvelope, storedEnvelope } from './open-envelope.ts';
import type { ReceivingKeys } from './receive.ts';
import { lockIncarnation, nextSequence } from './sequences.ts';
import { reasonsForRefusal } from './stuck-cases.ts';

/** Why nobody but an operator can end a case: no other answer will ever come of it. */
export const operatorReasons = ['paper-not-readable', 'number-used-twice', 'not-receivable'] as const;
export type OperatorReason = (typeof operatorReasons)[number] & RefusalReason;

type RefusalFault = 'unknown-case' | 'several-cases' | 'terminal-has-not-said-so';
type StuckCase = Selectable<Database['stuck_cases']>;

const waitsAs: { readonly [Reason in OperatorReason]: readonly StoredOutcome[] } = {
  'paper-not-readable': ['papers-missing'],
  'number-used-twice': ['conflict'],
  'not-receivable': ['unknown-version', 'papers-missing'],
};

/** A case that has come, or that its terminal cannot send, and that has no end. */
export interface UnendedCase {
  /** Null where its version is not known, and its terminal has said nothing. */
  readonly caseNumber: string | null;
  readonly caseDigest: string;
  readonly outcome: StoredOutcome | 'not-received';
  /** When it came first; where it never came, when its terminal said so first. */
  readonly receivedAt: string;
  /** The terminal's word: why no waiting ends it there, and by which reason it can be refused. Null where there is none. */
  readonly stuck: { readonly because: StuckReason; readonly refusableAs: OperatorReason } | null;
}

/** Oldest first. */
export async function listUnended(db: Kysely<Database>): Promise<readonly UnendedCase[]> {
  const words = new Map(
    (await db.selectFrom('stuck_cases').selectAll().execute()).map((word) => [word.case_digest, word]),
  );
  const rows = await db
    .selectFrom('cases')
    .select(['case_number', 'case_digest', 'outcome', 'received_at', 'acknowledgement_sequence'])
    .where((eb) => eb.or([eb('acknowledgement_sequence', 'is', null), eb('case_digest', 'in', [...words.keys(), ''])]))
    .execute();
  const come = rows
    .filter((row) => row.acknowledgement_sequence === null)
    .map(({ case_number, case_digest, outcome, received_at }): UnendedCase => {
      const word = words.get(case_digest) ?? null;
      return {
        caseNumber: case_number ?? word?.case_number ?? null,
        caseDigest: case_digest,
        outcome,
        receivedAt: received_at.toISOString(),
        stuck: word && sayOf(word),
      };
    });
  for (const row of rows) words.delete(row.case_digest);
  const notCome = [...words.values()].map(
    (word): UnendedCase => ({
      caseNumber: word.case_number,
      caseDigest: word.case_digest,
      outcome: 'not-received',
      receivedAt: word.reported_at.toISOString(),
      stuck: sayOf(word),
    }),
  );
  const key = ({ receivedAt, caseDigest }: UnendedCase) => `${receivedAt} ${caseDigest}`;
  return [...come, ...notCome].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

const sayOf = ({ because }: StuckCase) => ({ because, refusableAs: reasonsForRefusal[because] });

/**
 * Ends a case that would wait for ever, by its number or its digest: refused, which the terminal is told under the
 * acknowledgement key when it next speaks of the case. What stands in it is opened and kept where it is here, so that the
 * person can be told. But for a number used twice, which shows here, none is refused except on its terminal's own signed
 * word: nothing else tells a paper that is lost from one that is on its way, and ending the latter would erase good pages.
 *
 * `unknown-case`: none waits in the way that the reason says; `several-cases`: only the digest tells which one;
 * `terminal-has-not-said-so`: it waits, and its terminal may yet send what is missing.
 */
export function refuseCase(
  db: Kysely<Database>,
  named: string,
  reason: OperatorReason,
  sealing: ReceivingKeys['sealing'],
): Promise<Result<{ readonly caseNumber: string; readonly caseDigest: string }, RefusalFault>> {
  return db.transaction().execute(async (tx) => {
    const [seen] = await candidates(tx, named, reason);
    if (seen === undefined) return err('unknown-case');
    await lockIncarnation(tx, seen.row ?? seen.word);
    // It may have come, and its papers may have, since.
    const [one, another] = await candidates(tx, named, reason);
    if (one === undefined) return err('unknown-case');
    if (another !== undefined) return err('several-cases');
    const { row, word } = one;
    if (reason !== 'number-used-twice' && !isSaid(row, word, reason)) return err('terminal-has-not-said-so');
    const caseNumber = row?.case_number ?? word?.case_number;
    if (caseNumber === undefined) return err('unknown-case');
    const { terminal, incarnation, case_digest } = row ?? word;
    const end = {
      case_number: caseNumber,
      outcome: 'refused' as const,
      refusal_reason: reason,
      acknowledgement_sequence: await nextSequence(tx, { terminal, incarnation }),
      stated_bytes: word?.bytes ?? null,
    };
    if (row !== null) {
      const opened = row.content === null ? await readContent(tx, row, sealing) : {};
      await tx
        .updateTable('cases')
        .set({ ...opened, ...end })
        .where('case_digest', '=', case_digest)
        .execute();
    } else {
      const none = { header: null, manifest: null, answers: null, signature: null, content: null };
      await tx
        .insertInto('cases')
        .values({
          ...{ ...none, ...end, case_digest, terminal, incarnation, deliveries: 0 },
          receipt_secret_digest: null,
          received_at: word.reported_at,
        })
        .execute();
    }
    return ok({ caseNumber, caseDigest: case_digest });
  });
}

/** A case that came, what its terminal says of it, or both. */
type Candidate =
  | { readonly row: Selectable<CaseTable>; readonly word: StuckCase | null }
  | { readonly row: null; readonly word: StuckCase };

async function candidates(
  tx: Transaction<Database>,
  named: string,
  reason: OperatorReason,
): Promise<readonly Candidate[]> {
  const words = await tx
    .selectFrom('stuck_cases')
    .selectAll()
    .where((eb) => eb.or([eb('case_number', '=', named), eb('case_digest', '=', named)]))
    .execute();
  const digests = words.map(({ case_digest }) => case_digest);
  const rows = await tx
    .selectFrom('cases')
    .selectAll()
    .where((eb) => eb.or([eb('case_number', '=', named), eb('case_digest', 'in', [named, ...digests])]))
    .execute();
  const come = rows
    .filter(({ outcome }) => waitsAs[reason].includes(outcome))
    .map((row) => ({ row, word: words.find(({ case_digest }) => case_digest === row.case_digest) ?? null }));
  if (reason !== 'not-receivable') return come;
  const here = new Set(rows.map(({ case_digest }) => case_digest));
  return [...come, ...words.filter((word) => !here.has(word.case_digest)).map((word) => ({ row: null, word }))];
}

function isSaid(row: Selectable<CaseTable> | null, word: StuckCase | null, reason: OperatorReason): boolean {
  if (word === null || reasonsForRefusal[word.because] !== reason) return false;
  return reason !== 'paper-not-readable' || (row !== null && word.paper !== null && lists(row, word.paper));
}

/** Its manifest was checked against this schema before it was stored. */
const lists = ({ manifest }: Pick<CaseTable, 'manifest'>, paper: string): boolean =>
  manifest !== null &&
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
  const parts = storedEnvelope(row);
  if (parts === null) return { content: null, receipt_secret_digest: null };
  const opened = await openEnvelope(parts, [{ terminal, incarnation, key: ed25519PublicKey(public_key) }], sealing);
  return opened.state === 'opened'
    ? { content: opened.bytes, receipt_secret_digest: opened.content.receiptSecretDigest }
    : { content: null, receipt_secret_digest: null };
}
