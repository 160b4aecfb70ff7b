import { constants, createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished, type Readable } from 'node:stream';
import { isNodeError, syncFolder } from '../keys/files.ts';

/** Names one paper of one case; `<caseDigest>.<paper>` in a tus URL and on the disk. Both base64url. */
export interface PaperName {
  readonly caseDigest: string;
  readonly paper: string;
}

export type Appended =
  /** `broken`: the connection ended in the middle. What came is kept. */
  | { readonly end: 'all-of-it' | 'broken'; readonly receivedBytes: number }
  /** More came than the paper has; the rest of it was not written. */
  | { readonly end: 'too-long' }
  | { readonly end: 'wrong-offset'; readonly receivedBytes: number };

/** What of the papers' ciphertext is here. The length of a file is how much of its paper was received, without a gap. */
export interface PaperFiles {
  receivedBytes(name: PaperName): Promise<number>;
  /** Writes what comes of `source` from `at` on, up to `wholeBytes`. Not flushed: `makeDurable` is. */
  append(name: PaperName, at: number, wholeBytes: number, source: Readable): Promise<Appended>;
  /** From the first byte on. Fails as a stream does when it is not there. */
  read(name: PaperName): Readable;
  /** After this a power cut takes back neither the files nor their names. */
  makeDurable(names: readonly PaperName[]): Promise<void>;
  discard(name: PaperName): Promise<void>;
}

/** How much may have come and not be written yet, per upload. */
const mostInMemoryBytes = 1024 * 1024;

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

    async append(name, at, wholeBytes, source) {
      const file = await open(fileOf(name), constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        const { size } = await file.stat();
        if (size !== at) return { end: 'wrong-offset', receivedBytes: size };
        let position = at;
        let tooLong = false;
        const came = await drain(source, async (part) => {
          const fitting = part.subarray(0, wholeBytes - position);
          tooLong ||= fitting.length < part.length;
          for (let written = 0; written < fitting.length; ) {
            const { bytesWritten } = await file.write(fitting, written, fitting.length - written, position);
            written += bytesWritten;
            position += bytesWritten;
          }
        });
        return tooLong ? { end: 'too-long' } : { end: came, receivedBytes: position };
      } finally {
        await file.close();
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

/**
 * Everything that arrives goes to `write`, in order, also what came just before the connection broke: `for await` and
 * `pipeline` throw that away, and it would have to be sent again.
 */
function drain(source: Readable, write: (part: Buffer) => Promise<void>): Promise<'all-of-it' | 'broken'> {
  return new Promise((resolve, reject) => {
    let written = Promise.resolve();
    let inMemoryBytes = 0;
    source.on('data', (part: Buffer) => {
      inMemoryBytes += part.length;
      if (inMemoryBytes > mostInMemoryBytes) source.pause();
      written = written.then(async () => {
        await write(part);
        inMemoryBytes -= part.length;
        if (inMemoryBytes <= mostInMemoryBytes) source.resume();
      });
      written.catch(reject);
    });
    finished(source, { writable: false }, (error) => {
      written.then(() => resolve(error === undefined || error === null ? 'all-of-it' : 'broken'), reject);
    });
  });
}
