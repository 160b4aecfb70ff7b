import type { Candidate } from './pinyin/engine.ts';

export const candidateGapPx = 12;
const leastWidthPx = 104;
const paddingPx = 48;

/** Candidates in rows no wider than `rowPx`, in px of the design; each is a word, so no fixed number fits a row. */
export function candidateRows(
  candidates: readonly Candidate[],
  { rowPx, characterPx }: { readonly rowPx: number; readonly characterPx: number },
): readonly (readonly Candidate[])[] {
  const rows: Candidate[][] = [];
  let leftPx = 0;
  for (const candidate of candidates) {
    const widthPx = Math.max(leastWidthPx, Array.from(candidate.text).length * characterPx + paddingPx);
    const row = rows.at(-1);
    if (row !== undefined && widthPx + candidateGapPx <= leftPx) {
      row.push(candidate);
      leftPx -= widthPx + candidateGapPx;
    } else {
      rows.push([candidate]);
      leftPx = rowPx - widthPx;
    }
  }
  return rows;
}
