import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../commands.ts';
import { usesOf } from './imports.ts';
import { objection } from './rule.ts';

/** Every breach of the rule of the rooms in the project, as `file:line  what is wrong; what would be right`. */
export async function findBreaches(): Promise<readonly string[]> {
  const breaches: string[] = [];
  for await (const found of glob('{main,native,renderer,platform,build,test}/**/*.{ts,tsx}', { cwd: projectFolder })) {
    const file = found.replaceAll(path.sep, '/');
    breaches.push(...breachesIn(file, await readFile(path.join(projectFolder, found), 'utf8')));
  }
  return breaches.toSorted();
}

/** The breaches in one file; its path is relative to the project, with forward slashes. */
export function breachesIn(file: string, source: string): readonly string[] {
  return usesOf(file, source).flatMap((use) => {
    const reason = objection(file, use);
    return reason === undefined ? [] : [`${file}:${use.line}  ${reason}`];
  });
}
