import path from 'node:path';
import type { RunFolder } from '../workbench/run-folder.ts';
import { plantedIsFound } from './planted.ts';
import type { Findings } from './report.ts';
import { type Hit, type PersonalValue, searchForPersonalData } from './search/search.ts';

/**
 * Everything that belongs to the terminal, found to be there or the search throws: the data folder, Electron's user data,
 * temporary files and logs. There is no spool: receipts go straight to the printer.
 */
function searchedFolders({ terminal }: RunFolder): readonly string[] {
  return [terminal.root];
}

/** Searches the terminal's folders as they are at this moment. */
export function searchTerminal(folder: RunFolder, values: readonly PersonalValue[]): Promise<readonly Hit[]> {
  return searchForPersonalData(searchedFolders(folder), values);
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
