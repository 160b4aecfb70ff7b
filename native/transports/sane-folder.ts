import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isOwnerAlive, ownerMark } from './sane-owner.ts';

/**
 * Where scanimage puts the pages of a pile: it can write more than one page to files only. In memory, for nobody else's
 * eyes, and a page is wiped as soon as it is taken.
 */
export interface PageFolder {
  readonly path: string;
  /** Of what lies in it now, half-written pages too. */
  sizeBytes(): number;
  /** Takes a page out, or `undefined` where there is none of that name. */
  take(name: string): Buffer | undefined;
  /** Wipes what is left in it, and it. Whoever writes into it must have ended. */
  remove(): void;
}

const memoryFolder = '/dev/shm';
/** Of tmpfs and ramfs, as statfs(2) tells them. */
const memoryFileSystems: readonly number[] = [0x01021994, 0x858458f6];

/** Undefined where this machine has no folder in memory: then there is no place for pages. */
export function openPageFolder(root = memoryFolder): PageFolder | undefined {
  if (!existsSync(root) || !memoryFileSystems.includes(statfsSync(root).type)) return undefined;
  const path = mkdtempSync(join(root, `tongban-pages-${ownerMark()}-`));
  return {
    path,
    sizeBytes: () => readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0),
    take: (name) => {
      const file = join(path, name);
      if (!existsSync(file)) return undefined;
      const bytes = readFileSync(file);
      wipe(file);
      return bytes;
    },
    remove: () => wipeFolder(path),
  };
}

/** Wipes the folders of device hosts that were killed. */
export function wipeAbandonedPageFolders(root = memoryFolder): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const [, mark] = /^tongban-pages-(\d+-\d+)-/.exec(name) ?? [];
    if (mark === undefined || isOwnerAlive(mark)) continue;
    if (statSync(join(root, name)).uid === process.getuid?.()) wipeFolder(join(root, name));
  }
}

/** A page that scanimage has just renamed is not there any more under the name that was listed. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function wipeFolder(path: string): void {
  for (const name of readdirSync(path)) wipe(join(path, name));
  rmSync(path, { recursive: true });
}

function wipe(file: string): void {
  const size = sizeOf(file);
  writeFileSync(file, Buffer.alloc(size), { flag: 'r+' });
  truncateSync(file);
  unlinkSync(file);
}
