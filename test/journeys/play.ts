import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Programs, type ReaderElsewhere, startPrograms } from '../workbench/programs.ts';
import { makeRunFolder, type RunFolder } from '../workbench/run-folder.ts';
import type { WindowRuntime } from '../workbench/window-runtime.ts';
import { copyFolder } from './copy-folder.ts';
import { failureAt, type Findings, type Report, reportFile, writeReport } from './report.ts';
import { type Diary, emptyResults, type Stage, stageOf } from './stage.ts';
import { openTerminalWindow, type TerminalWindow } from './terminal-window.ts';

/** Takes the steps and asserts in each; throws when something is not as it must be. */
export type Journey = (stage: Stage) => Promise<Ending>;

export interface Ending {
  readonly findings: Findings;
  /** Searched for personal data once more after everything has ended, when what was held open has been written. */
  readonly afterwards?: () => Promise<Findings>;
}

export interface PlaySettings {
  readonly name: string;
  readonly play: Journey;
  readonly runtime: WindowRuntime;
  readonly reader: ReaderElsewhere | undefined;
  readonly results: string;
  /** The terminal's folders are copied there when all has ended, for whoever wants to search them again. */
  readonly keepIn: string;
}

/** Plays one journey from bare folders to the report, and leaves no process behind. */
export async function playJourney({ name, play, runtime, reader, results, keepIn }: PlaySettings): Promise<Report> {
  console.log(`${name}:`);
  await emptyResults(results);
  const folder = await makeRunFolder(runtime.owner);
  let diary = (): Diary => ({ steps: [], current: 'the programs start, and the terminal is enrolled' });
  let versions = { electron: '', chromium: '' };
  let programs: Programs | undefined;
  let window: TerminalWindow | undefined;
  let findings: Findings = {};
  let failure: Report['failure'];
  try {
    const began = performance.now();
    programs = await startPrograms({ folder, owner: runtime.owner, reader });
    window = await openTerminalWindow(runtime, folder, programs.serviceSocket);
    versions = window.versions;
    const start = { name: diary().current, ms: Math.round(performance.now() - began) };
    const parts = stageOf({ programs, window, folder, results }, start, (line) => console.log(line));
    diary = parts.diary;
    const ending = await play(parts.stage);
    findings = ending.findings;
    await window.close();
    await programs.stop();
    findings = { ...findings, ...(await ending.afterwards?.()) };
  } catch (error) {
    failure = failureAt(diary().current, error);
    console.error(`  ${failure.step}: ${error instanceof Error ? error.stack : failure.message}`);
    await window?.picture(path.join(results, 'failed.png')).catch(() => {});
  } finally {
    await window?.close();
    await programs?.stop();
    await keepFolders(folder, results, keepIn);
  }
  const wrong = wrongIn(findings);
  for (const each of wrong) console.error(`  ${each}`);
  const report: Report = {
    ok: failure === undefined && wrong.length === 0,
    steps: diary().steps,
    ...findings,
    ...(failure === undefined ? {} : { failure }),
    ...versions,
    node: process.versions.node,
  };
  await writeReport(reportFile(results), report);
  console.log(`  ${report.ok ? 'ok' : 'FAILED'}, ${reportFile(results)}`);
  return report;
}

/** Steps throw when something is wrong; what is only counted is judged here. Gives what is not as it must be. */
function wrongIn({ answersEqual, contentErased, plaintextHits, plantedFound }: Findings): readonly string[] {
  return [
    answersEqual === false ? 'what the platform holds is not what was entered' : '',
    contentErased === false ? 'the content was not erased here' : '',
    (plaintextHits ?? 0) > 0 ? `personal data was found ${plaintextHits} times, see hits` : '',
    plantedFound === false ? 'the search does not find what was planted, so it proves nothing' : '',
  ].filter((wrong) => wrong !== '');
}

async function keepFolders(folder: RunFolder, results: string, keepIn: string): Promise<void> {
  await mkdir(keepIn, { recursive: true });
  await copyFolder(folder.terminal.root, path.join(keepIn, 'terminal'));
  await copyFolder(folder.outside.root, path.join(results, 'outside'));
  await folder.remove();
}
