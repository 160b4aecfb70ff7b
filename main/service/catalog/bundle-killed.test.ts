import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundleKey, listWith, makeBundle, testShelf } from './test-bundles.ts';

const key = bundleKey('bundle-1');
const list = listWith(key.listed);
const [first, second, third] = [makeBundle(key, 1), makeBundle(key, 2), makeBundle(key, 3)];
const input = JSON.stringify({
  list,
  bundles: [first, second, third].map(({ signed, bytes }) => ({ signed, bytes: bytes.toString('base64') })),
});
/** Of writing two files and their folder: open, write, fsync, close, rename, and open, fsync, close for the folder; twice; and a line of the log. */
const callsOfTaking = 17;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const takeUntilKilled = (before: number) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'test-take-killed.ts'), folder, `${before}`], { input });

it.each(Array.from({ length: callsOfTaking }, (_, at) => at + 1))(
  'killed before call %i of taking a third one, the second or the third is in force, and the third is taken next time',
  async (before) => {
    const { signal, stdout } = takeUntilKilled(before);
    expect([signal, stdout.toString()]).toEqual(['SIGKILL', '']);
    const { shelf, hear } = testShelf(folder, () => list);
    expect([2, 3]).toContain(shelf.inForce()?.version);
    await hear(third);
    expect([shelf.inForce()?.version, shelf.before()?.version]).toEqual([3, 2]);
    expect(testShelf(folder, () => list).shelf.inForce()?.version).toBe(3);
  },
  30_000,
);

it('there is no further call to be killed before', () => {
  expect(takeUntilKilled(callsOfTaking + 1).stdout.toString()).toBe('done');
}, 30_000);
