import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { matcherOf } from './matcher.ts';
import { unpackStreams } from './streams.ts';
import { writingsOf } from './writings.ts';

/** Something of a person that must not be found. `what` goes into reports; `text` never does. */
export interface PersonalValue {
  readonly what: string;
  readonly text: string;
}

export interface Hit {
  readonly file: string;
  readonly what: string;
  readonly encoding: string;
  /** The file's own bytes, its name, or the streams that were opened to get there. */
  readonly where: string;
}

/** A stream in a stream in a stream is opened, a fourth is not: each level costs a pass over all of it. */
const deepestStream = 3;

/**
 * Searches every byte of every file below the folders, the names too, for the values and the parts of them that still
 * tell who it is (`partsOf`), in all writings of `writingsOf`, compressed streams opened. Nothing is left out: a folder
 * that is not there or a file that cannot be read throws, because it would look like nothing found. A file that vanishes
 * between listing and reading holds nothing any more and is passed over.
 */
export async function searchForPersonalData(
  folders: readonly string[],
  values: readonly PersonalValue[],
): Promise<readonly Hit[]> {
  const match = matcherOf(
    values.flatMap(({ what, text }) =>
      partsOf(text).flatMap((part) =>
        writingsOf(part).map(({ encoding, bytes }) => ({ bytes, meaning: `${what}\n${encoding}` })),
      ),
    ),
  );
  const hits: Hit[] = [];
  const note = (file: string, where: string, bytes: Uint8Array): void => {
    for (const meaning of match(bytes)) {
      const [what = '', encoding = ''] = meaning.split('\n');
      hits.push({ file, what, encoding, where });
    }
  };
  const searchBytes = async (file: string, where: string, bytes: Buffer, depth: number): Promise<void> => {
    note(file, where, bytes);
    if (depth === deepestStream) return;
    for (const { from, bytes: inside } of await unpackStreams(bytes)) {
      await searchBytes(file, depth === 0 ? from : `${where}, ${from}`, inside, depth + 1);
    }
  };
  for (const folder of folders) {
    for (const name of (await readdir(folder, { recursive: true })).toSorted()) {
      const file = path.join(folder, name);
      note(file, 'name', Buffer.from(name));
      const bytes = await bytesOf(file);
      if (bytes !== undefined) await searchBytes(file, 'bytes', bytes, 0);
    }
  }
  return hits;
}

/** Undefined for what has no bytes of its own (folders, sockets, pipes) and for what has vanished. */
export async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    const about = await lstat(file);
    if (about.isSymbolicLink()) return Buffer.from(await readlink(file));
    return about.isFile() ? await readFile(file) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const countryCode = /^(\+|00)?86(?=1\d{10}$)/;
/** Where one part of a Chinese address ends. */
const addressPart = /.+?(?:省|自治区|市|自治州|地区|盟|县|区|旗|镇|乡|街道|村|社区|路|街|巷|弄|号|栋|幢|单元|室|$)/gu;
const shortestPart = 6;

/**
 * A value and what is left of it when a program drops the rest: a telephone number without its country code and grouped
 * as it is shown, an address from any of its parts on, and each part of six characters or more.
 */
export function partsOf(text: string): readonly string[] {
  const digits = text.replace(countryCode, '');
  if (/^1\d{10}$/.test(digits)) {
    const groups = [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)];
    return [...new Set([text, digits, groups.join(' '), groups.join('-')])];
  }
  if (!/\p{Script=Han}/u.test(text)) return [text];
  const parts = text.match(addressPart) ?? [text];
  const tails = parts.map((_, at) => parts.slice(at).join(''));
  return [...new Set([text, ...parts, ...tails])].filter(
    (part) => part === text || Array.from(part).length >= shortestPart,
  );
}
