import { keyList as keyListSchema, type SignedKeyList } from '../../contract/wire/keys.ts';
import { countOn, type PlatformDays } from './platform-days.ts';
import { prepared } from './statements.ts';
import type { Store } from './store.ts';

/** What this terminal is to the platform, as the database has it. */
export interface TerminalState {
  readonly terminal: string;
  readonly incarnation: number;
  readonly counter: number;
  readonly lastCaseDigest: string | null;
  readonly lease: string;
  readonly epoch: number;
  readonly keyList: SignedKeyList;
  readonly keyListVersion: number;
  readonly offsetMs: number | null;
  readonly contactAt: string | null;
  /** By the platform's own signed word. */
  readonly standing: Standing;
  /** The last epoch under which the platform was told what was erased here on its word. */
  readonly toldEpoch: number;
}

export type Standing = 'accepted' | 'not-accepted';

interface Row {
  readonly terminal: string;
  readonly incarnation: number;
  readonly counter: number;
  readonly last_case_digest: string | null;
  readonly lease: string;
  readonly epoch: number;
  readonly key_list: string;
  readonly key_list_version: number;
  readonly offset_ms: number | null;
  readonly contact_at: string | null;
  readonly standing: Standing;
  readonly told_epoch: number;
}

/** Null before enrolment. */
export function readTerminalState({ connection }: Store): TerminalState | null {
  const row = connection.prepare<[], Row>('SELECT * FROM terminal_state').get();
  if (row === undefined) return null;
  return {
    terminal: row.terminal,
    incarnation: row.incarnation,
    counter: row.counter,
    lastCaseDigest: row.last_case_digest,
    lease: row.lease,
    epoch: row.epoch,
    // Written by this program from a checked value; a row that no longer parses is a bug or a broken disk, and throws.
    keyList: JSON.parse(row.key_list) as SignedKeyList,
    keyListVersion: row.key_list_version,
    offsetMs: row.offset_ms,
    contactAt: row.contact_at,
    standing: row.standing,
    toldEpoch: row.told_epoch,
  };
}

export interface NewEnrolment {
  readonly terminal: string;
  readonly incarnation: number;
  readonly lease: string;
  readonly keyList: SignedKeyList;
}

/**
 * Takes over an enrolment, the first or a later one. The counter starts again: it counts within an incarnation. Epoch and
 * clock offset stay: they are the platform's, not the enrolment's.
 */
export function saveEnrolment({ connection }: Store, enrolment: NewEnrolment): void {
  connection
    .prepare(
      `INSERT INTO terminal_state (id, terminal, incarnation, counter, lease, epoch, key_list, key_list_version)
       VALUES (1, ?, ?, 0, ?, 1, ?, ?)
       ON CONFLICT (id) DO UPDATE SET terminal = excluded.terminal, incarnation = excluded.incarnation, counter = 0,
         last_case_digest = NULL, lease = excluded.lease, key_list = excluded.key_list,
         key_list_version = excluded.key_list_version, standing = 'accepted'`,
    )
    .run(
      enrolment.terminal,
      enrolment.incarnation,
      enrolment.lease,
      JSON.stringify(enrolment.keyList),
      versionOf(enrolment.keyList),
    );
}

/** The platform's own signed word that it takes this enrolment no longer. Returns whether that is news. */
export function noteNotAccepted({ connection }: Store): boolean {
  return (
    connection.prepare(`UPDATE terminal_state SET standing = 'not-accepted' WHERE standing = 'accepted'`).run()
      .changes === 1
  );
}

/** Counts one submission. Call inside the submission's transaction. */
export function countSubmission({ connection }: Store, counter: number, caseDigest: string): void {
  const { changes } = connection
    .prepare('UPDATE terminal_state SET counter = ?, last_case_digest = ? WHERE counter = ?')
    .run(counter, caseDigest, counter - 1);
  if (changes !== 1) throw new Error(`case counter ${counter} was taken while a case was being sealed`);
}

export interface Contact {
  readonly lease: string;
  readonly offsetMs: number;
  readonly contactAt: string;
}

/** Returns whether days have passed by the platform's signed time. */
export function saveContact(store: Store, contact: Contact): boolean {
  const before = prepared<[], PlatformDays>(
    store,
    'SELECT platform_day AS day, platform_days AS days FROM terminal_state',
  ).get() ?? { day: null, days: 0 };
  const { day, days } = countOn(before, contact.contactAt);
  prepared(
    store,
    'UPDATE terminal_state SET lease = ?, offset_ms = ?, contact_at = ?, platform_day = ?, platform_days = ?',
  ).run(contact.lease, contact.offsetMs, contact.contactAt, day, days);
  return days > before.days;
}

/** A key list that was verified. Returns its version; null for one not newer than what is held, which changes nothing. */
export function saveKeyList({ connection }: Store, keyList: SignedKeyList): number | null {
  const version = versionOf(keyList);
  const { changes } = connection
    .prepare('UPDATE terminal_state SET key_list = ?, key_list_version = ? WHERE key_list_version < ?')
    .run(JSON.stringify(keyList), version, version);
  return changes === 1 ? version : null;
}

const versionOf = (signed: SignedKeyList): number =>
  keyListSchema.parse(JSON.parse(Buffer.from(signed.bytes, 'base64url').toString('utf8'))).version;

export function saveEpoch({ connection }: Store, epoch: number): void {
  connection.prepare('UPDATE terminal_state SET epoch = ? WHERE epoch < ?').run(epoch, epoch);
}

export function saveToldEpoch({ connection }: Store, epoch: number): void {
  connection.prepare('UPDATE terminal_state SET told_epoch = ? WHERE told_epoch < ?').run(epoch, epoch);
}
