import { access, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillCache } from './cache.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(path.join(os.tmpdir(), 'cache-'));
});
afterEach(() => rm(cache, { recursive: true }));

test('a folder appears under its name only when it is complete', async () => {
  const finished = await fillCache(cache, 'electron-1', async (folder) => {
    await writeFile(path.join(folder, 'version'), '1');
    await expect(access(path.join(cache, 'electron-1'))).rejects.toThrow('ENOENT');
  });
  expect(finished).toBe(path.join(cache, 'electron-1'));
  expect(await readFile(path.join(finished, 'version'), 'utf8')).toBe('1');
});

test('when making it fails nothing is left', async () => {
  const cut = fillCache(cache, 'electron-1', async (folder) => {
    await writeFile(path.join(folder, 'half'), '1');
    throw new Error('the line was cut');
  });
  await expect(cut).rejects.toThrow('the line was cut');
  expect(await readdir(cache)).toEqual([]);
});

test('two at the same time make one', async () => {
  const make = (): Promise<string> =>
    fillCache(cache, 'electron-1', (folder) => writeFile(path.join(folder, 'version'), '1'));
  const [one, other] = await Promise.all([make(), make()]);
  expect(one).toBe(other);
  expect(await readdir(cache)).toEqual(['electron-1']);
});

test('others may read it and run its programs, whatever the umask was', async () => {
  const finished = await fillCache(cache, 'electron-1', async (folder) => {
    await writeFile(path.join(folder, 'electron'), '', { mode: 0o700 });
    await writeFile(path.join(folder, 'version'), '', { mode: 0o600 });
  });
  const mode = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;
  expect(await mode(finished)).toBe(0o755);
  expect(await mode(path.join(finished, 'electron'))).toBe(0o755);
  expect(await mode(path.join(finished, 'version'))).toBe(0o644);
});
