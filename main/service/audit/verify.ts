import type { KeyObject } from 'node:crypto';
import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { behindHead, type Chain, diagnose } from './diagnose.ts';
import type { AuditHead } from './audit-log.ts';
import type { Finding } from './finding.ts';
import { beforeAll, keyOf, type Lines, type LogHeader, readLine, type SignedHead } from './log-file.ts';
import { type ExpectedHeads, expectedHeads } from './published.ts';

export interface Verified {
  readonly holds: true;
  readonly terminal: string;
  readonly incarnation: number;
  /** All that were ever written. */
  readonly entries: number;
  /** Those up to this one were let go of and are not in the file; 0 where none was. */
  readonly begunAfter: number;
  /** Hash of the last entry. */
  readonly head: string;
  /** How many heads the platform holds, all of them in this log; null when none were given. */
  readonly publishedHeads: number | null;
}

export type Verdict = Verified | (Finding & { readonly holds: false });

/**
 * Follows the chain from the first line to the signed head, one line in memory at a time. `published` is what the platform
 * was told; with it the terminal's key is the platform's and not the file's own. The first thing that is wrong is named;
 * what comes after it is not judged.
 */
export function verifyLog(lines: Lines, published: PublishedHeads | null): Verdict {
  const expected = published === null ? null : expectedHeads(published);
  if (published !== null && expected === null) return { holds: false, what: 'published-not-signed', line: null };
  const walked = walk(lines, published, expected);
  if ('what' in walked) return { holds: false, ...walked };
  const { header, head, begin } = walked;
  return {
    holds: true,
    terminal: header.terminal,
    incarnation: header.incarnation,
    entries: head.length,
    begunAfter: begin?.length ?? 0,
    head: head.head,
    publishedHeads: expected?.countFrom(begin) ?? null,
  };
}

function walk(
  lines: Lines,
  published: PublishedHeads | null,
  expected: ExpectedHeads | null,
): Finding | { readonly header: LogHeader; readonly head: SignedHead; readonly begin: AuditHead | null } {
  let chain: Chain = { position: 0, hash: beforeAll, previous: beforeAll };
  let header: LogHeader | null = null;
  let head: SignedHead | null = null;
  let begin: AuditHead | null = null;
  let key: KeyObject | null = null;
  let number = 0;
  for (const bytes of lines()) {
    number += 1;
    if (head !== null) return behindHead(lines, key, number, chain);
    const line = readLine(bytes, key);
    if (line.kind === 'broken' || line.position !== chain.position || line.previous !== chain.hash) {
      return diagnose(lines, key, number, chain);
    }
    if (line.kind === 'head') {
      ({ head } = line);
      continue;
    }
    if (line.kind === 'log') {
      ({ header } = line);
      if (published !== null && !isOf(published, header)) return { what: 'other-terminal', line: 1 };
      key = keyOf(header);
    } else if (line.kind === 'begin') {
      const { of, after: length, hash } = line;
      if (of.terminal !== header?.terminal || of.incarnation !== header.incarnation)
        return { what: 'changed', line: number };
      begin = { length, head: hash };
    } else if (!line.isEvent) {
      return { what: 'no-event', line: number };
    }
    const length = line.kind === 'begin' ? line.after : line.position;
    const contradiction = expected?.meet(length, line.hash, number) ?? null;
    if (contradiction !== null) return contradiction;
    chain = { position: length + 1, hash: line.hash, previous: line.previous };
  }
  if (header === null || head === null) {
    return { what: 'removed', line: number + 1, fromEntry: chain.position, toEntry: null };
  }
  // Nothing signs the header; the head says the same.
  if (head.terminal !== header.terminal || head.incarnation !== header.incarnation) return { what: 'changed', line: 1 };
  return expected?.missing({ length: head.length, line: number, begin }) ?? { header, head, begin };
}

/** A later enrolment goes on with the same log, under another key. */
const isOf = (published: PublishedHeads, header: LogHeader): boolean =>
  published.terminal === header.terminal &&
  (published.incarnation < header.incarnation ||
    (published.incarnation === header.incarnation && published.publicKey === header.publicKey));
