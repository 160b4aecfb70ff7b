import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { flushFolder } from '../store/durable-files.ts';

/**
 * Writes a file that is whole or not there, readable by its owner alone. The folder is synced too: on ext4 a rename that
 * only lies in memory is gone after a power cut, and with it a key the platform already knows.
 */
export function writeSecretFile(path: string, text: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${basename(path)}.new`);
  // A leftover of a cut write may have other permissions, and `mode` only counts for a file that is made.
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  flushFolder(folder);
}
