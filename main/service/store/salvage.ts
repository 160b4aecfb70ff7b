import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { pageBytes } from './page-size.ts';
import { readWriteAheadLog } from './write-ahead-log.ts';

/**
 * Reads a database that SQLite no longer reads: every page that is a table's leaf, whatever became of the pages that led
 * there (format: sqlite.org/fileformat2.html, sections 1.6 and 2.1). `PRAGMA` and `SELECT` lose all that lies behind one
 * bad inner page, or everything with page 1; here a bad page costs its own rows and those whose long values ran through it.
 * What a row is, and whether it is whole, only its content can tell: see salvaged-rows.ts.
 */
export interface DamagedDatabase {
  /** Every row that has the form of one. Can be gone through more than once. */
  records(): Generator<SalvagedRecord>;
  readonly logDamaged: boolean;
  close(): void;
}

export interface SalvagedRecord {
  readonly rowid: number;
  readonly values: readonly SalvagedValue[];
}
export type SalvagedValue = null | number | string | Uint8Array;

const tableLeaf = 0x0d;
const firstPageHeaderBytes = 100;
/** Nothing here is longer: an envelope with twenty papers is far below. A damaged length is not to ask for gigabytes. */
const longestRecordBytes = 16 * 1024 * 1024;

/** `file` and its log are only read. A missing file with a log beside it is read from the log alone. */
export function openDamaged(file: string): DamagedDatabase {
  const logFile = `${file}-wal`;
  const { pages, sizePages, damaged } = readWriteAheadLog(logFile);
  const database = existsSync(file) ? openSync(file, 'r') : null;
  const log = pages.size > 0 ? openSync(logFile, 'r') : null;
  const filePages = database === null ? 0 : Math.ceil(fstatSync(database).size / pageBytes);
  // Behind a commit's own size lie pages that it gave back; where the log is damaged, nothing that is there is left out.
  const lastPage = sizePages === null || damaged ? Math.max(filePages, ...lastOf(pages)) : sizePages;

  const readPage = (page: number): Buffer | null => {
    const bytes = Buffer.alloc(pageBytes);
    const inLog = pages.get(page);
    if (inLog !== undefined && log !== null) return readFully(log, bytes, inLog) ? bytes : null;
    return database !== null && readFully(database, bytes, (page - 1) * pageBytes) ? bytes : null;
  };
  return {
    records: function* () {
      for (let page = 1; page <= lastPage; page += 1) {
        const bytes = readPage(page);
        if (bytes !== null) yield* recordsIn(bytes, page === 1 ? firstPageHeaderBytes : 0, lastPage, readPage);
      }
    },
    logDamaged: damaged,
    close: () => {
      if (database !== null) closeSync(database);
      if (log !== null) closeSync(log);
    },
  };
}

function lastOf(pages: ReadonlyMap<number, number>): readonly number[] {
  let last = 0;
  for (const page of pages.keys()) last = Math.max(last, page);
  return [last];
}

function readFully(descriptor: number, bytes: Buffer, at: number): boolean {
  try {
    // A last page that was cut short is read as far as it goes: its rows lie at its end, but its pointers name them.
    return readSync(descriptor, bytes, 0, bytes.length, at) > 0;
  } catch {
    // A sector the disk cannot read costs this page, as a torn one does.
    return false;
  }
}

function* recordsIn(
  page: Buffer,
  headerAt: number,
  lastPage: number,
  readPage: (page: number) => Buffer | null,
): Generator<SalvagedRecord> {
  if (page[headerAt] !== tableLeaf) return;
  const cells = page.readUInt16BE(headerAt + 3);
  const pointersAt = headerAt + 8;
  for (let cell = 0; cell < cells && pointersAt + 2 * cell + 2 <= pageBytes; cell += 1) {
    const at = page.readUInt16BE(pointersAt + 2 * cell);
    const record = at < pointersAt || at >= pageBytes ? null : readCell(page, at, lastPage, readPage);
    if (record !== null) yield record;
  }
}

function readCell(
  page: Buffer,
  cellAt: number,
  lastPage: number,
  readPage: (page: number) => Buffer | null,
): SalvagedRecord | null {
  const length = readVarint(page, cellAt);
  const rowid = length === null ? null : readVarint(page, length.next);
  if (length === null || rowid === null || length.value > longestRecordBytes) return null;
  const local = localBytes(length.value);
  if (rowid.next + local > pageBytes) return null;
  const parts = [page.subarray(rowid.next, rowid.next + local)];
  let missing = length.value - local;
  if (missing > 0) {
    if (rowid.next + local + 4 > pageBytes) return null;
    let next = page.readUInt32BE(rowid.next + local);
    while (missing > 0) {
      const overflow = next < 2 || next > lastPage ? null : readPage(next);
      if (overflow === null) return null;
      const part = overflow.subarray(4, 4 + Math.min(missing, pageBytes - 4));
      parts.push(part);
      missing -= part.length;
      next = overflow.readUInt32BE(0);
    }
  }
  const values = readValues(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts));
  return values === null ? null : { rowid: rowid.value, values };
}

/** How much of a record lies in the leaf itself: section 1.6, "Cell payload overflow". */
function localBytes(length: number): number {
  const most = pageBytes - 35;
  if (length <= most) return length;
  const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
  const fitted = least + ((length - least) % (pageBytes - 4));
  return fitted <= most ? fitted : least;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readValues(record: Buffer): readonly SalvagedValue[] | null {
  const header = readVarint(record, 0);
  if (header === null || header.value > record.length) return null;
  const values: SalvagedValue[] = [];
  let typeAt = header.next;
  let at = header.value;
  while (typeAt < header.value) {
    const type = readVarint(record, typeAt);
    if (type === null) return null;
    typeAt = type.next;
    const bytes = bytesOfType(type.value);
    if (bytes === null || at + bytes > record.length) return null;
    const value = readValue(type.value, record.subarray(at, at + bytes));
    if (value === undefined) return null;
    values.push(value);
    at += bytes;
  }
  return values;
}

function bytesOfType(type: number): number | null {
  if (type >= 12) return Math.floor((type - 12) / 2);
  // Real numbers (7) and the reserved types (10, 11) stand nowhere in this schema.
  return [0, 1, 2, 3, 4, 6, 8, null, 0, 0, null, null][type] ?? null;
}

function readValue(type: number, bytes: Buffer): SalvagedValue | undefined {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 6) {
    const value = Number(bytes.readBigInt64BE());
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (type < 6) return bytes.readIntBE(0, bytes.length);
  if (type % 2 === 0) return Uint8Array.from(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Big-endian, seven bits a byte, the ninth byte whole. A value that JavaScript cannot count to is a damaged one. */
function readVarint(bytes: Buffer, from: number): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let at = 0; at < 9; at += 1) {
    const byte = bytes[from + at];
    if (byte === undefined) return null;
    value = at === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) return null;
    if (byte < 0x80 || at === 8) return { value, next: from + at + 1 };
  }
  return null;
}
