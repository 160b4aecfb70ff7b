import {
  constants,
  closeSync,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  lstatSync,
} from 'node:fs';
import { join } from 'node:path';
import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';
import { maxStickFiles } from '../../main/contract/devices/stick.ts';

export interface Picture {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly changedMs: number;
}

/** A camera's own folders lie three deep: DCIM/100MEDIA/a.jpg. */
const deepest = 4;
/** A stick with a whole disk's backup on it is not gone through to its end. */
const mostEntries = 5000;

/**
 * The photographs on whatever is mounted in `folder`, newest first; null where something is mounted and nothing of it can be
 * read, and an empty list where nothing is mounted. Links are followed nowhere: a stick could point at this machine's files.
 */
export function picturesIn(
  folder: string,
  list: (path: string) => readonly Dirent[] = (path) => readdirSync(path, { withFileTypes: true }),
): { readonly isThere: boolean; readonly pictures: readonly Picture[] } | null {
  const pictures: Picture[] = [];
  let looked = 0;
  let failed = 0;
  const sticks = entriesOf(folder, list)?.filter((entry) => entry.isDirectory()) ?? [];
  const look = (path: string, depth: number) => {
    const entries = entriesOf(path, list);
    if (entries === null) {
      failed += 1;
      return;
    }
    for (const entry of entries) {
      looked += 1;
      if (looked > mostEntries) return;
      if (entry.name.startsWith('.')) continue;
      const inner = join(path, entry.name);
      if (entry.isDirectory() && depth < deepest) look(inner, depth + 1);
      else if (entry.isFile() && /\.jpe?g$/i.test(entry.name)) add(inner, entry.name);
    }
  };
  const add = (path: string, name: string) => {
    const stats = statsOf(path);
    if (stats !== null && stats.size > 0) pictures.push({ path, name, bytes: stats.size, changedMs: stats.mtimeMs });
  };
  for (const stick of sticks) look(join(folder, stick.name), 1);
  if (pictures.length === 0 && failed > 0) return null;
  return {
    isThere: sticks.length > 0,
    pictures: pictures.toSorted((one, other) => other.changedMs - one.changedMs).slice(0, maxStickFiles),
  };
}

/**
 * A photograph's bytes; null where it is gone, is no JPEG or cannot be read to its end, and `too-large` where it is longer
 * than a page may be.
 */
export function readPicture({ path }: Picture): Buffer | 'too-large' | null {
  let file: number | null = null;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { size } = fstatSync(file);
    if (size > maxPageBytes) return 'too-large';
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; ) {
      const count = readSync(file, bytes, at, size - at, at);
      if (count === 0) return null;
      at += count;
    }
    const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
    return isJpeg ? bytes : null;
  } catch (error) {
    if (isFileFault(error)) return null;
    throw error;
  } finally {
    if (file !== null) closeSync(file);
  }
}

function entriesOf(path: string, list: (path: string) => readonly Dirent[]): readonly Dirent[] | null {
  try {
    return list(path);
  } catch (error) {
    if (isFileFault(error)) return null;
    throw error;
  }
}

function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isFileFault(error)) return null;
    throw error;
  }
}

/** What a stick can do to whoever reads it; everything else is a bug. */
function isFileFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}
