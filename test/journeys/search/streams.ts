import zlib from 'node:zlib';
import { blocksOfLevelDbTable } from './level-db.ts';

/** What was inside a compressed stream, and where it began. */
export interface Unpacked {
  readonly from: string;
  readonly bytes: Buffer;
}

/** A zip bomb ends here; nothing that a terminal writes comes near. */
const largestStreamBytes = 64 * 1024 * 1024;

/**
 * What was decoded before an error or a cut is given out too, so a broken stream hides little: Node drops the piece in
 * which the error lies, therefore the pieces are small.
 */
const untilItEnds = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize: 1024 };
const decoders = {
  zlib: () => zlib.createInflate(untilItEnds),
  deflate: () => zlib.createInflateRaw(untilItEnds),
  brotli: () => zlib.createBrotliDecompress({ ...untilItEnds, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => zlib.createZstdDecompress({ ...untilItEnds, finishFlush: zlib.constants.ZSTD_e_flush }),
} as const;
type Kind = keyof typeof decoders;

/**
 * Opens every compressed stream in a file. gzip, zlib and zstd announce themselves and are tried wherever their first
 * bytes stand; raw deflate and brotli have no mark, so they are tried where they can only begin: at the start of the
 * file, and (deflate) after a zip entry's header.
 */
export async function unpackStreams(bytes: Buffer): Promise<readonly Unpacked[]> {
  const unpacked: Unpacked[] = [];
  for (const { kind, offset } of candidates(bytes)) {
    const inside = await open(kind, bytes.subarray(offset));
    if (inside.length > 0) unpacked.push({ from: `${kind} at ${offset}`, bytes: inside });
  }
  for (const [index, block] of blocksOfLevelDbTable(bytes).entries()) {
    unpacked.push({ from: `leveldb block ${index}`, bytes: block });
  }
  return unpacked;
}

function* candidates(bytes: Buffer): Generator<{ readonly kind: Kind; readonly offset: number }> {
  yield { kind: 'deflate', offset: 0 };
  yield { kind: 'brotli', offset: 0 };
  for (const offset of positionsOf(bytes, [0x1f, 0x8b, 0x08]))
    yield { kind: 'deflate', offset: afterGzipHeader(bytes, offset) };
  for (const offset of positionsOf(bytes, [0x28, 0xb5, 0x2f, 0xfd])) yield { kind: 'zstd', offset };
  for (const offset of positionsOf(bytes, [0x78])) {
    // RFC 1950: the first two bytes are a multiple of 31.
    if (offset + 1 < bytes.length && bytes.readUInt16BE(offset) % 31 === 0) yield { kind: 'zlib', offset };
  }
  for (const offset of positionsOf(bytes, [0x50, 0x4b, 0x03, 0x04])) {
    if (offset + 30 > bytes.length) continue;
    yield { kind: 'deflate', offset: offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28) };
  }
}

/**
 * RFC 1952. The deflate stream inside is opened, not the gzip member: Node takes what follows a member for another one
 * and throws all away when it is not.
 */
function afterGzipHeader(bytes: Buffer, offset: number): number {
  const flags = bytes[offset + 3] ?? 0;
  let at = offset + 10;
  if ((flags & 4) !== 0 && at + 2 <= bytes.length) at += 2 + bytes.readUInt16LE(at);
  for (const nameOrComment of [8, 16]) {
    if ((flags & nameOrComment) !== 0) at = bytes.indexOf(0, at) + 1;
  }
  return (flags & 2) === 0 ? at : at + 2;
}

function* positionsOf(bytes: Buffer, beginning: readonly number[]): Generator<number> {
  const wanted = Buffer.from(beginning);
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) yield at;
}

function open(kind: Kind, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const decoder = decoders[kind]();
    const parts: Buffer[] = [];
    let totalBytes = 0;
    const finish = (): void => resolve(Buffer.concat(parts));
    decoder.on('data', (part: Buffer) => {
      parts.push(part);
      totalBytes += part.length;
      if (totalBytes > largestStreamBytes) decoder.destroy();
    });
    decoder.on('error', finish);
    decoder.on('close', finish);
    decoder.end(bytes);
  });
}
