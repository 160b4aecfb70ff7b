import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import zlib from 'node:zlib';
import { copyFolder } from './copy-folder.ts';
import { partsOf, type PersonalValue, searchForPersonalData } from './search/search.ts';
import { writingsOf } from './search/writings.ts';

/**
 * Whether the search would have found something: each value, in each writing, and packed in a compressed stream, is
 * planted in the middle of a file in a copy of the very folder that was searched, and the same search goes over it.
 * False when a single planted writing is not found.
 */
export async function plantedIsFound(
  searched: string,
  copy: string,
  values: readonly PersonalValue[],
): Promise<boolean> {
  await copyFolder(searched, copy);
  const plants = path.join(copy, 'planted');
  await mkdir(plants);
  const expected = new Set<string>();
  const plant = async (bytes: Uint8Array): Promise<void> => {
    const name = `${expected.size}.bin`;
    expected.add(name);
    await writeFile(path.join(plants, name), Buffer.concat([Buffer.from('before'), bytes, Buffer.from('behind')]));
  };
  for (const { text } of values) {
    for (const part of partsOf(text)) {
      for (const { bytes } of writingsOf(part)) await plant(bytes);
      await plant(zlib.gzipSync(part));
      await plant(zlib.deflateSync(Buffer.from(part, 'utf16le')));
    }
  }
  const hits = await searchForPersonalData([copy], values);
  const found = new Set(
    hits.filter(({ file }) => path.dirname(file) === plants).map(({ file }) => path.basename(file)),
  );
  await rm(copy, { recursive: true });
  return expected.size > 0 && [...expected].every((name) => found.has(name));
}
