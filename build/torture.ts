import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { capture, isRoot, runMain, runVisibly } from './commands.ts';
import { ensureSystemPackages } from './system-packages.ts';
import type { Counts } from './vitest-run.ts';

/** Runs one torture; arguments go to test/torture/main.ts as they are, and so does its exit code come back. */
async function runTorture(args: readonly string[]): Promise<number> {
  if (args.includes('--postgres')) await ensureSystemPackages(['tests']);
  if (args.includes('devices')) await ensureSystemPackages(['devices']);
  if (args.includes('clock') || args.includes('power')) await ensureSystemPackages(['torture']);
  return runVisibly(process.execPath, ['test/torture/main.ts', ...args]);
}

interface BriefRun {
  readonly args: readonly string[];
  readonly exitCode: number;
}

const clean = (...args: readonly string[]): BriefRun => ({ args, exitCode: 0 });
const planted = (fault: string, ...args: readonly string[]): BriefRun => ({
  args: [...args, '--plant', fault],
  exitCode: 1,
});

/**
 * As short as they still say something. Each command must catch planted faults, or a green run would mean nothing; as many
 * in one run as can be told apart, because starting a platform takes longer than what is done to it.
 */
const briefly: readonly BriefRun[] = [
  clean('crash', '--trials', '8'),
  planted('lost-commit,lost-draft,plain-text,lost-page,left-page', 'crash'),
  clean('network', '--cases', '150'),
  planted('second-delivery', 'network', '--cases', '20'),
];

/** A tenth of the cells of devices, which the printed seed chooses. */
const brieflyBeside: readonly BriefRun[] = [
  clean('clock', '--cases', '3'),
  planted('refusal,late-day', 'clock'),
  clean('codecs', '--frames', '2000'),
  planted('exception', 'codecs', '--frames', '1'),
  clean('devices', '--share', '0.1'),
  planted('not-mended', 'devices', '--share', '0.01'),
];

/** These happen to a real file system, which only root can mount. */
const brieflyAsRoot: readonly BriefRun[] = [
  clean('power', '--trials', '3'),
  planted('no-flush', 'power', '--trials', '1'),
  planted('no-page-flush', 'power', '--trials', '1'),
  clean('disk', '--trials', '3'),
  planted('lost-case,given-up', 'disk'),
];

/** What a torture prints of a planted fault reads like a loss; whoever sees it has to know that it was meant to. */
function said({ args, exitCode }: BriefRun, ended: number): string {
  const name = `torture ${args.join(' ')}`;
  if (ended !== exitCode) return `FAILED  ${name}: exit code ${ended} in place of ${exitCode}`;
  return exitCode === 0 ? `ok  ${name}` : `ok  ${name}: planted, and caught`;
}

/**
 * Every torture for some seconds, and every planted fault; each run counts as one test. In three lanes, because most of a run
 * is waiting; those that mount file systems are one lane, so that no two of them ever look for a free device at once.
 */
export async function tortureBriefly(): Promise<Counts> {
  await ensureSystemPackages(['torture']);
  if (!isRoot()) process.stdout.write('power cuts and bad disks were left out: they need root\n');
  const lanes = [briefly, brieflyBeside, ...(isRoot() ? [brieflyAsRoot] : [])];
  // Made once: it takes as much of the processor as all else of a platform's start, ten times over.
  const empty = await mkdtemp(path.join(tmpdir(), 'torture-database-'));
  try {
    await (await PGlite.create({ dataDir: empty })).close();
    const counts = await Promise.all(lanes.map((runs) => runLane(runs, { TORTURE_EMPTY_DATABASE: empty })));
    return {
      passed: counts.reduce((total, { passed }) => total + passed, 0),
      failed: counts.reduce((total, { failed }) => total + failed, 0),
    };
  } finally {
    await rm(empty, { recursive: true });
  }
}

async function runLane(runs: readonly BriefRun[], env: NodeJS.ProcessEnv): Promise<Counts> {
  let passed = 0;
  for (const run of runs) {
    const command = ['test/torture/main.ts', ...run.args];
    const { exitCode, stdout, stderr } = await capture(process.execPath, command, { env });
    if (exitCode === run.exitCode) passed += 1;
    process.stdout.write(`${stdout}${stderr}${said(run, exitCode)}\n`);
  }
  return { passed, failed: runs.length - passed };
}

if (import.meta.main) await runMain(() => runTorture(process.argv.slice(2)));
