import path from 'node:path';
import { projectFolder, runMain, runVisibly } from './commands.ts';
import { findLockFileGaps } from './lock-file.ts';
import { findMissingDocuments } from './named-documents.ts';
import { findBreaches } from './rooms/check-rooms.ts';
import type { Counts } from './vitest-run.ts';

type Check = { readonly name: string; readonly run: () => Promise<boolean> };

const checks: readonly Check[] = [
  { name: 'the rule of the rooms', run: async () => saysNothing(await findBreaches()) },
  { name: 'the lock file', run: async () => saysNothing(await findLockFileGaps()) },
  { name: 'documents that are named', run: async () => saysNothing(await findMissingDocuments()) },
  { name: 'items', run: () => succeeds(path.join(projectFolder, 'main', 'service', 'items', 'main.ts'), ['check']) },
  // Through node rather than node_modules/.bin: `tsc` there is the older compiler that only libraries need.
  { name: 'types', run: () => succeeds(path.join(packageFolder('typescript-native'), 'bin', 'tsc'), ['-b']) },
  { name: 'lint', run: () => succeeds(path.join(packageFolder('oxlint'), 'bin', 'oxlint'), ['--quiet']) },
  { name: 'format', run: () => succeeds(path.join(packageFolder('@biomejs/biome'), 'bin', 'biome'), ['format', '.']) },
];

/** Runs every check, also after one has failed, and says how many passed. */
export async function runChecks(): Promise<Counts> {
  let passed = 0;
  for (const { name, run } of checks) {
    const startedMs = performance.now();
    const ok = await run();
    if (ok) passed += 1;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(`${ok ? 'ok' : 'FAILED'}  ${name} (${seconds} s)\n`);
  }
  return { passed, failed: checks.length - passed };
}

function saysNothing(faults: readonly string[]): boolean {
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  return faults.length === 0;
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return (await runVisibly(process.execPath, [program, ...args])) === 0;
}

function packageFolder(name: string): string {
  return path.join(projectFolder, 'node_modules', name);
}

if (import.meta.main) await runMain(async () => ((await runChecks()).failed === 0 ? 0 : 1));
