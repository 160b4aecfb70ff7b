import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from './commands.ts';

/**
 * Every document that a comment or another document names and that is not there, as `file:line  what is missing`. Documents
 * get another number or name while comments go on pointing to the old one, and nothing else notices.
 */
export async function findMissingDocuments(): Promise<readonly string[]> {
  const missing: string[] = [];
  const exists = (document: string): boolean => existsSync(path.join(projectFolder, document));
  for await (const found of glob(
    ['{main,native,renderer,platform,build,test,docs,kiosk-config}/**/*.{ts,tsx,css,yaml,md}', '*.md'],
    { cwd: projectFolder },
  )) {
    const file = found.replaceAll(path.sep, '/');
    missing.push(...missingIn(file, await readFile(path.join(projectFolder, found), 'utf8'), exists));
  }
  return missing.toSorted();
}

/** A path from the project's folder on (`docs/…`) anywhere, and in a document the target of a link, which begins at its own folder. */
export function missingIn(file: string, text: string, exists: (path: string) => boolean): readonly string[] {
  return text.split('\n').flatMap((line, at) =>
    namedIn(file, line)
      .filter((document) => !exists(document))
      .map((document) => `${file}:${at + 1}  names ${document}, which does not exist`),
  );
}

function namedIn(file: string, line: string): readonly string[] {
  const named = [...line.matchAll(/(?<![\w./-])docs\/[\w./-]*\.(?:md|png)\b/g)].map(([document]) => document);
  if (!file.endsWith('.md')) return named;
  const links = [...line.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
  return [...new Set([...named, ...links])];
}
