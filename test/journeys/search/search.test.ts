import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeGb18030 } from '../../../native/receipt-printer/gb18030.ts';
import { partsOf, searchForPersonalData } from './search.ts';
import { writingsOf } from './writings.ts';

const name = '𠮷田龘';
const idNumber = '341202199001010017';
const values = [
  { what: 'name', text: name },
  { what: 'idNumber', text: idNumber },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tongban-search-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plant = (bytes: string | Uint8Array, file = 'planted.bin'): Promise<void> =>
  writeFile(path.join(folder, file), bytes);
const found = async (): Promise<readonly string[]> => [
  ...new Set((await searchForPersonalData([folder], values)).map(({ what }) => what)),
];
const gb = (text: string): Uint8Array => {
  const encoded = encodeGb18030(text);
  if (!encoded.ok) throw new Error('no code');
  return encoded.value;
};

describe('a value that was written down', () => {
  // Each of these was written by other means than the search's own tables.
  it.each<[string, string | Uint8Array]>([
    ['UTF-8', `before ${name} after`],
    ['UTF-16LE', Buffer.from(`x${name}`, 'utf16le')],
    ['UTF-16LE at an odd offset', Buffer.concat([Buffer.from('x'), Buffer.from(name, 'utf16le')])],
    ['UTF-16BE', Buffer.from(name, 'utf16le').swap16()],
    ['GB 18030', gb(`姓名：${name}。`)],
    ['JSON escapes with surrogates', String.raw`{"name":"\ud842\udfb7\u7530\u9f98"}`],
    ['JSON escapes in capitals', String.raw`\uD842\uDFB7\u7530\u9F98`],
    ['percent escapes', encodeURIComponent(name)],
    ['percent escapes in small letters', encodeURIComponent(name).toLowerCase()],
    ['hex', Buffer.from(name).toString('hex')],
    ['hex in capitals', Buffer.from(name).toString('hex').toUpperCase()],
    ['hex of UTF-16', Buffer.from(name, 'utf16le').toString('hex')],
    ['base64', Buffer.from(name).toString('base64')],
    ['base64, one byte in', Buffer.from(`a${name}b`).toString('base64')],
    ['base64, two bytes in', Buffer.from(`ab${name}cd`).toString('base64')],
    ['base64 for URLs', Buffer.from(`${name}`).toString('base64url')],
    ['base64 of UTF-16', Buffer.from(`a${name}`, 'utf16le').toString('base64')],
    ['gzip', Buffer.concat([Buffer.from('head'), zlib.gzipSync(`a line with ${name}`), Buffer.from('tail')])],
    ['gzip with a file name in its header', gzipWithName(`a line with ${name}`)],
    ['zlib', Buffer.concat([Buffer.from('head'), zlib.deflateSync(name.repeat(3))])],
    ['raw deflate', zlib.deflateRawSync(name.repeat(3))],
    ['brotli', zlib.brotliCompressSync(name)],
    ['zstd', Buffer.concat([Buffer.from('head'), zlib.zstdCompressSync(`x${name}`)])],
    ['gzip that was cut off', zlib.gzipSync(`${name}${'x'.repeat(90_000)}`).subarray(0, -12)],
    ['base64 in zlib in gzip', zlib.gzipSync(zlib.deflateSync(Buffer.from(name).toString('base64')))],
    ['a LevelDB table with Snappy', levelDbTable(snappy(`key${name}`))],
  ])('is found as %s', async (_, bytes) => {
    await plant(bytes);
    expect(await found()).toEqual(['name']);
  });

  it.each([
    ['as it is', idNumber],
    ['in base64, one byte in', Buffer.from(`x${idNumber}`).toString('base64')],
    ['with every digit escaped', idNumber.replace(/./g, '%3$&')],
  ])('is found when it is digits, %s', async (_, text) => {
    await plant(text);
    expect(await found()).toEqual(['idNumber']);
  });

  it('is found in names of files and folders and in what a link points to', async () => {
    await mkdir(path.join(folder, idNumber));
    expect(await found()).toEqual(['idNumber']);
    await rm(path.join(folder, idNumber), { recursive: true });
    await symlink(`/nowhere/${name}`, path.join(folder, 'link'));
    expect(await found()).toEqual(['name']);
  });

  it('is not found where it is not', async () => {
    await plant(`${name.slice(0, -1)} ${idNumber.slice(0, -1)}`);
    await plant(zlib.gzipSync('nothing of anybody'), 'other.gz');
    expect(await found()).toEqual([]);
  });
});

it('finds every writing that it knows', async () => {
  for (const [index, { bytes }] of writingsOf(name).entries()) await plant(bytes, `${index}`);
  const hits = await searchForPersonalData([folder], [{ what: 'name', text: name }]);
  expect(new Set(hits.map(({ file }) => path.basename(file)))).toEqual(
    new Set(writingsOf(name).map((_, index) => `${index}`)),
  );
});

it('refuses to search a folder that is not there', async () => {
  await expect(searchForPersonalData([path.join(folder, 'gone')], values)).rejects.toThrow('ENOENT');
});

describe('parts of a value', () => {
  it('are a number without its country code, and as it is shown', () => {
    expect(partsOf('+8613812345512')).toEqual(['+8613812345512', '13812345512', '138 1234 5512', '138-1234-5512']);
  });

  it('are the ends of an address and its longer parts', () => {
    expect(partsOf('安徽省阜阳市颍州区柳林镇幸福路12号')).toEqual([
      '安徽省阜阳市颍州区柳林镇幸福路12号',
      '阜阳市颍州区柳林镇幸福路12号',
      '颍州区柳林镇幸福路12号',
      '柳林镇幸福路12号',
      '幸福路12号',
    ]);
  });

  it('are the whole of a name', () => {
    expect(partsOf('王小市')).toEqual(['王小市']);
  });
});

function gzipWithName(text: string): Buffer {
  const plain = zlib.gzipSync(text);
  plain[3] = 8;
  return Buffer.concat([plain.subarray(0, 10), Buffer.from('notes.txt\0'), plain.subarray(10)]);
}

/** Snappy with literals only, and one copy at the end that repeats the last four bytes. */
function snappy(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([
    Buffer.from([bytes.length + 4, (bytes.length - 1) << 2]),
    bytes,
    Buffer.from([((4 - 4) << 2) | 1, 4]),
  ]);
}

/** One data block, an empty meta index, an index of one entry, the footer. */
function levelDbTable(packed: Buffer): Buffer {
  const trailer = (type: number): Buffer => Buffer.from([type, 0, 0, 0, 0]);
  const restarts = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  const data = Buffer.concat([packed, trailer(1)]);
  const index = Buffer.concat([Buffer.from([0, 1, 2, 0x6b, 0, packed.length]), restarts]);
  const footer = Buffer.alloc(48);
  Buffer.from([0, 0, data.length, index.length]).copy(footer);
  Buffer.from('57fb808b247547db', 'hex').copy(footer, 40);
  return Buffer.concat([data, index, trailer(0), footer]);
}
