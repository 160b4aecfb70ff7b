import { runMain } from './commands.ts';
import { prepareRun } from './run-environment.ts';
import { runVitest } from './vitest-run.ts';

// The tests in the real Electron alone, or those whose file names hold an argument: what one works with while writing them.
await runMain(async () => {
  const run = await prepareRun('terminal');
  try {
    const { failed } = await runVitest('vitest.electron.config.ts', run.env, process.argv.slice(2));
    return failed === 0 ? 0 : 1;
  } finally {
    await run.remove();
  }
});
