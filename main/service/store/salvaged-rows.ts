import { z } from 'zod';
import { parseCaseNumber } from '../../contract/case-number.ts';
import { caseState } from '../../contract/view/waiting.ts';
import { digest, exactly, instant } from '../../contract/wire/encoded.ts';
import type { Connection, Store } from './store.ts';
import type { SalvagedRecord, SalvagedValue } from './salvage.ts';
import { prepared } from './statements.ts';

/**
 * What a row of each table looks like. A salvaged record says neither its table nor its columns: it belongs to the table
 * whose row it can be, and no two tables have rows alike. Columns that a later version adds stand behind these and pass
 * through; a record of an earlier version lacks them, and the schema's own default is taken.
 */
const caseNumber = z.string().refine((text) => parseCaseNumber(text).ok);
const count = z.int().min(0);
const blob = z.instanceof(Uint8Array);
const signedText = z.string().min(1);

const rowShapes = {
  terminal_state: z.looseObject({
    id: z.literal(1),
    terminal: z.string().regex(/^[A-Z0-9]{3,8}$/),
    incarnation: z.int().min(1),
    counter: z.int().min(0).max(999_999_999),
    last_case_digest: digest.nullable(),
    lease: exactly(16),
    epoch: z.int().min(1),
    key_list: signedText,
    key_list_version: count,
    offset_ms: z.int().nullable(),
    contact_at: instant.nullable(),
  }),
  cases: z.looseObject({
    case_number: caseNumber,
    sequence: z.int().min(1),
    incarnation: z.int().min(1),
    case_digest: digest,
    bytes: count,
    item: z.string(),
    item_name_zh: z.string(),
    item_name_en: z.string(),
    submitted_at: instant,
    state: caseState,
  }),
  envelopes: z.looseObject({ case_number: caseNumber, header: blob, manifest: blob, answers: blob, signature: blob }),
  outbox: z.looseObject({
    case_number: caseNumber,
    sequence: z.int().min(1),
    reason: z.string().regex(/^[a-z-]+$/),
    reason_changes: count,
    changed_at: instant,
  }),
  receipts: z.looseObject({ case_number: caseNumber, state: z.enum(['pending', 'printed', 'unsure']) }),
  acknowledgements: z.looseObject({ id: z.int().min(1), bytes: signedText, key: signedText, signature: exactly(64) }),
  tombstones: z.looseObject({
    case_number: caseNumber,
    case_digest: digest,
    acknowledgement: z.int(),
    ended_at: instant,
  }),
  audit: z.looseObject({ sequence: z.int().min(1), bytes: blob, hash: digest }),
  audit_segments: z.looseObject({
    length: z.int().min(1),
    hash: digest,
    case_number: caseNumber,
    held_days: count.nullable(),
  }),
  papers: z.looseObject({
    paper: exactly(16),
    draft: z.string().nullable(),
    case_number: caseNumber.nullable(),
    position: count.nullable(),
    bytes: count,
    chunks: z.int().min(1),
    digest,
  }),
  drafts: z.looseObject({
    draft: z.string().min(1),
    salt: blob,
    sealed: blob,
    begun_at: instant.nullable(),
    ran_ms: count,
  }),
} as const;

/**
 * The kinds of a row's values in order (n null, i integer, t text, b bytes), looked at first: most records are then tried
 * against one shape, and 100,000 cases take a minute less.
 */
const rowKinds: { readonly [Table in SalvagedTable]: RegExp } = {
  terminal_state: /^ntii[nt]titi[ni][nt]/,
  cases: /^tiitittttt/,
  envelopes: /^tbbbb/,
  outbox: /^titit/,
  receipts: /^tt$/,
  acknowledgements: /^nttt/,
  tombstones: /^ttit/,
  audit: /^nbt/,
  audit_segments: /^ntt[ni]$/,
  papers: /^t[nt][nt][ni]iit/,
  drafts: /^tbb[nt]i/,
};

export type SalvagedTable = keyof typeof rowShapes;
export const salvagedTables = Object.keys(rowShapes) as readonly SalvagedTable[];
export type SalvagedRows = { readonly [Table in SalvagedTable]: Readonly<z.infer<(typeof rowShapes)[Table]>> };
export type SalvagedRow = {
  readonly [Table in SalvagedTable]: { readonly table: Table; readonly row: SalvagedRows[Table] };
}[SalvagedTable];

/** The column that is the rowid itself stands in a record as null. */
const rowidColumns: { readonly [Table in SalvagedTable]?: string } = {
  terminal_state: 'id',
  acknowledgements: 'id',
  audit: 'sequence',
  audit_segments: 'length',
};

/** Says of each record whose row it is, by the columns that `connection`, of the newest version, has; null for none of ours. */
export function rowReader(connection: Connection): (record: SalvagedRecord) => SalvagedRow | null {
  const tables = salvagedTables.map((table) => ({ table, columns: columnsOf(connection, table) }));
  return ({ rowid, values }) => {
    const kinds = values.map(kindOf).join('');
    for (const { table, columns } of tables) {
      if (values.length > columns.length || !rowKinds[table].test(kinds)) continue;
      const named = new Map<string, SalvagedValue>(values.map((value, at) => [columns[at] ?? '', value]));
      const rowidColumn = rowidColumns[table];
      if (rowidColumn !== undefined) named.set(rowidColumn, rowid);
      const row = rowShapes[table].safeParse(Object.fromEntries(named));
      if (row.success) return { table, row: row.data } as SalvagedRow;
    }
    return null;
  };
}

/** Writes a row as it was, in the columns it had. False where another of the same key is there, or a constraint says no. */
export function insertSalvaged<Table extends SalvagedTable>(
  store: Pick<Store, 'connection'>,
  table: Table,
  row: SalvagedRows[Table],
): boolean {
  const names = Object.keys(row);
  const statement = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  try {
    prepared(store, statement).run(...(Object.values(row) as readonly unknown[]));
    return true;
  } catch (error) {
    if (isConstraint(error)) return false;
    throw error;
  }
}

function kindOf(value: SalvagedValue): 'n' | 'i' | 't' | 'b' {
  if (value === null) return 'n';
  if (typeof value === 'number') return 'i';
  return typeof value === 'string' ? 't' : 'b';
}

function isConstraint(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT');
}

function columnsOf(connection: Connection, table: SalvagedTable): readonly string[] {
  const columns = connection.pragma(`table_info(${table})`) as readonly { readonly name: string }[];
  return columns.map(({ name }) => name);
}
