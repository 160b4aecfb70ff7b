import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { pageBytes } from './page-size.ts';

/**
 * What a write-ahead log holds, read without SQLite (format: sqlite.org/fileformat2.html, section 4). SQLite believes a
 * log up to the first frame whose checksum fails and forgets the rest without a word. That is right after a power cut,
 * where the rest was never promised; it is wrong where a page of it rotted, and promised cases stand behind.
 */
export interface LogContent {
  /** Where in the file the newest readable version of a page begins. */
  readonly pages: ReadonlyMap<number, number>;
  /** Pages the database has after the last commit; null without one. */
  readonly sizePages: number | null;
  /** Commits follow behind the first frame that does not hold. */
  readonly damaged: boolean;
}

interface Frame {
  readonly page: number;
  /** Zero but in a transaction's last frame. */
  readonly sizeAfterCommit: number;
  readonly contentAt: number;
  readonly holds: boolean;
}

const headerBytes = 32;
const frameHeaderBytes = 24;
const frameBytes = frameHeaderBytes + pageBytes;

/** Of a file that is missing or too short to hold a commit: nothing, and not damaged. */
export function readWriteAheadLog(file: string): LogContent {
  const { frames, headerHolds } = readFrames(file);
  const firstBroken = headerHolds ? frames.findIndex(({ holds }) => !holds) : 0;
  const sound = firstBroken === -1 ? frames : frames.slice(0, firstBroken);
  const rest = frames.slice(sound.length);
  // One transaction may have been on its way, written in any order: it ends with its own commit. What follows that one was
  // written after the disk had said that it had everything before.
  const endOfUnderWay = rest.findIndex(({ sizeAfterCommit }) => sizeAfterCommit !== 0);
  const damaged =
    (!headerHolds && frames.length > 0) ||
    (endOfUnderWay !== -1 && rest.slice(endOfUnderWay + 1).some(({ holds }) => holds));

  const believed = (damaged ? frames : sound).filter(({ holds }) => holds);
  const lastCommit = believed.findLastIndex(({ sizeAfterCommit }) => sizeAfterCommit !== 0);
  const pages = new Map<number, number>();
  for (const { page, contentAt } of believed.slice(0, lastCommit + 1)) pages.set(page, contentAt);
  return { pages, sizePages: believed[lastCommit]?.sizeAfterCommit ?? null, damaged };
}

function readFrames(file: string): { readonly frames: readonly Frame[]; readonly headerHolds: boolean } {
  const log = openIfThere(file);
  if (log === null) return { frames: [], headerHolds: true };
  try {
    const count = Math.floor((fstatSync(log).size - headerBytes) / frameBytes);
    if (count < 1) return { frames: [], headerHolds: true };
    const header = Buffer.alloc(headerBytes);
    readSync(log, header, 0, headerBytes, 0);
    const bigEndian = (header.readUInt32BE(0) & 1) === 1;
    const own = checksum([0, 0], header.subarray(0, 24), bigEndian);
    const headerHolds = own[0] === header.readUInt32BE(24) && own[1] === header.readUInt32BE(28);

    const frames: Frame[] = [];
    const frame = Buffer.alloc(frameBytes);
    let before: Sums = [header.readUInt32BE(24), header.readUInt32BE(28)];
    let salts = header.subarray(16, 24);
    for (let at = 0; at < count; at += 1) {
      const frameAt = headerBytes + at * frameBytes;
      readSync(log, frame, 0, frameBytes, frameAt);
      // With a header that does not hold, the first frame says which generation this is.
      if (at === 0 && !headerHolds) salts = Buffer.from(frame.subarray(8, 16));
      const said: Sums = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
      // Each checksum goes on from the one before as it stands there, so that a frame behind a broken one can be judged too.
      const sums = checksum(
        checksum(before, frame.subarray(0, 8), bigEndian),
        frame.subarray(frameHeaderBytes),
        bigEndian,
      );
      const sameGeneration = frame.subarray(8, 16).equals(salts);
      const page = frame.readUInt32BE(0);
      frames.push({
        page,
        sizeAfterCommit: sameGeneration ? frame.readUInt32BE(4) : 0,
        contentAt: frameAt + frameHeaderBytes,
        holds: sameGeneration && page > 0 && sums[0] === said[0] && sums[1] === said[1],
      });
      before = said;
    }
    return { frames, headerHolds };
  } finally {
    closeSync(log);
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

type Sums = readonly [number, number];

function checksum(from: Sums, bytes: Buffer, bigEndian: boolean): Sums {
  let [first, second] = from;
  for (let at = 0; at < bytes.length; at += 8) {
    const left = bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const right = bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    first = (first + left + second) >>> 0;
    second = (second + right + first) >>> 0;
  }
  return [first, second];
}
