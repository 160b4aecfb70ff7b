import type { Kysely, Selectable, Transaction } from 'kysely';
import { parseCaseNumber } from '../../main/contract/case-number.ts';
import type { Acknowledgements, SignedAcknowledgements } from '../../main/contract/wire/deliveries.ts';
import { caseManifest } from '../../main/contract/wire/envelope.ts';
import {
  type StuckCases,
  stuckCases,
  type StuckCasesRequest,
  type StuckReason,
} from '../../main/contract/wire/stuck-cases.ts';
import type { CaseTable, Database } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';
import type { NamedKey } from '../keys/keys-in-use.ts';
import { ed25519PublicKey, signatureHolds } from '../signing.ts';
import { acknowledge } from './acknowledge.ts';

type StuckCase = StuckCases['cases'][number];

/**
 * Takes a terminal's word on cases that no waiting ends there. Each is noted, for an operator to see and to end; by itself the
 * word ends nothing, here or there. Of those that have ended, opened or refused, the end is returned under the
 * acknowledgement key: an answer that was lost, or that the terminal could not match with bytes that had gone bad since,
 * comes so once more. Null where the word is not its sender's.
 */
export async function takeStuckCases(
  sender: Incarnation,
  word: Pick<StuckCasesRequest, 'bytes' | 'signature'>,
  { db, key, now }: { readonly db: Kysely<Database>; readonly key: NamedKey; readonly now: Date },
): Promise<readonly SignedAcknowledgements[] | null> {
  const bytes = Buffer.from(word.bytes, 'base64url');
  const signature = Buffer.from(word.signature, 'base64url');
  const enrolled = await believedIncarnations(db, sender);
  const own = enrolled.get(sender.incarnation);
  if (own === undefined || !signatureHolds('stuck-cases', ed25519PublicKey(own), signature, bytes)) return null;
  const said = read(bytes);
  if (said === null || said.terminal !== sender.terminal || said.incarnation !== sender.incarnation) return null;

  const cases = said.cases.flatMap((one) => {
    const number = parseCaseNumber(one.caseNumber);
    if (!number.ok || number.value.terminal !== sender.terminal || !enrolled.has(number.value.incarnation)) return [];
    return [{ ...one, incarnation: number.value.incarnation }];
  });
  if (cases.length === 0) return [];
  const here = await db
    .selectFrom('cases')
    .selectAll()
    .where('terminal', '=', sender.terminal)
    .where(
      'case_digest',
      'in',
      cases.map(({ caseDigest }) => caseDigest),
    )
    .where('acknowledgement_sequence', 'is not', null)
    .execute();
  const ended = new Map(here.map((row) => [row.case_digest, row]));
  for (const one of cases) {
    if (!ended.has(one.caseDigest)) await note(db, sender, one, { word: bytes, word_signature: signature }, now);
  }
  const incarnations = [...new Set(here.map(({ incarnation }) => incarnation))];
  return Promise.all(
    incarnations.map((incarnation) => {
      const entries = here.filter((row) => row.incarnation === incarnation).map(entryOf);
      return acknowledge(db, key, { terminal: sender.terminal, incarnation }, entries);
    }),
  );
}

/** A word that was true once: the case came through since, or its paper is on its way after all. */
export async function forgetStuckCase(
  db: Kysely<Database> | Transaction<Database>,
  caseDigest: string,
  paper: string | null,
): Promise<void> {
  const about = db.deleteFrom('stuck_cases').where('case_digest', '=', caseDigest);
  await (paper === null ? about.where('paper', 'is', null) : about.where('paper', '=', paper)).execute();
}

async function note(
  db: Kysely<Database>,
  sender: Incarnation,
  { caseNumber, caseDigest, bytes, because, paper, incarnation }: StuckCase & { readonly incarnation: number },
  signed: { readonly word: Uint8Array; readonly word_signature: Uint8Array },
  now: Date,
): Promise<void> {
  const latest = { because, paper, reported_by: sender.incarnation, ...signed };
  const { terminal } = sender;
  await db
    .insertInto('stuck_cases')
    .values({
      case_digest: caseDigest,
      case_number: caseNumber,
      terminal,
      incarnation,
      bytes,
      reported_at: now,
      ...latest,
    })
    .onConflict((conflict) =>
      // Since when it stands so is what an operator wants to know: the first time stays.
      conflict.column('case_digest').doUpdateSet(latest).where('stuck_cases.terminal', '=', terminal),
    )
    .execute();
}

/** What each signs with, the sender's own and his earlier ones; no revoked one, as for envelopes. */
async function believedIncarnations(
  db: Kysely<Database>,
  { terminal, incarnation }: Incarnation,
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('incarnations')
    .select(['incarnation', 'public_key'])
    .where('terminal', '=', terminal)
    .where('incarnation', '<=', incarnation)
    .where('standing', '!=', 'revoked')
    .execute();
  return new Map(rows.map((row) => [row.incarnation, row.public_key]));
}

function read(bytes: Buffer): StuckCases | null {
  try {
    return stuckCases.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function entryOf(row: Selectable<CaseTable>): Acknowledgements['entries'][number] {
  const { case_number, case_digest, acknowledgement_sequence, refusal_reason } = row;
  if (case_number === null || acknowledgement_sequence === null) {
    throw new Error(`an acknowledged case without number or sequence: ${case_digest}`);
  }
  return {
    caseNumber: case_number,
    caseDigest: case_digest,
    bytes: row.stated_bytes ?? storedBytes(row),
    ending: refusal_reason === null ? { outcome: 'opened' } : { outcome: 'refused', reason: refusal_reason },
    sequence: acknowledgement_sequence,
  };
}

/** Its manifest was checked against this schema before it was stored. */
function storedBytes({ header, manifest, answers, case_digest }: Selectable<CaseTable>): number {
  if (header === null || manifest === null || answers === null) throw new Error(`no envelope: ${case_digest}`);
  const { papers } = caseManifest.parse(JSON.parse(Buffer.from(manifest).toString('utf8')));
  return papers.reduce((total, { bytes }) => total + bytes, header.length + manifest.length + answers.length);
}

/** On which of a terminal's words an operator may end a case, and how. */
export const reasonsForRefusal: { readonly [Reason in StuckReason]: 'paper-not-readable' | 'not-receivable' } = {
  'damaged-here': 'not-receivable',
  'paper-not-readable-here': 'paper-not-readable',
  'platform-did-not-take-it': 'not-receivable',
  'platform-fails-on-it': 'not-receivable',
  'platform-does-not-know-this-version': 'not-receivable',
  'acknowledgement-does-not-match': 'not-receivable',
};
