import { runChecks } from './check.ts';
import { runMain } from './commands.ts';
import { runJourneys } from './journey.ts';
import { forgetJourneyReports, readJourneyReports } from './journey-reports.ts';
import { prepareRun, windowNeeds } from './run-environment.ts';
import { ensureSystemPackages } from './system-packages.ts';
import { tortureBriefly } from './torture.ts';
import { type Counts, oneFailed, runVitest } from './vitest-run.ts';

const none: Counts = { passed: 0, failed: 0 };

/** Everything there is to test, one after the other: two cores are shared, and a journey measures what a person waits for. */
const parts: readonly { readonly name: string; readonly run: () => Promise<Counts> }[] = [
  { name: 'checks', run: runChecks },
  { name: 'unit tests', run: () => runVitest('vitest.config.ts', process.env) },
  { name: 'torture, briefly', run: tortureBriefly },
  { name: 'in Electron', run: inElectron },
];

await runMain(async () => {
  await ensureSystemPackages(['tests', 'devices', ...windowNeeds()]);
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
    const tests = await runVitest('vitest.electron.config.ts', run.env);
    process.stdout.write('\n== journeys\n');
    return sum(tests, await countJourneys(run.env));
  } finally {
    await run.remove();
  }
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
