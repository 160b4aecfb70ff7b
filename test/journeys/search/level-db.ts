/**
 * Chromium keeps local storage and the like in LevelDB, whose tables may be compressed block by block with Snappy, which
 * Node cannot open. Formats: leveldb's doc/table_format.md, snappy's format_description.txt.
 */
const footerBytes = 48;
const tableMagic = Buffer.from('57fb808b247547db', 'hex');
const blockTrailerBytes = 5;
const snappyCompressed = 1;

interface Handle {
  readonly offset: number;
  readonly size: number;
}

/** The blocks of a LevelDB table, unpacked; none when the bytes are no such table. */
export function blocksOfLevelDbTable(table: Buffer): readonly Buffer[] {
  if (table.length < footerBytes || !table.subarray(-tableMagic.length).equals(tableMagic)) return [];
  const footer = new Reader(table.subarray(-footerBytes));
  footer.handle();
  const index = blockAt(table, footer.handle());
  if (index === undefined) return [];
  return [index, ...handlesIn(index).map((handle) => blockAt(table, handle))].filter((block) => block !== undefined);
}

function blockAt(table: Buffer, { offset, size }: Handle): Buffer | undefined {
  if (offset + size + blockTrailerBytes > table.length) return undefined;
  const stored = table.subarray(offset, offset + size);
  return table[offset + size] === snappyCompressed ? unpackSnappy(stored) : stored;
}

/** An index block is a row of entries (shared key bytes, own key bytes, value bytes, key, value), then restart points. */
function handlesIn(index: Buffer): readonly Handle[] {
  const restarts = index.readUInt32LE(index.length - 4);
  const reader = new Reader(index.subarray(0, Math.max(index.length - 4 * (restarts + 1), 0)));
  const handles: Handle[] = [];
  while (!reader.atEnd()) {
    reader.varint();
    const ownKeyBytes = reader.varint();
    const valueBytes = reader.varint();
    reader.take(ownKeyBytes);
    handles.push(new Reader(reader.take(valueBytes)).handle());
  }
  return handles;
}

/** Undoes Snappy. A damaged block gives what stood before the damage. */
export function unpackSnappy(packed: Buffer): Buffer {
  const reader = new Reader(packed);
  const out = Buffer.alloc(Math.min(reader.varint(), 64 * 1024 * 1024));
  let at = 0;
  while (!reader.atEnd() && at < out.length) {
    const tag = reader.byte();
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      at += reader.take((short < 60 ? short : reader.littleEndian(short - 59)) + 1).copy(out, at);
      continue;
    }
    const length = (tag & 3) === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = (tag & 3) === 1 ? ((tag >> 5) << 8) | reader.byte() : reader.littleEndian((tag & 3) === 2 ? 2 : 4);
    if (back === 0 || back > at) break;
    // Byte by byte: a copy may reach into what it has just written.
    for (const end = Math.min(at + length, out.length); at < end; at += 1) out[at] = out[at - back] ?? 0;
  }
  return out.subarray(0, at);
}

/** Reads past the end as zeros and empty pieces: what is searched here may be damaged, and must not stop the search. */
class Reader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  take(bytes: number): Buffer {
    const piece = this.bytes.subarray(this.at, this.at + bytes);
    this.at += bytes;
    return piece;
  }

  littleEndian(bytes: number): number {
    let value = 0;
    for (let index = 0; index < bytes; index += 1) value += this.byte() * 2 ** (8 * index);
    return value;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  }

  handle(): Handle {
    return { offset: this.varint(), size: this.varint() };
  }
}
