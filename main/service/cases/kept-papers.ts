import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { withPurpose } from '../../contract/wire/purposes.ts';
import { openChunk, sealedChunkBytes } from '../sealing/open-chunk.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import type { PaperRow } from '../store/paper-rows.ts';

/** At once in memory while a file is gone through. */
const pieceBytes = 1024 * 1024;

/** Whether the file of a paper is here and holds what was sealed, to the last byte: a case that names another is never opened. */
export function isSoundPaper(folder: string, { id, bytes, digest }: PaperRow): boolean {
  return (
    withFile(folder, id, (file) => {
      if (fstatSync(file).size !== bytes) return false;
      const hash = createHash('sha256').update(withPurpose('ciphertext'));
      const piece = Buffer.alloc(Math.min(pieceBytes, bytes));
      for (let at = 0; at < bytes; ) {
        const count = readSync(file, piece, 0, piece.length, at);
        if (count === 0) return false;
        hash.update(piece.subarray(0, count));
        at += count;
      }
      return hash.digest('base64url') === digest;
    }) ?? false
  );
}

/** `most` bytes of a paper from `at` on, fewer at its end; null when the disk does not give them. */
export function readPaperPart(folder: string, id: string, at: number, most: number): Uint8Array | null {
  return withFile(folder, id, (file) => {
    const part = Buffer.alloc(Math.min(most, fstatSync(file).size - at));
    for (let read = 0; read < part.length; ) {
      const count = readSync(file, part, read, part.length - read, at + read);
      if (count === 0) return null;
      read += count;
    }
    return part;
  });
}

/** A chunk of a paper in the clear; null when the disk does not give it as it was sealed. */
export function readKeptChunk(folder: string, paper: SealedPaper, chunk: number): Buffer | null {
  const sealed = readPaperPart(folder, paper.id, chunk * sealedChunkBytes, sealedChunkBytes);
  return sealed === null ? null : openChunk(paper, chunk, sealed);
}

/** A whole paper in the clear, in memory alone; null as above. */
export function readKeptPage(folder: string, paper: SealedPaper): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = 0; at < paper.chunks; at += 1) {
    const chunk = readKeptChunk(folder, paper, at);
    if (chunk === null) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Null on any fault of the disk: one unreadable file is one case that waits, and no reason to break off a round. */
function withFile<T>(folder: string, id: string, act: (file: number) => T): T | null {
  let file: number | null = null;
  try {
    file = openSync(join(folder, id), 'r');
    return act(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  } finally {
    if (file !== null) closeSync(file);
  }
}
