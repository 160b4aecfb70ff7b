import type { SealedPaper } from '../sealing/paper.ts';

export interface PagePart {
  readonly base64: string;
  readonly last: boolean;
}

/** Half a chunk: a whole one in base64 is longer than a message to the page. */
const partBytes = 128 * 1024;

/** Part `at` of a page, from 0, for the person who laid it down to look at; null where there is none. */
export function partOfPage(
  paper: SealedPaper,
  at: number,
  readChunk: (paper: SealedPaper, chunk: number) => Buffer | null,
): PagePart | null {
  const from = at * partBytes;
  if (from >= paper.bytes) return null;
  const chunk = readChunk(paper, Math.floor(at / 2));
  if (chunk === null) return null;
  const within = (at % 2) * partBytes;
  return {
    base64: chunk.subarray(within, within + partBytes).toString('base64'),
    last: from + partBytes >= paper.bytes,
  };
}
