import { type CaseNumberParts, formatCaseNumber, parseCaseNumber } from '../../contract/case-number.ts';
import { signedKeyList } from '../../contract/wire/keys.ts';
import { type AuditEntry, auditEntry, entryHash, origin } from '../audit/entry.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { SalvagedRow, SalvagedRows } from '../store/salvaged-rows.ts';

/** All of a damaged database but the envelopes, which are many and long: those are gone through by themselves. */
export interface SalvagedContent {
  /** Null where it cannot be read: nobody knows then which number was the last. */
  readonly terminalState: SalvagedRows['terminal_state'] | null;
  readonly cases: ReadonlyMap<string, SalvagedRows['cases']>;
  readonly outbox: ReadonlyMap<string, SalvagedRows['outbox']>;
  readonly receipts: ReadonlyMap<string, SalvagedRows['receipts']>;
  readonly acknowledgements: ReadonlyMap<number, SalvagedRows['acknowledgements']>;
  readonly tombstones: ReadonlyMap<string, SalvagedRows['tombstones']>;
  readonly papers: ReadonlyMap<string, SalvagedRows['papers']>;
  readonly drafts: ReadonlyMap<string, SalvagedRows['drafts']>;
  readonly segments: readonly SalvagedRows['audit_segments'][];
  /** The log from its beginning, or from where it was let go of up to, as far as each entry leads to the next. */
  readonly audit: readonly SalvagedRows['audit'][];
  /** Entries that can be read and stand behind a gap. */
  readonly auditBehindGap: number;
  /** Every case number that stands anywhere, and those up to the counter that stand nowhere any more. */
  readonly numbers: ReadonlySet<string>;
  /** Of which it is known that the platform's signature ended them. */
  readonly ended: ReadonlySet<string>;
}

/** A counter this far beyond every number that stands anywhere is a damaged one. */
const mostMissing = 100_000;

/**
 * Sorts what was salvaged. Two copies of one row can be there, where a page and an older version of it were both found:
 * of a case's the one that is further on its way counts, of others the first.
 */
export function sortSalvaged(rows: Iterable<SalvagedRow>): SalvagedContent {
  let terminalState: SalvagedRows['terminal_state'] | null = null;
  const cases = new Map<string, SalvagedRows['cases']>();
  const outbox = new Map<string, SalvagedRows['outbox']>();
  const receipts = new Map<string, SalvagedRows['receipts']>();
  const acknowledgements = new Map<number, SalvagedRows['acknowledgements']>();
  const tombstones = new Map<string, SalvagedRows['tombstones']>();
  const papers = new Map<string, SalvagedRows['papers']>();
  const drafts = new Map<string, SalvagedRows['drafts']>();
  const entries = new Map<number, { readonly row: SalvagedRows['audit']; readonly entry: AuditEntry }>();
  const segments = new Map<number, SalvagedRows['audit_segments']>();
  const numbers = new Set<string>();
  const ended = new Set<string>();
  for (const salvaged of rows) {
    switch (salvaged.table) {
      case 'terminal_state': {
        const { row } = salvaged;
        const readable = parseJson(signedKeyList, Buffer.from(row.key_list)) !== null;
        if (readable && row.counter >= (terminalState?.counter ?? 0)) terminalState = row;
        break;
      }
      case 'cases': {
        const { row } = salvaged;
        numbers.add(row.case_number);
        if (isEnded(row)) ended.add(row.case_number);
        const known = cases.get(row.case_number);
        if (known === undefined || !isEnded(known)) cases.set(row.case_number, row);
        break;
      }
      case 'envelopes':
        numbers.add(salvaged.row.case_number);
        break;
      case 'outbox':
        numbers.add(salvaged.row.case_number);
        keepFirst(outbox, salvaged.row.case_number, salvaged.row);
        break;
      case 'receipts':
        numbers.add(salvaged.row.case_number);
        keepFirst(receipts, salvaged.row.case_number, salvaged.row);
        break;
      case 'acknowledgements':
        keepFirst(acknowledgements, salvaged.row.id, salvaged.row);
        break;
      case 'tombstones':
        numbers.add(salvaged.row.case_number);
        ended.add(salvaged.row.case_number);
        keepFirst(tombstones, salvaged.row.case_number, salvaged.row);
        break;
      case 'audit_segments':
        keepFirst(segments, salvaged.row.length, salvaged.row);
        break;
      case 'papers':
        keepFirst(papers, salvaged.row.paper, salvaged.row);
        break;
      case 'drafts':
        keepFirst(drafts, salvaged.row.draft, salvaged.row);
        break;
      case 'audit': {
        const { row } = salvaged;
        const entry = parseJson(auditEntry, row.bytes);
        if (entry === null || entryHash(row.bytes) !== row.hash || entry.sequence !== row.sequence) break;
        keepFirst(entries, row.sequence, { row, entry });
        if (entry.event.event === 'case-submitted') numbers.add(entry.event.reference);
        if (entry.event.event === 'case-ended') ended.add(entry.event.reference);
        break;
      }
      default:
        salvaged satisfies never;
    }
  }
  if (terminalState !== null && terminalState.counter > highestSequence(terminalState, numbers) + mostMissing)
    terminalState = null;
  for (const number of numbersUpTo(terminalState, numbers)) numbers.add(number);
  const audit = unbroken(entries, beginningOf(entries, segments));
  return {
    terminalState,
    cases,
    outbox,
    receipts,
    acknowledgements,
    tombstones,
    papers,
    drafts,
    segments: [...segments.values()].filter(({ length }) => length <= (audit.at(-1)?.sequence ?? 0)),
    audit,
    auditBehindGap: entries.size - audit.length,
    numbers,
    ended,
  };
}

/** The highest sequence that stands anywhere, of this incarnation. The next number is one more, whatever the counter says. */
export function highestSequence(
  { terminal, incarnation }: { readonly terminal: string; readonly incarnation: number },
  numbers: Iterable<string>,
): number {
  let highest = 0;
  for (const number of numbers) {
    const parts = parseCaseNumber(number);
    if (parts.ok && parts.value.terminal === terminal && parts.value.incarnation === incarnation)
      highest = Math.max(highest, parts.value.counter);
  }
  return highest;
}

const isEnded = ({ state }: SalvagedRows['cases']): boolean => state === 'received-there' || state === 'refused-there';

function keepFirst<Key, Row>(rows: Map<Key, Row>, key: Key, row: Row): void {
  if (!rows.has(key)) rows.set(key, row);
}

/**
 * A number was given out for each step of a counter: one that stands nowhere is a case that stood on a lost page. Of an
 * earlier enrolment the highest that stands anywhere is all that is known of its counter.
 */
function numbersUpTo(state: SalvagedRows['terminal_state'] | null, numbers: ReadonlySet<string>): readonly string[] {
  const last = new Map<string, CaseNumberParts>();
  const reached = (parts: CaseNumberParts) => {
    const of = `${parts.terminal}/${parts.incarnation}`;
    if (parts.counter > (last.get(of)?.counter ?? 0)) last.set(of, parts);
  };
  if (state !== null) reached(state);
  for (const number of numbers) {
    const parts = parseCaseNumber(number);
    if (parts.ok) reached(parts.value);
  }
  return [...last.values()].flatMap(({ terminal, incarnation, counter }) =>
    Array.from({ length: counter }, (_, at) => formatCaseNumber({ terminal, incarnation, counter: at + 1 })),
  );
}

type Entries = ReadonlyMap<number, { readonly row: SalvagedRows['audit']; readonly entry: AuditEntry }>;

/** What the first entry has to come after: nothing, or the end of a segment that was let go of. */
function beginningOf(
  entries: Entries,
  segments: ReadonlyMap<number, SalvagedRows['audit_segments']>,
): { readonly length: number; readonly head: string } {
  const ends = [{ length: 0, hash: origin }, ...segments.values()].toSorted((one, other) => one.length - other.length);
  const found = ends.find(({ length, hash }) => entries.get(length + 1)?.entry.previous === hash);
  return { length: found?.length ?? 0, head: found?.hash ?? origin };
}

function unbroken(
  entries: Entries,
  begin: { readonly length: number; readonly head: string },
): readonly SalvagedRows['audit'][] {
  const chain: SalvagedRows['audit'][] = [];
  let previous = begin.head;
  for (let sequence = begin.length + 1; ; sequence += 1) {
    const next = entries.get(sequence);
    if (next === undefined || next.entry.previous !== previous) return chain;
    chain.push(next.row);
    previous = next.row.hash;
  }
}
