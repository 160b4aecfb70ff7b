import { runMain, runVisibly } from './commands.ts';
import { ensureSystemPackages } from './system-packages.ts';
import type { Counts } from './vitest-run.ts';

/** Runs one torture; arguments go to test/torture/main.ts as they are, and so does its exit code come back. */
async function runTorture(args: readonly string[]): Promise<number> {
  if (args.includes('--postgres')) await ensureSystemPackages(['tests']);
  return runVisibly(process.execPath, ['test/torture/main.ts', ...args]);
}

/** As short as they still say something; each planted fault must be caught, or a green run would mean nothing. */
const briefly: readonly { readonly args: readonly string[]; readonly exitCode: number }[] = [
  { args: ['crash', '--trials', '12'], exitCode: 0 },
  { args: ['crash', '--trials', '1', '--plant', 'lost-commit'], exitCode: 1 },
  { args: ['crash', '--trials', '1', '--plant', 'second-delivery'], exitCode: 1 },
  { args: ['crash', '--trials', '1', '--plant', 'plain-text'], exitCode: 1 },
  { args: ['network', '--cases', '300'], exitCode: 0 },
  { args: ['network', '--cases', '40', '--plant', 'lost-case'], exitCode: 1 },
  { args: ['network', '--cases', '40', '--plant', 'second-delivery'], exitCode: 1 },
];

/** Every torture for some seconds, and every planted fault; each counts as one test. */
export async function tortureBriefly(): Promise<Counts> {
  let passed = 0;
  for (const { args, exitCode } of briefly) {
    const ended = await runTorture(args);
    if (ended === exitCode) passed += 1;
    else process.stdout.write(`FAILED  torture ${args.join(' ')}: exit code ${ended} in place of ${exitCode}\n`);
  }
  return { passed, failed: briefly.length - passed };
}

if (import.meta.main) await runMain(() => runTorture(process.argv.slice(2)));
