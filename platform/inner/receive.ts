import type { KeyObject } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Acknowledgements, RefusalReason, Unfinished } from '../../main/contract/wire/deliveries.ts';
import { caseManifest, type Envelope } from '../../main/contract/wire/envelope.ts';
import type { Database, StoredOutcome } from '../database/schema.ts';
import { type Incarnation, incarnationName } from '../incarnation.ts';
import type { NamedKey } from '../keys/keys-in-use.ts';
import { ed25519PublicKey } from '../signing.ts';
import type { PaperFiles, PaperName } from '../papers/paper-files.ts';
import { acknowledge } from './acknowledge.ts';
import type { Received } from './inner.ts';
import {
  decodeEnvelope,
  type EnvelopeBytes,
  type OpenedEnvelope,
  openEnvelope,
  type SigningKey,
} from './open-envelope.ts';
import { openPapers, type PapersHere } from './open-papers.ts';

export interface ReceivingKeys {
  readonly sealing: ReadonlyMap<string, KeyObject>;
  readonly acknowledgement: NamedKey;
}

type AcknowledgedEntry = Acknowledgements['entries'][number];
type StorableEnvelope = Exclude<OpenedEnvelope, { state: 'not-verified' }>;
type Stored =
  | { readonly end: 'acknowledged'; readonly entry: AcknowledgedEntry }
  | { readonly end: 'unfinished'; readonly entry: Unfinished };

/**
 * Takes a batch: each case opened, committed in a transaction of its own, and acknowledged after that. A case that comes
 * again, at the same moment or years later, through this process or another, gets the answer it got first.
 *
 * An acknowledgement list names one incarnation. A batch that mixes incarnations of one terminal is taken for its first
 * one that verifies; the others stay `not-verified` and come again in a batch of their own.
 */
export async function receive(
  sender: Incarnation,
  deliveries: readonly Envelope[],
  {
    db,
    keys,
    papers,
    now,
    log,
  }: { db: Kysely<Database>; keys: ReceivingKeys; papers: PaperFiles; now: () => Date; log: Logger },
): Promise<Received> {
  const signers = await signingKeysOf(db, sender);
  const acknowledged = new Map<string, AcknowledgedEntry>();
  const unfinished = new Map<string, Unfinished>();
  let signer: SigningKey | null = null;

  for (const delivery of deliveries) {
    const parts = decodeEnvelope(delivery);
    const { caseDigest } = parts;
    const opened = await openEnvelope(parts, signer === null ? signers : [signer], keys.sealing);
    if (opened.state === 'not-verified') {
      log.warn({ from: incarnationName(sender), caseDigest, because: opened.because }, 'a case was not verified');
      unfinished.set(caseDigest, { state: 'not-verified', caseDigest });
      continue;
    }
    signer = opened.signer;
    const about = { from: incarnationName(signer), caseDigest };
    try {
      const here = await papersOf(db, caseDigest, opened, papers);
      if (here.state === 'not-readable') log.error({ ...about, because: here.because }, 'a paper cannot be opened');
      const judged = withPapers(opened, here);
      const stored = await db.transaction().execute((tx) => storeOnce(tx, parts, judged, here, now()));
      log.info({ ...about, end: stored.entry }, 'a case was received');
      if (stored.end === 'acknowledged') acknowledged.set(caseDigest, stored.entry);
      else unfinished.set(caseDigest, stored.entry);
    } catch (error) {
      // A case that this platform stumbles over, such as by a paper its disk no longer gives, held up a terminal’s whole
      // queue: whoever is told "try later" comes again with the same batch. No more of the error than its words: a database
      // adds the row.
      log.error({ ...about, because: String(error) }, 'a case could not be received');
      unfinished.set(caseDigest, { state: 'not-verified', caseDigest });
    }
  }

  // A damaged copy beside the whole one in a batch has the same manifest: what was acknowledged is not unfinished too.
  for (const caseDigest of acknowledged.keys()) unfinished.delete(caseDigest);
  const entries = [...acknowledged.values()];
  return {
    acknowledged:
      signer === null || entries.length === 0 ? null : await acknowledge(db, keys.acknowledgement, signer, entries),
    unfinished: [...unfinished.values()],
  };
}

/** A case with a paper that never opens is refused under signature: waited for, it would wait for ever, unseen. */
function withPapers(opened: StorableEnvelope, here: PapersHere): StorableEnvelope {
  if (here.state !== 'not-readable' || opened.state !== 'opened') return opened;
  const { signer, header, papers, bytes } = opened;
  return { state: 'refused', signer, header, papers, bytes, reason: 'content-not-readable' };
}

/** Read through only where it can change something: a case that has its answer gets that one, and no paper is opened twice. */
async function papersOf(
  db: Kysely<Database>,
  caseDigest: string,
  opened: StorableEnvelope,
  files: PaperFiles,
): Promise<PapersHere> {
  if (opened.state === 'unknown-version' || opened.papers.length === 0) return { state: 'whole' };
  const known = await db
    .selectFrom('cases')
    .select('outcome')
    .where('case_digest', '=', caseDigest)
    .where('outcome', 'in', ['opened', 'refused', 'conflict'])
    .executeTakeFirst();
  if (known !== undefined) return { state: 'whole' };
  return openPapers(caseDigest, opened.papers, opened.state === 'opened' ? opened.content.papers : null, files);
}

/** The ciphertext's length of a paper that a stored case waits for. */
export async function awaitedPaper(
  db: Kysely<Database>,
  sender: Incarnation,
  { caseDigest, paper }: PaperName,
): Promise<number | null> {
  const row = await db
    .selectFrom('cases')
    .innerJoin('incarnations', (join) =>
      join
        .onRef('incarnations.terminal', '=', 'cases.terminal')
        .onRef('incarnations.incarnation', '=', 'cases.incarnation'),
    )
    .select('cases.manifest')
    .where('case_digest', '=', caseDigest)
    .where('outcome', '=', 'papers-missing')
    .where('cases.terminal', '=', sender.terminal)
    .where('cases.incarnation', '<=', sender.incarnation)
    .where('incarnations.standing', '!=', 'revoked')
    .executeTakeFirst();
  if (row === undefined) return null;
  // Checked against this schema before it was stored.
  const manifest = caseManifest.parse(JSON.parse(Buffer.from(row.manifest).toString('utf8')));
  return manifest.papers.find(({ id }) => id === paper)?.bytes ?? null;
}

/** Revoked enrolments are left out: what one of them signed may be anybody's. */
async function signingKeysOf(db: Kysely<Database>, sender: Incarnation): Promise<readonly SigningKey[]> {
  const rows = await db
    .selectFrom('incarnations')
    .select(['terminal', 'incarnation', 'public_key'])
    .where('terminal', '=', sender.terminal)
    .where('incarnation', '<=', sender.incarnation)
    .where('standing', '!=', 'revoked')
    .orderBy('incarnation', 'desc')
    .execute();
  return rows.map(({ terminal, incarnation, public_key }) => ({
    terminal,
    incarnation,
    key: ed25519PublicKey(public_key),
  }));
}

async function storeOnce(
  tx: Transaction<Database>,
  parts: EnvelopeBytes,
  opened: StorableEnvelope,
  here: PapersHere,
  receivedAt: Date,
): Promise<Stored> {
  const { signer } = opened;
  await lockIncarnation(tx, signer);

  const before = await tx
    .updateTable('cases')
    .set((eb) => ({ deliveries: eb('deliveries', '+', 1) }))
    .where('case_digest', '=', parts.caseDigest)
    .returning(['outcome', 'refusal_reason', 'acknowledgement_sequence', 'case_number'])
    .executeTakeFirst();
  if (before !== undefined && !canGoOn(before.outcome, opened, here)) return answerFor(parts, before, opened, here);

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
 * All cases of one enrolment go one after the other, across processes too: two copies that arrive together must not each take
 * an acknowledgement sequence. The unique indexes hold even if somebody forgets to call this.
 */
export async function lockIncarnation(
  tx: Transaction<Database>,
  { terminal, incarnation }: Incarnation,
): Promise<void> {
  await tx
    .selectFrom('incarnations')
    .select('standing')
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .forUpdate()
    .executeTakeFirstOrThrow();
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
}

async function newRow(
  tx: Transaction<Database>,
  parts: EnvelopeBytes,
  opened: StorableEnvelope,
  here: PapersHere,
): Promise<OutcomeColumns & { content: Uint8Array | null; receipt_secret_digest: string | null }> {
  const nothing = { refusal_reason: null, acknowledgement_sequence: null, receipt_secret_digest: null };
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
    ...read,
    outcome: opened.state,
    refusal_reason: opened.state === 'refused' ? opened.reason : null,
    acknowledgement_sequence: await nextSequence(tx, opened.signer),
  };
}

export async function nextSequence(tx: Transaction<Database>, { terminal, incarnation }: Incarnation): Promise<number> {
  const { acknowledgements } = await tx
    .updateTable('incarnations')
    .set((eb) => ({ acknowledgements: eb('acknowledgements', '+', 1) }))
    .where('terminal', '=', terminal)
    .where('incarnation', '=', incarnation)
    .returning('acknowledgements')
    .executeTakeFirstOrThrow();
  return acknowledgements;
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
  const { case_number, acknowledgement_sequence, refusal_reason } = row;
  if (case_number === null || acknowledgement_sequence === null) {
    throw new Error(`an acknowledged case without number or sequence: ${caseDigest}`);
  }
  return {
    end: 'acknowledged',
    entry: {
      caseNumber: case_number,
      caseDigest,
      bytes: parts.header.length + parts.manifest.length + parts.answers.length + ciphertextBytes(opened),
      ending: refusal_reason === null ? { outcome: 'opened' } : { outcome: 'refused', reason: refusal_reason },
      sequence: acknowledgement_sequence,
    },
  };
}

const ciphertextBytes = (opened: StorableEnvelope): number =>
  opened.state === 'unknown-version' ? 0 : opened.papers.reduce((total, { bytes }) => total + bytes, 0);
