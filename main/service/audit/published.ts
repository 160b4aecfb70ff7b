import { auditHead } from '../../contract/wire/deliveries.ts';
import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { verifyFor } from '../sealing/ed25519.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { Finding } from './finding.ts';
import { keyOf } from './log-file.ts';

export interface ExpectedHeads {
  readonly count: number;
  /** The log's first `length` entries end in `hash`, and that stands in line `line`. */
  meet(length: number, hash: string, line: number): Finding | null;
  /** What of it did not come in a log of so many entries. */
  missing(length: number): Finding | null;
}

/** Null when the last head is not the terminal's own word: then the file proves nothing about this terminal. */
export function expectedHeads(published: PublishedHeads): ExpectedHeads | null {
  const last = published.last === null ? null : readLast(published, published.last);
  if (published.last !== null && last === null) return null;

  const wanted = new Set(published.cases.map(({ head }) => head));
  const lineOf = new Map<string, number>();
  let lastMet = 1;
  return {
    count: published.cases.length + (last === null ? 0 : 1),
    meet: (length, hash, line) => {
      if (last?.length === length && last.head !== hash) {
        return { what: 'not-as-published', line: lastMet + 1, caseNumber: null };
      }
      if (wanted.has(hash)) {
        lineOf.set(hash, line);
        lastMet = line;
      }
      return null;
    },
    missing: (length) => {
      if (last !== null && last.length > length) {
        return { what: 'cut', line: length + 2, publishedEntries: last.length };
      }
      let before = 1;
      for (const { caseNumber, head } of published.cases) {
        const line = lineOf.get(head);
        if (line === undefined) return { what: 'not-as-published', line: before + 1, caseNumber };
        before = Math.max(before, line);
      }
      return null;
    },
  };
}

function readLast(
  { terminal, incarnation, publicKey }: PublishedHeads,
  last: NonNullable<PublishedHeads['last']>,
): { readonly length: number; readonly head: string } | null {
  const bytes = Buffer.from(last.bytes, 'base64url');
  if (!verifyFor('audit-head', keyOf({ publicKey }), Buffer.from(last.signature, 'base64url'), bytes)) return null;
  const head = parseJson(auditHead, bytes);
  return head?.terminal === terminal && head.incarnation === incarnation ? head : null;
}
