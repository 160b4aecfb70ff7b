import { runVisibly } from './commands.ts';
import { prepareRun } from './run-environment.ts';

/**
 * Runs journeys in the real Electron: the ones named, or all. Arguments go to test/journeys/main.ts as they are, `env` is what
 * `prepareRun` made; returns the exit code.
 */
export function runJourneys(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return runVisibly(process.execPath, ['test/journeys/main.ts', ...args], env);
}

if (import.meta.main) {
  const run = await prepareRun('terminal');
  try {
    process.exitCode = await runJourneys(process.argv.slice(2), run.env);
  } finally {
    await run.remove();
  }
}
