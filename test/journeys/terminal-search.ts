import path from 'node:path';
import type { RunFolder } from '../workbench/run-folder.ts';
import { plantedIsFound } from './planted.ts';
import type { Findings } from './report.ts';
import { type Hit, type PersonalValue, searchForPersonalData } from './search/search.ts';

/**
 * Searches the terminal's folders as they are at this moment: the service's data, Electron's user data, temporary files,
 * logs, and what lies beside them. There is no spool: receipts and pages go straight to
 * their printers.
 */
export async function searchTerminal(folder: RunFolder, values: readonly PersonalValue[]): Promise<readonly Hit[]> {
  const hits = await searchForPersonalData([folder.terminal.root], values);
  return hits.map((hit) => ({ ...hit, file: path.relative(folder.root, hit.file) }));
}

/** The last search, when all programs have ended, and the proof that it would have found something. */
export async function lastSearch(
  folder: RunFolder,
  values: readonly PersonalValue[],
  before: readonly Hit[],
): Promise<Findings> {
  const hits = [...before, ...(await searchTerminal(folder, values))];
  const { data, userData, tmp, logs } = folder.terminal;
  return {
    plaintextHits: hits.length,
    hits,
    folders: [data, userData, tmp, logs].map((each) => path.relative(folder.root, each)),
    plantedFound: await plantedIsFound(folder.terminal.root, path.join(folder.outside.root, 'planted'), values),
  };
}
