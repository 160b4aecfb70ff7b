import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { matcherOf } from './search/matcher.ts';
import { bytesOf } from './search/search.ts';

/**
 * Looks into the service's database from outside, in a copy: a reader on the original would keep the service from
 * truncating its log, and so from erasing.
 */
const sealedRow = z.object({
  case_number: z.string(),
  manifest: z.instanceof(Uint8Array),
  answers: z.instanceof(Uint8Array),
});

export interface SealedContent {
  readonly caseNumber: string;
  /** The ciphertext of the answers and the manifest, which carries the sealed key to them. */
  readonly manifest: Uint8Array;
  readonly answers: Uint8Array;
}

export function sealedContents(databaseFile: string): readonly SealedContent[] {
  const database = new DatabaseSync(databaseFile, { readOnly: true });
  try {
    return z
      .array(sealedRow)
      .parse(database.prepare('SELECT case_number, manifest, answers FROM envelopes').all())
      .map(({ case_number, manifest, answers }) => ({ caseNumber: case_number, manifest, answers }));
  } finally {
    database.close();
  }
}

const pieceBytes = 24;

/** How many pieces of the ciphertext, 24 bytes each, one after the other, still stand in any file of the folder. */
export async function piecesLeft(folder: string, { manifest, answers }: SealedContent): Promise<number> {
  const pieces = [manifest, answers].flatMap((whole) =>
    Array.from({ length: Math.floor(whole.length / pieceBytes) }, (_, at) => {
      const bytes = Buffer.from(whole.subarray(at * pieceBytes, (at + 1) * pieceBytes));
      return { bytes, meaning: bytes.toString('hex') };
    }),
  );
  if (pieces.length === 0) throw new Error('There is no ciphertext to look for.');
  const match = matcherOf(pieces);
  const left = new Set<string>();
  for (const name of await readdir(folder, { recursive: true })) {
    const bytes = await bytesOf(path.join(folder, name));
    if (bytes !== undefined) for (const piece of match(bytes)) left.add(piece);
  }
  return left.size;
}
