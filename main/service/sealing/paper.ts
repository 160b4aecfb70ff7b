import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, fsync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '../../contract/result.ts';
import { withPurpose } from '../../contract/wire/purposes.ts';

/** A paper whose ciphertext is on the disk for good, as a file named `id`. */
export interface SealedPaper {
  /** 16 bytes, base64url. */
  readonly id: string;
  /** 32 bytes, base64url. Held by the draft alone until it travels inside the sealed answers. */
  readonly key: string;
  /** Of the page itself. */
  readonly bytes: number;
  /** Of its ciphertext, tags included: the length of the file. */
  readonly sealedBytes: number;
  readonly chunks: number;
  /** Of the ciphertext, base64url. */
  readonly digest: string;
}

export type PaperFault = 'disk-full' | 'disk-fault' | 'empty';

export interface PaperSealer {
  /** Takes the next bytes, as many as come. What fills a chunk is sealed and written; the rest waits in memory. */
  write(part: Uint8Array): Result<null, PaperFault>;
  /** Seals the last chunk. Resolves when a power cut can take back neither the file nor its name. */
  finish(): Promise<Result<SealedPaper, PaperFault>>;
  /** It is not wanted any more: the file goes, and the key with it. May come at any time, also while `finish` is under way. */
  abandon(): void;
}

const chunkBytes = 256 * 1024;
const tagBytes = 16;
const flushed = promisify(fsync);
/** Of the paper before, emptied: papers come one after the other, and a new one each time is a quarter of a megabyte to collect. */
let spareChunk: Buffer | null = null;

/**
 * Begins a paper in `folder`, in the format of contract/wire/envelope.ts. No byte of the page itself reaches the disk, and
 * the whole of it is never in memory: twenty pages of 5 MB on a machine with 2 GB would be.
 */
export function startPaper(folder: string): Result<PaperSealer, PaperFault> {
  const id = randomBytes(16);
  const key = randomBytes(32);
  const name = id.toString('base64url');
  const path = join(folder, name);
  const pending = spareChunk ?? Buffer.alloc(chunkBytes);
  spareChunk = null;
  const hash = createHash('sha256').update(withPurpose('ciphertext'));
  let pendingBytes = 0;
  let bytes = 0;
  let sealedBytes = 0;
  let chunks = 0;
  let file: number | null = null;
  let given: 'open' | 'finishing' | 'abandoned' = 'open';

  const close = () => {
    pending.fill(0);
    spareChunk = pending;
    if (file !== null) closeSync(file);
    file = null;
  };
  const abandon = () => {
    // While it is being flushed the file is closed by whoever flushes it.
    if (given === 'open') close();
    given = 'abandoned';
    key.fill(0);
    try {
      rmSync(path, { force: true });
    } catch (error) {
      // Ciphertext without a key: the next start sweeps it, and whoever leaves just now is not to be held up by it.
      diskFault(error);
    }
  };

  const sealChunk = (isLast: boolean) => {
    if (file === null) throw new Error('a paper was written to after its end');
    const number = Buffer.alloc(4);
    number.writeUInt32BE(chunks);
    const nonce = Buffer.concat([Buffer.alloc(7), number, Buffer.from([isLast ? 1 : 0])]);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.concat([id, number]));
    const text = cipher.update(pending.subarray(0, pendingBytes));
    cipher.final();
    // Not put together first: a copy of every chunk gave the garbage collector more to do than sealing took.
    for (const part of [text, cipher.getAuthTag()]) {
      for (let written = 0; written < part.length; ) written += writeSync(file, part, written);
      hash.update(part);
      sealedBytes += part.length;
    }
    chunks += 1;
    pendingBytes = 0;
  };

  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    return err(diskFault(error));
  }

  return ok({
    write: (part) => {
      if (given !== 'open') throw new Error('a paper was written to after its end');
      try {
        for (let taken = 0; taken < part.length; ) {
          // A full chunk is held back until more comes: only then is it known not to be the last.
          if (pendingBytes === chunkBytes) sealChunk(false);
          const piece = part.subarray(taken, taken + chunkBytes - pendingBytes);
          pending.set(piece, pendingBytes);
          pendingBytes += piece.length;
          taken += piece.length;
        }
        bytes += part.length;
        return ok(null);
      } catch (error) {
        return err(diskFault(error));
      }
    },

    finish: async () => {
      if (given !== 'open' || file === null) throw new Error('a paper was finished twice');
      if (bytes === 0) return err('empty');
      given = 'finishing';
      try {
        sealChunk(true);
        // Both are over before the file is closed, whatever the first of them says.
        for (const flush of await Promise.allSettled([flushed(file), flushFolder(folder)]))
          if (flush.status === 'rejected') throw flush.reason;
        const sealed = { id: name, key: key.toString('base64url'), bytes, sealedBytes, chunks };
        return ok({ ...sealed, digest: hash.digest('base64url') });
      } catch (error) {
        return err(diskFault(error));
      } finally {
        close();
        key.fill(0);
      }
    },

    abandon,
  });
}

/** On ext4 a file's name is as easily lost at a power cut as its content. Windows has no such call, and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    await flushed(handle);
  } finally {
    closeSync(handle);
  }
}

/** What a disk can do to a write; everything else is a bug, and thrown again. */
function diskFault(error: unknown): PaperFault {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return 'disk-fault';
  throw error;
}
