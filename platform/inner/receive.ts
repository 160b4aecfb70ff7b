import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { CaseDelivery, Unfinished } from '../../main/contract/wire/deliveries.ts';
import { caseManifest } from '../../main/contract/wire/envelope.ts';
import type { Database } from '../database/schema.ts';
import { type Incarnation, incarnationName } from '../incarnation.ts';
import type { NamedKey } from '../keys/keys-in-use.ts';
import { ed25519PublicKey } from '../signing.ts';
import type { PaperFiles, PaperName } from '../papers/paper-files.ts';
import { acknowledge, sayEpoch } from './acknowledge.ts';
import type { Received } from './inner.ts';
import { decodeEnvelope, type EnvelopeBytes, openEnvelope, type SigningKey, storedEnvelope } from './open-envelope.ts';
import { openPapers, type PapersHere } from './open-papers.ts';
import { type AcknowledgedEntry, type StorableEnvelope, storeOnce } from './store-once.ts';
import { forgetStuckCase } from './stuck-cases.ts';

export interface ReceivingKeys {
  readonly sealing: ReadonlyMap<string, KeyObject>;
  readonly acknowledgement: NamedKey;
}

/**
 * Takes a batch: each case opened, committed in a transaction of its own, and acknowledged after that. A case that comes
 * again, at the same moment or years later, through this process or another, gets the answer it got first.
 *
 * An acknowledgement list names one incarnation. A batch that mixes incarnations of one terminal is taken for its first
 * one that verifies; the others stay `not-verified` and come again in a batch of their own.
 */
export async function receive(
  sender: Incarnation,
  deliveries: readonly CaseDelivery[],
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
    const parts =
      'caseDigest' in delivery ? await namedParts(db, sender, delivery.caseDigest) : decodeEnvelope(delivery);
    if ('missing' in parts) {
      unfinished.set(parts.missing, { state: 'envelope-missing', caseDigest: parts.missing });
      continue;
    }
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
  const list =
    signer === null || entries.length === 0 ? null : await acknowledge(db, keys.acknowledgement, signer, entries);
  return {
    acknowledged: list,
    unfinished: [...unfinished.values()],
    epoch: list === null ? await sayEpoch(db, keys.acknowledgement) : null,
  };
}

/**
 * The envelope that this terminal, or an earlier enrolment of it, delivered before. It is verified again like one that comes:
 * what was believed once may have been revoked since.
 */
async function namedParts(
  db: Kysely<Database>,
  sender: Incarnation,
  caseDigest: string,
): Promise<EnvelopeBytes | { readonly missing: string }> {
  const row = await db
    .selectFrom('cases')
    .select(['case_digest', 'header', 'manifest', 'answers', 'signature'])
    .where('case_digest', '=', caseDigest)
    .where('terminal', '=', sender.terminal)
    .where('incarnation', '<=', sender.incarnation)
    .executeTakeFirst();
  return (row && storedEnvelope(row)) ?? { missing: caseDigest };
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
  if (row === undefined || row.manifest === null) return null;
  // Checked against this schema before it was stored.
  const manifest = caseManifest.parse(JSON.parse(Buffer.from(row.manifest).toString('utf8')));
  const bytes = manifest.papers.find(({ id }) => id === paper)?.bytes ?? null;
  // A terminal reads a paper through before it asks: that it could not be read is over.
  if (bytes !== null) await forgetStuckCase(db, caseDigest, paper);
  return bytes;
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
