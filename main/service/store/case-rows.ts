import type { CaseState, WaitReason } from '../../contract/view/waiting.ts';
import type { Store } from './store.ts';
import { prepared } from './statements.ts';

export interface EnvelopeBytes {
  readonly header: Uint8Array;
  readonly manifest: Uint8Array;
  readonly answers: Uint8Array;
  readonly signature: Uint8Array;
}

export interface NewCase {
  readonly caseNumber: string;
  readonly incarnation: number;
  readonly sequence: number;
  readonly caseDigest: string;
  readonly bytes: number;
  readonly item: string;
  readonly itemName: { readonly zh: string; readonly en: string };
  readonly submittedAt: string;
  readonly envelope: EnvelopeBytes;
}

/** Case, envelope, outbox entry and receipt row. Call inside the submission's transaction. */
export function insertCase(store: Store, given: NewCase): void {
  prepared(
    store,
    `INSERT INTO cases (case_number, sequence, incarnation, case_digest, bytes, item, item_name_zh, item_name_en, submitted_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'kept-here')`,
  ).run(
    given.caseNumber,
    given.sequence,
    given.incarnation,
    given.caseDigest,
    given.bytes,
    given.item,
    given.itemName.zh,
    given.itemName.en,
    given.submittedAt,
  );
  const { header, manifest, answers, signature } = given.envelope;
  prepared(
    store,
    'INSERT INTO envelopes (case_number, header, manifest, answers, signature) VALUES (?, ?, ?, ?, ?)',
  ).run(given.caseNumber, header, manifest, answers, signature);
  prepared(
    store,
    `INSERT INTO outbox (case_number, incarnation, sequence, reason, reason_changes, changed_at)
     VALUES (?, ?, ?, 'not-tried-yet', 0, ?)`,
  ).run(given.caseNumber, given.incarnation, given.sequence, given.submittedAt);
  prepared(store, `INSERT INTO receipts (case_number, state) VALUES (?, 'pending')`).run(given.caseNumber);
}

/** It left this terminal; whether it arrived is not known yet. Never takes back a better state. */
export function noteSent(store: Store, caseNumbers: readonly string[]): void {
  const update = prepared(store, `UPDATE cases SET state = 'sent' WHERE case_number = ? AND state = 'kept-here'`);
  for (const caseNumber of caseNumbers) update.run(caseNumber);
}

export interface CaseRow {
  readonly caseNumber: string;
  readonly incarnation: number;
  readonly caseDigest: string;
  readonly bytes: number;
  readonly state: CaseState;
}

export function readCase(store: Store, caseNumber: string): CaseRow | null {
  return (
    prepared<[string], CaseRow>(
      store,
      'SELECT case_number AS caseNumber, incarnation, case_digest AS caseDigest, bytes, state FROM cases WHERE case_number = ?',
    ).get(caseNumber) ?? null
  );
}

/** What may be said of a case to whoever holds its receipt. */
export interface CaseRecord {
  readonly caseNumber: string;
  readonly caseDigest: string;
  readonly state: CaseState;
  readonly submittedAt: string;
  readonly item: string;
  readonly itemName: { readonly zh: string; readonly en: string };
  /** The bytes of the platform's list that ended it, as they came; null where it has not ended, or that is long ago. */
  readonly endedBy: string | null;
}

export function readCaseRecord(store: Store, caseNumber: string): CaseRecord | null {
  type Row = Omit<CaseRecord, 'itemName'> & { readonly zh: string; readonly en: string };
  const row = prepared<[string], Row>(
    store,
    `SELECT cases.case_number AS caseNumber, cases.case_digest AS caseDigest, state, submitted_at AS submittedAt, item,
       item_name_zh AS zh, item_name_en AS en, acknowledgements.bytes AS endedBy
     FROM cases LEFT JOIN tombstones USING (case_number) LEFT JOIN acknowledgements ON acknowledgements.id = acknowledgement
     WHERE cases.case_number = ?`,
  ).get(caseNumber);
  if (row === undefined) return null;
  const { zh, en, ...record } = row;
  return { ...record, itemName: { zh, en } };
}

export function readEnvelope(store: Store, caseNumber: string): EnvelopeBytes | null {
  return (
    prepared<[string], EnvelopeBytes>(
      store,
      'SELECT header, manifest, answers, signature FROM envelopes WHERE case_number = ?',
    ).get(caseNumber) ?? null
  );
}

/** A case, and what is still kept of it: null where it has ended. */
export interface KeptCase extends CaseRow {
  readonly envelope: Omit<EnvelopeBytes, 'signature'> | null;
}

/** Those that are known, by their numbers. */
export function readKeptCases(store: Store, caseNumbers: readonly string[]): ReadonlyMap<string, KeptCase> {
  type Row = CaseRow & { readonly [Part in 'header' | 'manifest' | 'answers']: Uint8Array | null };
  const rows = prepared<[string], Row>(
    store,
    `SELECT case_number AS caseNumber, incarnation, case_digest AS caseDigest, bytes, state, header, manifest, answers
     FROM json_each(?) CROSS JOIN cases ON case_number = value LEFT JOIN envelopes USING (case_number)`,
  ).all(JSON.stringify(caseNumbers));
  return new Map(
    rows.map(({ header, manifest, answers, ...row }) => [
      row.caseNumber,
      { ...row, envelope: header && manifest && answers && { header, manifest, answers } },
    ]),
  );
}

/**
 * Ends cases: their content goes, their tombstones stay. Call inside a transaction, with `overwriteErased` after it. Four
 * statements for a list of two hundred: for each case apart they took three times as long.
 */
export function endCases(
  store: Store,
  caseNumbers: readonly string[],
  state: 'received-there' | 'refused-there',
  acknowledgement: number,
  at: string,
): void {
  const these = JSON.stringify(caseNumbers);
  prepared(
    store,
    `INSERT INTO tombstones (case_number, case_digest, acknowledgement, ended_at)
     SELECT case_number, case_digest, ?, ? FROM json_each(?) CROSS JOIN cases ON case_number = value`,
  ).run(acknowledgement, at, these);
  prepared(store, 'DELETE FROM envelopes WHERE case_number IN (SELECT value FROM json_each(?))').run(these);
  prepared(store, 'DELETE FROM outbox WHERE case_number IN (SELECT value FROM json_each(?))').run(these);
  prepared(store, 'UPDATE cases SET state = ? WHERE case_number IN (SELECT value FROM json_each(?))').run(state, these);
}

export function noteReceipt({ connection }: Store, caseNumber: string, state: 'printed' | 'unsure'): void {
  // A receipt that is known to have come out stays printed, whatever a second try does.
  connection
    .prepare(`UPDATE receipts SET state = ? WHERE case_number = ? AND state <> 'printed'`)
    .run(state, caseNumber);
}

export interface WaitingCase {
  readonly caseNumber: string;
  readonly itemName: { readonly zh: string; readonly en: string };
  readonly submittedAt: string;
  readonly state: CaseState;
  readonly reason: WaitReason;
  readonly detail: string;
  readonly receiptPrinted: boolean;
}

export function countWaiting({ connection }: Pick<Store, 'connection'>): number {
  return Number(connection.prepare('SELECT count(*) FROM outbox').pluck().get());
}

/** What the desk is shown: of what waits, oldest first, `most` after the first `from`, and how many wait in all. */
export function readWaiting(
  { connection }: Store,
  most: number,
  from: number,
): { readonly cases: readonly WaitingCase[]; readonly count: number } {
  interface Row {
    readonly case_number: string;
    readonly item_name_zh: string;
    readonly item_name_en: string;
    readonly submitted_at: string;
    readonly state: CaseState;
    readonly reason: WaitReason;
    readonly detail: string;
    readonly receipt: string;
  }
  const rows = connection
    .prepare<[number, number], Row>(
      `SELECT case_number, item_name_zh, item_name_en, submitted_at, cases.state, reason, detail, receipts.state AS receipt
       FROM outbox JOIN cases USING (case_number) JOIN receipts USING (case_number)
       ORDER BY outbox.incarnation, outbox.sequence LIMIT ? OFFSET ?`,
    )
    .all(most, from);
  return {
    cases: rows.map((row) => ({
      caseNumber: row.case_number,
      itemName: { zh: row.item_name_zh, en: row.item_name_en },
      submittedAt: row.submitted_at,
      state: row.state,
      reason: row.reason,
      detail: row.detail,
      receiptPrinted: row.receipt === 'printed',
    })),
    count: countWaiting({ connection }),
  };
}
