import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isRoot } from '../commands.ts';

/** Outside the repository, so that a fresh clone need not download again; for root a place that the window's user can read. */
export function cacheFolder(): string {
  if (isRoot()) return '/var/cache/tongban';
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'tongban');
}

/**
 * Lets `fill` make a folder and puts it into the cache under `name`, where it appears only when it is complete: a cut download,
 * or a second process that does the same at the same time, leaves nothing half made. Returns the folder's path.
 */
export async function fillCache(
  cache: string,
  name: string,
  fill: (folder: string, scratch: string) => Promise<void>,
): Promise<string> {
  await mkdir(cache, { recursive: true });
  await chmod(cache, 0o755);
  const scratch = await mkdtemp(path.join(cache, '.making-'));
  const finished = path.join(cache, name);
  try {
    const folder = path.join(scratch, 'finished');
    await mkdir(folder);
    await fill(folder, scratch);
    await makeReadable(folder);
    await publish(folder, finished);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return finished;
}

/** Whatever the umask is: the window runs as another user than the one who unpacked it. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(place);
    else if (entry.isFile()) await chmod(place, ((await stat(place)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

async function publish(folder: string, finished: string): Promise<void> {
  try {
    await rename(folder, finished);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Somebody else was faster with the same checked bytes: theirs is as good.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
