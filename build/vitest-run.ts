import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { projectFolder, runVisibly } from './commands.ts';

export type Counts = { readonly passed: number; readonly failed: number };

export const oneFailed: Counts = { passed: 0, failed: 1 };

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  // A file that cannot even be loaded has no tests to fail.
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Runs vitest with one of the project's configurations; `filters` are parts of file names, none means all. */
export async function runVitest(
  config: 'vitest.config.ts' | 'vitest.electron.config.ts',
  env: NodeJS.ProcessEnv,
  filters: readonly string[] = [],
): Promise<Counts> {
  const reportFile = path.join(projectFolder, 'out', 'test', `${config}.json`);
  await rm(reportFile, { force: true });
  const exitCode = await runVisibly(
    process.execPath,
    [
      path.join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', ...filters, '--config', config],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    ],
    env,
  );
  if (!existsSync(reportFile)) return oneFailed;
  const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(await readFile(reportFile, 'utf8')));
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = numFailedTests + broken.length;
  // An error outside any test, or no test at all, ends vitest with a code of its own and must not be lost.
  return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
