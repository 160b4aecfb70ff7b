import { auditHead } from '../../contract/wire/deliveries.ts';
import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { verifyFor } from '../sealing/ed25519.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { AuditHead } from './audit-log.ts';
import type { Finding } from './finding.ts';
import { keyOf } from './log-file.ts';

export interface ExpectedHeads {
  /** How many of them a log can show that begins there. */
  countFrom(begin: AuditHead | null): number;
  /** The log's first `length` entries end in `hash`, and that stands in line `line`. */
  meet(length: number, hash: string, line: number): Finding | null;
  /** What of it did not come in a log of so many entries that ends in `line`, and has let go of those up to `begin`. */
  missing(log: { readonly length: number; readonly line: number; readonly begin: AuditHead | null }): Finding | null;
}

/** Null when the last head is not the terminal's own word: then the file proves nothing about this terminal. */
export function expectedHeads(published: PublishedHeads): ExpectedHeads | null {
  const last = published.last === null ? null : readLast(published, published.last);
  if (published.last !== null && last === null) return null;

  const wanted = new Set(published.cases.map(({ head }) => head));
  const lineOf = new Map<string, number>();
  let lastMet = 1;
  return {
    countFrom: (begin) => casesFrom(published, begin).length + (last === null || isBefore(last, begin) ? 0 : 1),
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
    missing: ({ length, line: end, begin }) => {
      if (last !== null && last.length > length) {
        return { what: 'cut', line: end, publishedEntries: last.length };
      }
      // Nobody's word but the terminal's own would stand for what it has let go of.
      const isKnown = begin === null || isBefore(last, begin) || wanted.has(begin.head) || last?.head === begin.head;
      if (!isKnown) return { what: 'not-as-published', line: 2, caseNumber: null };
      let before = 1;
      for (const { caseNumber, head } of casesFrom(published, begin)) {
        const line = lineOf.get(head);
        if (line === undefined) return { what: 'not-as-published', line: before + 1, caseNumber };
        before = Math.max(before, line);
      }
      return null;
    },
  };
}

/** All that this enrolment told of came before what is here. */
const isBefore = (last: AuditHead | null, begin: AuditHead | null): boolean =>
  last !== null && begin !== null && last.length < begin.length;

/** Those whose heads a log that begins there still has: from the case that sent the beginning's own head on. */
function casesFrom({ cases }: PublishedHeads, begin: AuditHead | null): PublishedHeads['cases'] {
  if (begin === null) return cases;
  const first = cases.findIndex(({ head }) => head === begin.head);
  return first === -1 ? [] : cases.slice(first);
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
