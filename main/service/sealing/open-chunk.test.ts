import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openChunk, sealedChunkBytes } from './open-chunk.ts';
import { startPaper } from './paper.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chunks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function sealedPage(bytes: number) {
  const page = Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 2654435761) >>> 13));
  const begun = startPaper(folder);
  if (!begun.ok) throw new Error(begun.error);
  begun.value.write(page);
  const paper = await begun.value.finish();
  if (!paper.ok) throw new Error(paper.error);
  const file = readFileSync(join(folder, paper.value.id));
  const chunk = (number: number) => file.subarray(number * sealedChunkBytes, (number + 1) * sealedChunkBytes);
  return { page, paper: paper.value, chunk };
}

it('gives a page back chunk by chunk', async () => {
  const { page, paper, chunk } = await sealedPage(600_000);
  const opened = [0, 1, 2].map((number) => openChunk(paper, number, chunk(number)) ?? Buffer.alloc(0));
  expect(Buffer.concat(opened).equals(page)).toBe(true);
});

it('gives nothing of a chunk that was changed, cut short or stood elsewhere', async () => {
  const { paper, chunk } = await sealedPage(600_000);
  const flipped = Buffer.from(chunk(0));
  flipped[5] = (flipped[5] ?? 0) ^ 1;
  expect(openChunk(paper, 0, flipped)).toBeNull();
  expect(openChunk(paper, 0, chunk(1))).toBeNull();
  expect(openChunk(paper, 2, chunk(2).subarray(0, -1))).toBeNull();
  expect(openChunk(paper, 0, Buffer.alloc(16))).toBeNull();
  expect(openChunk({ ...paper, chunks: 4 }, 2, chunk(2))).toBeNull();
});
