import { closeSync, constants, createReadStream, fstatSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { isNodeError, syncFolder } from '../keys/files.ts';

/** Names one paper of one case; `<caseDigest>.<paper>` in a tus URL and on the disk. Both base64url. */
export interface PaperName {
  readonly caseDigest: string;
  readonly paper: string;
}

export type Appended =
  | { readonly end: 'kept'; readonly receivedBytes: number }
  /** More came than the paper has; the rest of it was not written. */
  | { readonly end: 'too-long' }
  | { readonly end: 'wrong-offset'; readonly receivedBytes: number };

/** What of the papers' ciphertext is here. The length of a file is how much of its paper was received, without a gap. */
export interface PaperFiles {
  receivedBytes(name: PaperName): Promise<number>;
  /** Writes what comes of `part` from `at` on, up to `wholeBytes`. Not flushed: `makeDurable` is. */
  append(name: PaperName, at: number, wholeBytes: number, part: AsyncIterable<Buffer>): Promise<Appended>;
  /** From the first byte on. Fails as a stream does when it is not there. */
  read(name: PaperName): Readable;
  /** After this a power cut takes back neither the files nor their names. */
  makeDurable(names: readonly PaperName[]): Promise<void>;
  discard(name: PaperName): Promise<void>;
}

/**
 * Keeps papers in `folder`, which several platform processes may share. There is no lock: an upload that hangs on a dead
 * connection and the one that goes on in its place write the same bytes to the same places, because the signed manifest
 * names the digest of the whole, and each begins where the file ended. A lock would have to be taken away from the hanging
 * one, or the terminal waits for its time limit. Whoever sends two different papers under one name spoils his own case
 * alone: its digest will not hold, and it is asked for again.
 */
export async function openPaperFiles(folder: string): Promise<PaperFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = ({ caseDigest, paper }: PaperName): string => path.join(folder, `${caseDigest}.${paper}`);
  return {
    async receivedBytes(name) {
      try {
        return (await stat(fileOf(name))).size;
      } catch (error) {
        if (isNodeError(error) && error.code === 'ENOENT') return 0;
        throw error;
      }
    },

    async append(name, at, wholeBytes, part) {
      // Into the operating system's memory at once, some 30 µs for 64 KB. Were each step waited for, an offset that is asked
      // for right after a cut would not know of what has arrived already: a fifth of a paper was sent twice that way.
      const file = openSync(fileOf(name), constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        const { size } = fstatSync(file);
        if (size !== at) return { end: 'wrong-offset', receivedBytes: size };
        let position = at;
        for await (const piece of part) {
          if (piece.length > wholeBytes - position) return { end: 'too-long' };
          for (let written = 0; written < piece.length; ) {
            const count = writeSync(file, piece, written, piece.length - written, position);
            written += count;
            position += count;
          }
        }
        return { end: 'kept', receivedBytes: position };
      } finally {
        closeSync(file);
      }
    },

    read: (name) => createReadStream(fileOf(name)),

    async makeDurable(names) {
      for (const name of names) {
        const file = await open(fileOf(name), 'r');
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      }
      await syncFolder(folder);
    },

    discard: (name) => rm(fileOf(name), { force: true }),
  };
}
