import type { HeldCase } from '../workbench/platform-inside.ts';
import { digestOf } from './paper-tray.ts';

/**
 * Compares the pages of every case that the platform has opened with those its person laid into the scanner, byte for byte
 * and in their order. Returns what is wrong, in words.
 */
export async function findWrongPapers(
  held: readonly HeldCase[],
  brought: ReadonlyMap<string, readonly string[]>,
  read: (caseDigest: string, paper: string) => Promise<Uint8Array>,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { caseNumber, caseDigest, outcome, content } of held) {
    if (outcome !== 'opened' || content === null) continue;
    const wanted = brought.get(content.applicant.idNumber ?? '') ?? [];
    const there: string[] = [];
    for (const { id } of content.papers) there.push(digestOf(await read(caseDigest, id)));
    if (there.join() === wanted.join()) continue;
    wrong.push(`${caseNumber}: ${wanted.length} pages were scanned, and ${there.length} others are on the platform`);
  }
  return wrong;
}
