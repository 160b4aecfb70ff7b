import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../contract/result.ts';
import { papersFolderIn } from '../cases/paper-files.ts';
import type { Log } from '../log.ts';
import { readTerminalKeys } from '../sealing/terminal-keys.ts';
import { openRecovery } from '../store/database.ts';
import type { Store, StoreFault } from '../store/store.ts';
import { flushFolder, isFileFault } from '../store/durable-files.ts';
import { makeReport, writeReport } from './recovery-report.ts';
import { takeOver } from './take-over.ts';

/**
 * Puts a damaged database aside and goes on with a new one that holds all that could be read of it. Cut off at any point,
 * the next start begins it again from the quarantined files, which it never changes. Throws what the disk throws.
 */
export function recoverDatabase(dataFolder: string, why: string, log: Log, at: string): Result<Store, StoreFault> {
  log.error({ why }, 'the database is damaged: it is put aside, and what can be read of it taken over');
  const opened = openRecovery(dataFolder, why, at);
  if (!opened.ok) return opened;
  const recovery = opened.value;
  try {
    const keys = readTerminalKeys(dataFolder);
    const enrolled =
      keys.ok && keys.value.enrolment !== null ? { ...keys.value, enrolment: keys.value.enrolment } : null;
    const papers = papersFolderIn(dataFolder);
    const taken = takeOver(recovery, enrolled, papers, at);
    const papersPutAside = putPapersAside(papers, taken.papersKept, join(recovery.quarantine, 'papers'), log);
    const report = makeReport(taken, { at, why: recovery.why, papersPutAside });
    writeReport(recovery.quarantine, report);
    recovery.finish();
    log.error({ quarantine: recovery.quarantine, ...report }, 'the damaged database was put aside');
    return ok(recovery.store);
  } catch (error) {
    recovery.store.close();
    recovery.damaged.close();
    throw error;
  }
}

/** Files that belonged to what was lost would be swept as orphans; somebody may still bring back the rest of their case. */
function putPapersAside(papers: string, kept: ReadonlySet<string>, aside: string, log: Log): number {
  if (!existsSync(papers)) return 0;
  const unclaimed = readdirSync(papers).filter((file) => !kept.has(file));
  if (unclaimed.length === 0) return 0;
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  let count = 0;
  for (const file of unclaimed) {
    try {
      renameSync(join(papers, file), join(aside, file));
      count += 1;
    } catch (error) {
      if (!isFileFault(error)) throw error;
      // On a disk that has just damaged a database one file more may not move: no reason to keep all cases from being sent.
      log.error({ file, why: String(error) }, 'a paper of nobody could not be put aside');
    }
  }
  flushFolder(aside);
  flushFolder(papers);
  return count;
}
