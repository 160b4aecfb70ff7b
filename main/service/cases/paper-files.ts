import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from '../log.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { isDiskFault } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { flushFolder, isFileFault } from '../store/durable-files.ts';
import { deleteOrphanPapers, readKnownPapers } from '../store/paper-rows.ts';

export const papersFolderIn = (dataFolder: string): string => join(dataFolder, 'papers');

/** By name and length, which cost nothing; whether every byte is still what was sealed is looked at before it is sent. */
export function isWholePaper(folder: string, { id, sealedBytes }: SealedPaper): boolean {
  try {
    return statSync(join(folder, id)).size === sealedBytes;
  } catch (error) {
    if (!isFileFault(error)) throw error;
    return false;
  }
}

/**
 * Unlinks papers whose rows are gone; what is left of them on the disk is ciphertext without a key. A file that does not
 * go is no reason to fail whoever calls: the next start sweeps it.
 */
export function erasePaperFiles(folder: string, ids: readonly string[], log: Log): void {
  if (ids.length === 0) return;
  try {
    for (const id of ids) rmSync(join(folder, id), { force: true });
    flushFolder(folder);
  } catch (error) {
    log.error({ why: String(error), papers: ids }, 'papers: could not be erased, the next start tries again');
  }
}

/**
 * At the start, before anybody's session: what belongs neither to a case nor to a kept draft goes, rows first, then files. A
 * file goes only if no row names it, so a case's never does. A case of which a paper is missing here is named in the log; it
 * says so when it is to be sent, and holds up no other. A disk that cannot be swept, a full one above all, keeps nothing
 * from being sent: that is what makes room.
 */
export function sweepPapers(store: Store, folder: string, log: Log): void {
  try {
    sweep(store, folder, log);
  } catch (error) {
    if (!isDiskFault(error) && !isFileFault(error)) throw error;
    log.error({ why: String(error) }, 'papers: could not be swept, the next start tries again');
  }
}

function sweep(store: Store, folder: string, log: Log): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A page is durable only if the folder it lies in is.
  flushFolder(dirname(folder));
  const orphanRows = store.transaction(() => deleteOrphanPapers(store));
  const known = readKnownPapers(store);
  const named = new Set(known.map(({ paper }) => paper));
  const files = readdirSync(folder);
  const orphans = files.filter((file) => !named.has(file));
  if (orphanRows > 0 || orphans.length > 0) log.info({ rows: orphanRows, files: orphans.length }, 'papers: swept');
  erasePaperFiles(folder, orphans, log);

  const there = new Set(files);
  for (const { paper, caseNumber } of known) {
    if (!there.has(paper)) log.error({ paper, caseNumber }, 'papers: a file is missing');
  }
}
