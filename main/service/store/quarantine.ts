import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { databaseFile } from './database-file.ts';
import { flushFolder, isFileFault, writeWhole } from './durable-files.ts';

/** Lies in the data folder from the moment damage was seen until the recovery is whole, so that any start goes on with it. */
const damageMark = z.strictObject({
  /** For people: what SQLite or this program found. */
  why: z.string(),
  /** Where the damaged files go; chosen once, or a crash would split them over two folders. */
  folder: z.string().nullable(),
  /** All of them are there: what lies in the data folder since is an unfinished new database. */
  moved: z.boolean(),
});
type DamageMark = Readonly<z.infer<typeof damageMark>>;

const markFile = (folder: string) => join(folder, 'database-damaged.json');
const reserveFile = (folder: string) => join(folder, 'database-damaged.reserve.json');
export const quarantineFolder = (folder: string): string => join(folder, 'quarantine');
/** The log before the database: a log that is left alone with a new database would be played into it. */
const parts = ['-wal', '-shm', ''];

export function readDamageMark(folder: string): DamageMark | null {
  if (!existsSync(markFile(folder))) return null;
  return damageMark.parse(JSON.parse(readFileSync(markFile(folder), 'utf8')));
}

/**
 * Lays a mark ready that needs no more than a new name: a full disk takes no other, and without one the service would run
 * into the same page again and again. On a disk that is full already there is none; then there was no damage yet.
 */
export function reserveMark(folder: string): void {
  if (existsSync(reserveFile(folder))) return;
  const why = 'a damaged page was found, and the disk took no word of which';
  try {
    writeWhole(reserveFile(folder), JSON.stringify({ why, folder: null, moved: false } satisfies DamageMark));
  } catch (error) {
    if (!isFileFault(error)) throw error;
  }
}

/** Makes the next start put the database aside, whatever it finds by itself. Throws where the disk takes not even a name. */
export function markDamaged(folder: string, why: string): void {
  if (readDamageMark(folder) !== null) return;
  try {
    write(folder, { why, folder: null, moved: false });
  } catch (error) {
    if (!isFileFault(error)) throw error;
    renameSync(reserveFile(folder), markFile(folder));
    flushFolder(folder);
  }
}

export function removeDamageMark(folder: string): void {
  rmSync(markFile(folder));
  flushFolder(folder);
}

/**
 * Moves the database with its log to a folder of its own under `quarantine/`, byte for byte, and removes what an earlier
 * attempt began in its place. Can be cut at any point and called again. Call with the data folder's lock held.
 */
export function putAside(folder: string, at: string): { readonly path: string; readonly why: string } {
  let mark = readDamageMark(folder);
  if (mark === null) throw new Error('a database without a mark is not put aside');
  if (mark.folder === null) {
    mark = { ...mark, folder: freeName(folder, at) };
    write(folder, mark);
  }
  const target = join(quarantineFolder(folder), mark.folder ?? '');
  const file = databaseFile(folder);
  if (mark.moved) {
    for (const part of parts) rmSync(`${file}${part}`, { force: true });
    return { path: target, why: mark.why };
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  flushFolder(quarantineFolder(folder));
  for (const part of parts) {
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, join(target, `${basename(file)}${part}`));
    flushFolder(target);
    flushFolder(folder);
  }
  write(folder, { ...mark, moved: true });
  return { path: target, why: mark.why };
}

/** 20261123T063200Z, with a number where the clock stands still or went back. */
function freeName(folder: string, at: string): string {
  const time = at.replace(/\.\d+|[-:]/g, '');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? time : `${time}-${number}`;
    if (!existsSync(join(quarantineFolder(folder), name))) return name;
  }
}

function write(folder: string, mark: DamageMark): void {
  writeWhole(markFile(folder), JSON.stringify(mark));
}
