import { existsSync } from 'node:fs';
import { glob, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { runChecks } from './check.ts';
import { projectFolder, runMain, runVisibly } from './commands.ts';
import { runJourneys } from './journey.ts';
import { forgetJourneyReports, readJourneyReports } from './journey-reports.ts';
import { prepareRun } from './run-environment.ts';
import { ensureSystemPackages } from './system-packages.ts';

type Counts = { readonly passed: number; readonly failed: number };

const none: Counts = { passed: 0, failed: 0 };
const oneFailed: Counts = { passed: 0, failed: 1 };

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  // A file that cannot even be loaded has no tests to fail.
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Everything there is to test, one after the other: two cores are shared, and a journey measures what a person waits for. */
const parts: readonly { readonly name: string; readonly run: () => Promise<Counts> }[] = [
  { name: 'checks', run: runChecks },
  { name: 'unit tests', run: () => runVitest('vitest.config.ts', process.env) },
  { name: 'in Electron', run: inElectron },
];

await runMain(async () => {
  await ensureSystemPackages(['tests']);
  let total = none;
  for (const { name, run } of parts) {
    process.stdout.write(`\n== ${name}\n`);
    total = sum(total, await run().catch(countAsFailed));
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

/** A part that could not be run is one failure; the others still run, and the last line still comes. */
function countAsFailed(error: unknown): Counts {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return oneFailed;
}

/** The tests that drive one window, and then the journeys, in one prepared run. */
async function inElectron(): Promise<Counts> {
  const run = await prepareRun('terminal');
  try {
    const tests = await runElectronTests(run.env);
    process.stdout.write('\n== journeys\n');
    return sum(tests, await countJourneys(run.env));
  } finally {
    await run.remove();
  }
}

async function runElectronTests(env: NodeJS.ProcessEnv): Promise<Counts> {
  const files = await Array.fromAsync(glob('test/electron/**/*.e2e.ts', { cwd: projectFolder }));
  if (files.length === 0) {
    process.stdout.write('There are no tests in test/electron.\n');
    return oneFailed;
  }
  return runVitest('vitest.electron.config.ts', env);
}

async function runVitest(config: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  const reportFile = path.join(projectFolder, 'out', 'test', `${config}.json`);
  await rm(reportFile, { force: true });
  const exitCode = await runVisibly(
    process.execPath,
    [
      path.join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    ],
    env,
  );
  if (!existsSync(reportFile)) return oneFailed;
  const report = vitestReport.parse(JSON.parse(await readFile(reportFile, 'utf8')));
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + brokenFiles.length;
  // An error outside any test ends vitest with a code of its own and must not be lost.
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

async function countJourneys(env: NodeJS.ProcessEnv): Promise<Counts> {
  await forgetJourneyReports();
  const exitCode = await runJourneys([], env);
  const reports = await readJourneyReports();
  const failed = reports.filter(({ ok }) => !ok).length;
  const passed = reports.length - failed;
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}

function sum(one: Counts, other: Counts): Counts {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}
