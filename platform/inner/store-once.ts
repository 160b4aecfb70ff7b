import { type Kysely, sql, type Transaction } from 'kysely';
import type { Acknowledgements, RefusalReason, Unfinished } from '../../main/contract/wire/deliveries.ts';
import type { Database, StoredOutcome } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';
import type { EnvelopeBytes, OpenedEnvelope } from './open-envelope.ts';
import type { PapersHere } from './open-papers.ts';
import { lockIncarnation, nextSequence } from './sequences.ts';
import { forgetStuckCase } from './stuck-cases.ts';

export type AcknowledgedEntry = Acknowledgements['entries'][number];
export type StorableEnvelope = Exclude<OpenedEnvelope, { state: 'not-verified' }>;
export type Stored =
  | { readonly end: 'acknowledged'; readonly entry: AcknowledgedEntry }
  | { readonly end: 'unfinished'; readonly entry: Unfinished };

/** Stores a case, or finds it stored, in the caller's transaction. It gets the answer it got first, whenever it comes again. */
export async function storeOnce(
  tx: Transaction<Database>,
  parts: EnvelopeBytes,
  opened: StorableEnvelope,
  here: PapersHere,
  receivedAt: Date,
): Promise<Stored> {
  const { signer } = opened;
  await lockIncarnation(tx, signer);
  // What its terminal said of the case as a whole is over: here it is.
  if (opened.state !== 'unknown-version') await forgetStuckCase(tx, parts.caseDigest, null);

  const before = await tx
    .updateTable('cases')
    .set((eb) => ({ deliveries: eb('deliveries', '+', 1) }))
    .where('case_digest', '=', parts.caseDigest)
    .returning(['outcome', 'refusal_reason', 'acknowledgement_sequence', 'case_number', 'stated_bytes'])
    .executeTakeFirst();
  if (before !== undefined && !canGoOn(before.outcome, opened, here)) {
    if (before.refusal_reason === 'not-receivable') await keepWhatCame(tx, parts, opened);
    return answerFor(parts, before, opened, here);
  }

  const row = await newRow(tx, parts, opened, here);
  await tx
    .insertInto('cases')
    .values({
      ...row,
      case_digest: parts.caseDigest,
      terminal: signer.terminal,
      incarnation: signer.incarnation,
      received_at: receivedAt,
      header: parts.header,
      manifest: parts.manifest,
      answers: parts.answers,
      signature: parts.signature,
    })
    .onConflict((conflict) => conflict.column('case_digest').doUpdateSet(row))
    .execute();
  if (row.outcome === 'conflict') await markForked(tx, signer);
  return answerFor(parts, row, opened, here);
}

/**
 * An operator refused it on its terminal's word, and here it is after all. The answer stays, by which the terminal erases it:
 * what the person wrote is then nowhere but here.
 */
async function keepWhatCame(
  tx: Transaction<Database>,
  { caseDigest, header, manifest, answers, signature }: EnvelopeBytes,
  opened: StorableEnvelope,
): Promise<void> {
  const read =
    opened.state === 'opened'
      ? { content: opened.bytes, receipt_secret_digest: opened.content.receiptSecretDigest }
      : {};
  await tx
    .updateTable('cases')
    .set({ header, manifest, answers, signature, ...read })
    .where('case_digest', '=', caseDigest)
    .where('content', 'is', null)
    .execute();
}

/**
 * Whether a case that was stored without an answer that lasts can have one now: its version may be known since an update,
 * and its papers may have come.
 */
function canGoOn(before: StoredOutcome, opened: StorableEnvelope, here: PapersHere): boolean {
  if (before === 'unknown-version') return opened.state !== 'unknown-version';
  return before === 'papers-missing' && opened.state !== 'unknown-version' && here.state !== 'missing';
}

interface OutcomeColumns {
  readonly outcome: StoredOutcome;
  readonly case_number: string | null;
  readonly refusal_reason: RefusalReason | null;
  readonly acknowledgement_sequence: number | null;
  readonly stated_bytes: number | null;
}

async function newRow(
  tx: Transaction<Database>,
  parts: EnvelopeBytes,
  opened: StorableEnvelope,
  here: PapersHere,
): Promise<OutcomeColumns & { content: Uint8Array | null; receipt_secret_digest: string | null }> {
  const nothing = {
    ...{ refusal_reason: null, acknowledgement_sequence: null },
    ...{ receipt_secret_digest: null, stated_bytes: null },
  };
  if (opened.state === 'unknown-version') {
    return { ...nothing, outcome: 'unknown-version', case_number: null, content: null };
  }
  const read = {
    case_number: opened.header.caseNumber,
    content: opened.bytes,
    receipt_secret_digest: opened.state === 'opened' ? opened.content.receiptSecretDigest : null,
  };
  const taken = await tx
    .selectFrom('cases')
    .select('case_digest')
    .where('case_number', '=', opened.header.caseNumber)
    .where('case_digest', '!=', parts.caseDigest)
    // A conflict came after one that has the number; were it counted, the first could no longer end when its papers come.
    .where('outcome', '!=', 'conflict')
    .where(sql<boolean>`refusal_reason is distinct from 'number-used-twice'`)
    .limit(1)
    .executeTakeFirst();
  if (taken !== undefined) return { ...nothing, ...read, outcome: 'conflict' };
  if (here.state === 'missing') {
    return { ...nothing, outcome: 'papers-missing', case_number: read.case_number, content: null };
  }
  return {
    ...nothing,
    ...read,
    outcome: opened.state,
    refusal_reason: opened.state === 'refused' ? opened.reason : null,
    acknowledgement_sequence: await nextSequence(tx, opened.signer),
  };
}

/** From then on only a new enrolment of the terminal is heard. A revoked or replaced one stays what it is. */
export async function markForked(db: Kysely<Database>, { terminal, incarnation }: Incarnation): Promise<void> {
  await db
    .updateTable('incarnations')
    .set({ standing: 'forked' })
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .where('standing', '=', 'accepted')
    .execute();
}

function answerFor(parts: EnvelopeBytes, row: OutcomeColumns, opened: StorableEnvelope, here: PapersHere): Stored {
  const { caseDigest } = parts;
  if (row.outcome === 'papers-missing') {
    // Whole by now, and still not opened: only where this program does not know a version that another one did.
    if (here.state !== 'missing') return { end: 'unfinished', entry: { state: 'unknown-version', caseDigest } };
    return { end: 'unfinished', entry: { state: 'papers-missing', caseDigest, missing: here.missing } };
  }
  if (row.outcome === 'unknown-version' || row.outcome === 'conflict') {
    return { end: 'unfinished', entry: { state: row.outcome, caseDigest } };
  }
  const { case_number, acknowledgement_sequence, refusal_reason, stated_bytes } = row;
  if (case_number === null || acknowledgement_sequence === null) {
    throw new Error(`an acknowledged case without number or sequence: ${caseDigest}`);
  }
  return {
    end: 'acknowledged',
    entry: {
      caseNumber: case_number,
      caseDigest,
      bytes:
        stated_bytes ?? parts.header.length + parts.manifest.length + parts.answers.length + ciphertextBytes(opened),
      ending: refusal_reason === null ? { outcome: 'opened' } : { outcome: 'refused', reason: refusal_reason },
      sequence: acknowledgement_sequence,
    },
  };
}

const ciphertextBytes = (opened: StorableEnvelope): number =>
  opened.state === 'unknown-version' ? 0 : opened.papers.reduce((total, { bytes }) => total + bytes, 0);
