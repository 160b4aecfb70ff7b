import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes a 0600 file so that it is there whole or not at all, also after a power cut. */
export async function writeSecretFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(path.dirname(file));
}

/**
 * Makes a 0700 folder with what `fill` puts into it, once: when two processes start together, one folder wins whole and
 * the other's is thrown away. Does nothing when it is there.
 */
export async function makeFolderOnce(folder: string, fill: (into: string) => Promise<void>): Promise<void> {
  const temporary = `${folder}.${randomUUID()}`;
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  try {
    await fill(temporary);
    await rename(temporary, folder);
    await syncFolder(path.dirname(folder));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // A folder that is there and not empty: another process was quicker.
    if (!isNodeError(error) || (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')) throw error;
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
