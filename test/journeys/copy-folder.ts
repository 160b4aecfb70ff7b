import { cp, lstat, rm } from 'node:fs/promises';

/**
 * Copies a folder in which programs may still be at work, in the place of what was there: files, folders and links as
 * they are. Sockets and pipes have nothing to copy, and a file that vanishes meanwhile is left out.
 */
export async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: canBeCopied });
}

async function canBeCopied(file: string): Promise<boolean> {
  const about = await lstat(file).catch(() => undefined);
  return about !== undefined && (about.isFile() || about.isDirectory() || about.isSymbolicLink());
}
