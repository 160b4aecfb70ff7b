import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseNumber } from '../../contract/case-number.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { Recovery } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { insertSalvaged, type SalvagedRow, type SalvagedRows, rowReader } from '../store/salvaged-rows.ts';
import { highestSequence, type SalvagedContent, sortSalvaged } from './salvaged-content.ts';
import { checkEnvelope, type SoundEnvelope } from './salvaged-envelope.ts';

/** What became of the damaged database's content. */
export interface TakenOver {
  /** Waiting cases, byte for byte as they were sealed. */
  readonly casesRecovered: number;
  /** Of cases that ended before: number and state, their tombstones with them. */
  readonly casesEnded: number;
  /** Numbers whose content is not here any more, and of which nothing says that they had ended. */
  readonly casesLost: readonly { readonly caseNumber: string; readonly submittedAt: string | null }[];
  /** Recovered cases of which a paper's file is missing or has another length. */
  readonly casesWithoutPapers: readonly string[];
  readonly draftsRecovered: number;
  readonly auditRecovered: number;
  /** Entries that can be read, behind one that cannot: they stay in the quarantined copy. */
  readonly auditBehindGap: number;
  /** Where it is not, nobody knows the last number: the terminal must be enrolled again. */
  readonly numberingGoesOn: boolean;
  /** Papers that belong to something here; every other file in their folder belonged to what was lost. */
  readonly papersKept: ReadonlySet<string>;
}

/** Writes what can be believed into the new database, and says in its audit log that this was done: one transaction. */
export function takeOver(
  { store, damaged }: Pick<Recovery, 'store' | 'damaged'>,
  keys: EnrolledKeys | null,
  papersFolder: string,
  at: string,
): TakenOver {
  const read = rowReader(store.connection);
  const rows = function* (): Generator<SalvagedRow> {
    for (const record of damaged.records()) {
      const row = read(record);
      if (row !== null) yield row;
    }
  };
  const content = sortSalvaged(rows());
  const isWhole = (paper: string, bytes: number) => {
    const file = join(papersFolder, paper);
    return existsSync(file) && statSync(file).size === bytes;
  };

  return store.transaction(() => {
    const recovered = new Map<string, string>();
    const casesWithoutPapers: string[] = [];
    const papersKept = new Set<string>();
    for (const found of rows()) {
      if (found.table !== 'envelopes') continue;
      const number = found.row.case_number;
      if (content.ended.has(number) || recovered.has(number)) continue;
      const sound = checkEnvelope(found.row, keys);
      if (sound === null || !insertWaiting(store, content, found.row, sound, at)) continue;
      recovered.set(number, sound.caseDigest);
      for (const { id } of sound.manifest.papers) papersKept.add(id);
      if (!sound.manifest.papers.every(({ id, bytes }) => isWhole(id, bytes))) casesWithoutPapers.push(number);
    }
    const casesEnded = insertEnded(store, content);
    const draftsRecovered = insertDrafts(store, content, isWhole, papersKept);
    for (const row of content.audit) insertSalvaged(store, 'audit', row);
    for (const row of content.segments) insertSalvaged(store, 'audit_segments', row);
    const state = stateToGoOnWith(content, recovered);
    const numberingGoesOn = state !== null && insertSalvaged(store, 'terminal_state', state);

    const casesLost = [...content.numbers]
      .filter((number) => !recovered.has(number) && !content.ended.has(number))
      .toSorted()
      .map((caseNumber) => ({ caseNumber, submittedAt: content.cases.get(caseNumber)?.submitted_at ?? null }));
    appendAudit(
      store,
      {
        event: 'database-quarantined',
        reference: 'terminal',
        casesRecovered: recovered.size,
        casesLost: casesLost.length,
      },
      at,
    );
    return {
      casesRecovered: recovered.size,
      casesEnded,
      casesLost,
      casesWithoutPapers,
      draftsRecovered,
      auditRecovered: content.audit.length,
      auditBehindGap: content.auditBehindGap,
      numberingGoesOn,
      papersKept,
    };
  });
}

const unknownItem = {
  item: 'unknown',
  item_name_zh: '（事项名称已损坏）',
  item_name_en: '(the item’s name is damaged)',
} as const;

/** A case whose own row is lost is rebuilt from its envelope; only the item's name is not in what can be read of it. */
function insertWaiting(
  store: Store,
  content: SalvagedContent,
  envelope: SalvagedRows['envelopes'],
  { header, manifest, caseDigest, bytes }: SoundEnvelope,
  at: string,
): boolean {
  const { caseNumber, sequence, incarnation } = header;
  const known = content.cases.get(caseNumber);
  const row = {
    ...(known ?? { ...unknownItem, submitted_at: header.time.at, state: 'kept-here' as const }),
    case_number: caseNumber,
    sequence,
    incarnation,
    case_digest: caseDigest,
    bytes,
  };
  if (!insertSalvaged(store, 'cases', row) || !insertSalvaged(store, 'envelopes', envelope)) return false;
  const waited = content.outbox.get(caseNumber) ?? { reason: 'not-tried-yet', reason_changes: 0, changed_at: at };
  insertSalvaged(store, 'outbox', { ...waited, case_number: caseNumber, sequence, incarnation });
  insertSalvaged(store, 'receipts', content.receipts.get(caseNumber) ?? { case_number: caseNumber, state: 'unsure' });
  manifest.papers.forEach(({ id, digest, bytes: paperBytes, chunks }, position) =>
    insertSalvaged(store, 'papers', {
      paper: id,
      draft: null,
      case_number: caseNumber,
      position,
      bytes: paperBytes,
      chunks,
      digest,
    }),
  );
  return true;
}

function insertEnded(store: Store, content: SalvagedContent): number {
  const { cases, receipts, acknowledgements, tombstones, ended } = content;
  for (const row of acknowledgements.values()) insertSalvaged(store, 'acknowledgements', row);
  let count = 0;
  for (const number of ended) {
    const tombstone = tombstones.get(number);
    const row = cases.get(number) ?? (tombstone === undefined ? null : caseOf(tombstone));
    // All that is left is an entry in the audit log, which says that it ended: there is nothing to show of it.
    if (row === null) continue;
    const state = row.state === 'refused-there' ? row.state : 'received-there';
    if (!insertSalvaged(store, 'cases', { ...row, state })) continue;
    count += 1;
    const receipt = receipts.get(number);
    if (receipt !== undefined) insertSalvaged(store, 'receipts', receipt);
    // Without the platform's signature it proves nothing.
    if (tombstone !== undefined && acknowledgements.has(tombstone.acknowledgement))
      insertSalvaged(store, 'tombstones', tombstone);
  }
  return count;
}

/** What can be known of an ended case by its tombstone alone. */
function caseOf({ case_number, case_digest, ended_at }: SalvagedRows['tombstones']): SalvagedRows['cases'] | null {
  const number = parseCaseNumber(case_number);
  if (!number.ok) return null;
  const { incarnation, counter: sequence } = number.value;
  const state = 'received-there';
  return { ...unknownItem, case_number, sequence, incarnation, case_digest, bytes: 0, submitted_at: ended_at, state };
}

function insertDrafts(
  store: Store,
  { drafts, papers }: SalvagedContent,
  isWhole: (paper: string, bytes: number) => boolean,
  papersKept: Set<string>,
): number {
  for (const row of drafts.values()) insertSalvaged(store, 'drafts', row);
  for (const row of papers.values()) {
    if (row.draft === null || !drafts.has(row.draft) || !isWhole(row.paper, row.bytes)) continue;
    if (insertSalvaged(store, 'papers', row)) papersKept.add(row.paper);
  }
  return drafts.size;
}

/** The counter as it was, or higher where a number stands anywhere that it had not counted. */
function stateToGoOnWith(
  { terminalState, cases, numbers }: SalvagedContent,
  recovered: ReadonlyMap<string, string>,
): SalvagedRows['terminal_state'] | null {
  if (terminalState === null) return null;
  const counter = highestSequence(terminalState, numbers);
  if (counter <= terminalState.counter) return terminalState;
  let last: string | null = null;
  for (const number of numbers) {
    const parts = parseCaseNumber(number);
    const isLast = parts.ok && parts.value.incarnation === terminalState.incarnation && parts.value.counter === counter;
    if (isLast) last = recovered.get(number) ?? cases.get(number)?.case_digest ?? null;
  }
  return { ...terminalState, counter, last_case_digest: last };
}
