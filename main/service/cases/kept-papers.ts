import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { withPurpose } from '../../contract/wire/purposes.ts';
import { openChunk, sealedChunkBytes } from '../sealing/open-chunk.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import type { PaperRow } from '../store/paper-rows.ts';

/** At once in memory while a file is gone through. */
const pieceBytes = 1024 * 1024;

/**
 * What the file of a paper gives: all that was sealed, to the last byte; for certain not that; or nothing just now.
 * `disk-fault`: the disk itself failed at it. `not-now`: the machine did (no file handle left, no memory), and the page says
 * nothing of it.
 */
export type PaperReading = 'sound' | 'lost' | 'disk-fault' | 'not-now';

export function readWholePaper(folder: string, { id, bytes, digest }: PaperRow): PaperReading {
  return withFile<PaperReading>(
    folder,
    id,
    (file) => {
      if (fstatSync(file).size !== bytes) return 'lost';
      const hash = createHash('sha256').update(withPurpose('ciphertext'));
      const piece = Buffer.alloc(Math.min(pieceBytes, bytes));
      for (let at = 0; at < bytes; ) {
        const count = readSync(file, piece, 0, piece.length, at);
        if (count === 0) return 'lost';
        hash.update(piece.subarray(0, count));
        at += count;
      }
      return hash.digest('base64url') === digest ? 'sound' : 'lost';
    },
    (code) => (code === 'ENOENT' ? 'lost' : code === 'EIO' ? 'disk-fault' : 'not-now'),
  );
}

/** How long a disk fails at a paper until that is its end: a cable that was loose for a moment costs nobody his case. */
const lostAfterMs = 10 * 60_000;

/**
 * Whether papers are here as they were sealed. A case is refused on the word that one is lost, and erased then, with pages that
 * read well a minute later: a disk's fault is a loss only if it was there long before, and no reading in between was good.
 * What is known of that is forgotten at a stop, which at worst makes the case wait so long again.
 */
export function createPaperConditions(folder: string, elapsedMs: () => number) {
  const failingSinceMs = new Map<string, number>();
  return (paper: PaperRow): 'sound' | 'lost' | 'not-now' => {
    const reading = readWholePaper(folder, paper);
    if (reading === 'not-now') return 'not-now';
    if (reading !== 'disk-fault') {
      failingSinceMs.delete(paper.id);
      return reading;
    }
    const sinceMs = failingSinceMs.get(paper.id) ?? elapsedMs();
    failingSinceMs.set(paper.id, sinceMs);
    return elapsedMs() - sinceMs >= lostAfterMs ? 'lost' : 'not-now';
  };
}

/** `most` bytes of a paper from `at` on, fewer at its end; null when the disk does not give them. */
export function readPaperPart(folder: string, id: string, at: number, most: number): Uint8Array | null {
  const read = (file: number): Uint8Array | null => {
    const part = Buffer.alloc(Math.min(most, fstatSync(file).size - at));
    for (let filled = 0; filled < part.length; ) {
      const count = readSync(file, part, filled, part.length - filled, at + filled);
      if (count === 0) return null;
      filled += count;
    }
    return part;
  };
  return withFile(folder, id, read, () => null);
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

/** `onFault` on any fault of the disk: one unreadable file is one case that waits, and no reason to break off a round. */
function withFile<T>(folder: string, id: string, act: (file: number) => T, onFault: (code: unknown) => T): T {
  let file: number | null = null;
  try {
    file = openSync(join(folder, id), 'r');
    return act(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return onFault(error.code);
    throw error;
  } finally {
    if (file !== null) closeSync(file);
  }
}
