import { runMain, runVisibly } from './commands.ts';
import { prepareRun } from './run-environment.ts';

/**
 * Runs journeys in the real Electron: the ones named, or all. Arguments go to test/journeys/main.ts as they are, `env` is what
 * `prepareRun` made; returns the exit code.
 */
export function runJourneys(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return runVisibly(process.execPath, ['test/journeys/main.ts', ...args], env);
}

/** Prepares everything, runs the journeys and puts everything away again. */
export async function prepareAndRunJourneys(args: readonly string[]): Promise<number> {
  const run = await prepareRun('terminal');
  try {
    return await runJourneys(args, run.env);
  } finally {
    await run.remove();
  }
}

if (import.meta.main) await runMain(() => prepareAndRunJourneys(process.argv.slice(2)));
