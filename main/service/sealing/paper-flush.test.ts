import { fstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, afterEach, expect, it, vi } from 'vitest';
import { startPaper } from './paper.ts';

interface Flush {
  readonly inode: number;
  /** Of what is flushed, at that moment. */
  readonly bytes: number;
  readonly done: (error: NodeJS.ErrnoException | null) => void;
}

// A disk that takes its time, and of which the test says when it is done: what is lost without a flush shows only when power goes.
const disk = vi.hoisted(() => ({ flushes: [] as Flush[] }));
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fsync: (file: number, done: Flush['done']) => {
    const { ino: inode, size: bytes } = fstatSync(file);
    disk.flushes.push({ inode, bytes, done });
  },
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'papers-'));
  disk.flushes.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

async function finishing() {
  const paper = startPaper(folder);
  if (!paper.ok) throw new Error(paper.error);
  paper.value.write(Buffer.alloc(300_000, 7));
  let ended = false;
  const finish = paper.value.finish().finally(() => (ended = true));
  await setImmediate();
  return { finish, hasEnded: () => ended };
}

const fileFlush = () => disk.flushes.find(({ inode }) => inode === inodeOfFile());
const folderFlush = () => disk.flushes.find(({ inode }) => inode === statSync(folder).ino);
const inodeOfFile = () => statSync(join(folder, readdirSync(folder)[0] ?? '')).ino;

it.each([
  ['file', fileFlush, folderFlush],
  ['folder', folderFlush, fileFlush],
] as const)('is not said to be kept while the flush of its %s is under way', async (_, last, first) => {
  const { finish, hasEnded } = await finishing();
  first()?.done(null);
  await setImmediate();
  expect(hasEnded()).toBe(false);
  expect(last()).toBeDefined();
  last()?.done(null);
  const finished = await finish;
  if (!finished.ok) throw new Error(finished.error);
  // The whole of it: what is written behind a flush is not in it.
  expect(fileFlush()?.bytes).toBe(finished.value.sealedBytes);
});

it.each([
  ['file', fileFlush, folderFlush],
  ['folder', folderFlush, fileFlush],
] as const)('is not kept where the flush of its %s fails', async (_, failing, other) => {
  const { finish } = await finishing();
  other()?.done(null);
  failing()?.done(Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' }));
  expect(await finish).toEqual({ ok: false, error: 'disk-fault' });
});
