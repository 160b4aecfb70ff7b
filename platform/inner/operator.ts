import type { Kysely, Selectable, Transaction } from 'kysely';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { type CaseHeader, caseHeader, type Envelope } from '../../main/contract/wire/envelope.ts';
import type { KeyList } from '../../main/contract/wire/keys.ts';
import type { CaseTable, Database, Standing, StoredOutcome } from '../database/schema.ts';
import { type Incarnation, incarnationName } from '../incarnation.ts';
import { type DevelopmentRoot, signKeyList } from '../keys/development-root.ts';
import { addKeyFiles, addTlsFiles, type KeyFolder } from '../keys/folder.ts';
import { storedEnvelope } from './open-envelope.ts';

/** A case as the place of handling sees it. */
export interface HeldCase {
  readonly caseNumber: string | null;
  readonly caseDigest: string;
  readonly receivedAt: string;
  /** How often it has arrived. */
  readonly deliveries: number;
  readonly outcome: StoredOutcome;
  /** How the person was identified, by the terminal's signed word; null where the header could not be read. */
  readonly identity: CaseHeader['identity'] | null;
  /** The opened content as JSON; null where it was not opened or cannot be read. */
  readonly content: unknown;
  /** Null where an operator refused what never came. */
  readonly envelope: Envelope | null;
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
    identity: identityIn(row),
    content: row.content === null || row.refusal_reason === 'content-not-readable' ? null : readJson(row.content),
    envelope: envelopeOf(row),
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

/** What the operator changes about keys, and how: each step is one version of the list. */
export interface KeyDesk {
  readonly db: Kysely<Database>;
  readonly keys: KeyFolder;
  readonly root: DevelopmentRoot;
  readonly now: () => Date;
}

/**
 * Ends the belief in an enrolment, for good, and says so to all terminals in a new key list. Returns its version.
 */
export function revoke(desk: KeyDesk, revoked: Incarnation): Promise<Result<number, 'unknown-terminal'>> {
  return changeKeyList(desk, async (list, tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('incarnations')
      .set({ standing: 'revoked' })
      .where('terminal', '=', revoked.terminal)
      .where('incarnation', '=', revoked.incarnation)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return err('unknown-terminal');
    const name = incarnationName(revoked);
    if (list.revokedIncarnations.includes(name)) return ok(list);
    return ok({ ...list, revokedIncarnations: [...list.revokedIncarnations, name] });
  });
}

export type RotatedUse = KeyList['keys'][number]['use'] | 'tls';

/**
 * Makes a new key and names it in the list beside the one in use, so that terminals know it before they meet it. New cases
 * are sealed to a new sealing key from then on; the others come into use when the one before is retired.
 */
export async function announceKey(desk: KeyDesk, use: RotatedUse): Promise<number> {
  const { keys } = desk;
  const version = await changeKeyList<never>(desk, async (list) => {
    if (use === 'tls') {
      return ok({ ...list, pins: [...list.pins, await addTlsFiles(keys, `tls-${list.version + 1}`)] });
    }
    return ok({ ...list, keys: [...list.keys, await addKeyFiles(keys, use, `${use}-${list.version + 1}`)] });
  });
  return version.ok ? version.value : (version.error satisfies never);
}

/**
 * Revokes a key by its id, a pin by itself: nothing new is sealed to it, nothing signed with it is believed, and the next
 * one of its use comes into force. What was sealed to it before still opens.
 */
export function retireKey(desk: KeyDesk, id: string): Promise<Result<number, 'unknown-key' | 'last-key'>> {
  return changeKeyList(desk, async (list) => {
    if (list.pins.includes(id)) {
      return list.pins.length === 1 ? err('last-key') : ok({ ...list, pins: list.pins.filter((pin) => pin !== id) });
    }
    const key = list.keys.find((one) => one.id === id && !one.revoked);
    if (key === undefined) return err('unknown-key');
    const others = list.keys.filter((one) => one.use === key.use && !one.revoked && one !== key);
    if (others.length === 0) return err('last-key');
    return ok({ ...list, keys: list.keys.map((one) => (one === key ? { ...key, revoked: true } : one)) });
  });
}

/** Gives the changed list its next version and signs it; an unchanged one stays. Returns the version in force. */
function changeKeyList<E>(
  { db, keys, root, now }: KeyDesk,
  change: (list: KeyList, tx: Transaction<Database>) => Promise<Result<KeyList, E>>,
): Promise<Result<number, E>> {
  return db.transaction().execute(async (tx) => {
    // One change at a time, across processes: two would write the same next version of the list.
    await tx.selectFrom('meta').select('value').where('name', '=', 'epoch').forUpdate().execute();
    const { list } = await keys.readKeyList();
    const changed = await change(list, tx);
    if (!changed.ok) return changed;
    if (changed.value === list) return ok(list.version);
    const next = { ...changed.value, version: list.version + 1, issuedAt: now().toISOString() };
    await keys.replaceKeyList(signKeyList(next, root));
    return ok(next.version);
  });
}

/**
 * To be done once after the database was restored from a backup: from the first acknowledgement of the new epoch on,
 * terminals take no older one any more. The restored leases and audit heads are behind those the terminals hold, which is
 * what a copied disk looks like: each terminal's next request is believed as it comes, and its past counts from there.
 * The highest epoch there was stands beside the key list, too: after a second restore of the same backup the database alone
 * would give the same epoch again, and terminals that know it would notice nothing. Returns the new epoch.
 */
export function raiseEpoch({ db, keys }: Pick<KeyDesk, 'db' | 'keys'>): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { value: restored } = await tx
      .selectFrom('meta')
      .select('value')
      .where('name', '=', 'epoch')
      .forUpdate()
      .executeTakeFirstOrThrow();
    const epoch = Math.max(restored, await keys.readHighestEpoch()) + 1;
    const past = {
      used: null,
      challenge: null,
      issued: [],
      audit_length: null,
      audit_head: null,
      audit_bytes: null,
      audit_signature: null,
    };
    await tx.updateTable('gateway_leases').set(past).execute();
    await tx.updateTable('meta').set({ value: epoch }).where('name', '=', 'epoch').execute();
    // Before the commit: killed between the two, a number is left out, and none is given twice.
    await keys.writeHighestEpoch(epoch);
    return epoch;
  });
}

/** Null where nothing that could be read came. Else it was checked against the schema before it was stored. */
function identityIn({ outcome, refusal_reason, header }: Selectable<CaseTable>): CaseHeader['identity'] | null {
  if (header === null || outcome === 'unknown-version' || refusal_reason === 'not-receivable') return null;
  return caseHeader.parse(readJson(header)).identity;
}

function envelopeOf(row: Parameters<typeof storedEnvelope>[0]): Envelope | null {
  const parts = storedEnvelope(row);
  if (parts === null) return null;
  return {
    header: parts.header.toString('base64url'),
    manifest: parts.manifest.toString('base64url'),
    answers: parts.answers.toString('base64url'),
    signature: parts.signature.toString('base64url'),
  };
}

const readJson = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
