import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';

const fontFile = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff';

/**
 * The font that is bundled with the terminal, as a plain TrueType file (about 2.5 MB).
 *
 * Unpacked here because of what the PDF library does with the packed ones: from WOFF it unpacks the whole font again for
 * every character (5.5 s a page), and its subset of WOFF2 is the whole font (6 MB a page).
 */
export function bundledFont(): Buffer {
  return sfntOfWoff(readFileSync(fileURLToPath(import.meta.resolve(fontFile))));
}

/**
 * Debian's font with the characters that the bundled one lacks (䶮, 𠮷), where it is installed. Only a page that needs it
 * opens it: it has 20 MB, and the page then takes 0.3 s.
 */
export function rareCharactersFont(): { readonly path: string; readonly family: string } | undefined {
  const path = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
  return existsSync(path) ? { path, family: 'NotoSansCJKsc-Regular' } : undefined;
}

const woffHeaderBytes = 44;
const woffEntryBytes = 20;
const sfntHeaderBytes = 12;
const sfntEntryBytes = 16;

/** WOFF 1.0 (W3C): the tables of an sfnt font, each packed by itself. A file that is none throws: it is our own. */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('no WOFF file');
  const flavor = woff.readUInt32BE(4);
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = woffHeaderBytes + at * woffEntryBytes;
    const offset = woff.readUInt32BE(entry + 4);
    const packedBytes = woff.readUInt32BE(entry + 8);
    const lengthBytes = woff.readUInt32BE(entry + 12);
    const packed = woff.subarray(offset, offset + packedBytes);
    return {
      tag: woff.subarray(entry, entry + 4),
      checksum: woff.readUInt32BE(entry + 16),
      content: packedBytes < lengthBytes ? inflateSync(packed) : packed,
    };
  });

  const head = Buffer.alloc(sfntHeaderBytes + count * sfntEntryBytes);
  const entrySelector = Math.floor(Math.log2(count));
  const searchRange = 2 ** entrySelector * sfntEntryBytes;
  head.writeUInt32BE(flavor, 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(searchRange, 6);
  head.writeUInt16BE(entrySelector, 8);
  head.writeUInt16BE(count * sfntEntryBytes - searchRange, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  tables.forEach(({ tag, checksum, content }, at) => {
    const entry = sfntHeaderBytes + at * sfntEntryBytes;
    tag.copy(head, entry);
    head.writeUInt32BE(checksum, entry + 4);
    head.writeUInt32BE(offset, entry + 8);
    head.writeUInt32BE(content.length, entry + 12);
    const padding = Buffer.alloc((4 - (content.length % 4)) % 4);
    parts.push(content, padding);
    offset += content.length + padding.length;
  });
  return Buffer.concat(parts);
}
