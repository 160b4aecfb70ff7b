import type { KeyObject } from 'node:crypto';
import type { Finding } from './finding.ts';
import { keyOf, type Line, type Lines, type Link, readLine } from './log-file.ts';

/** How far the chain held: the position and the `previous` that the next line must have. */
export interface Chain {
  readonly position: number;
  readonly hash: string;
  /** What the last line that held came after. */
  readonly previous: string;
}

/**
 * Says what was done to line `at`, the first that does not go on from `chain`, by a look at all lines after it: whether the
 * line that belongs here comes later, and whether others vouch for the one that stands here.
 */
export function diagnose(lines: Lines, headerKey: KeyObject | null, at: number, chain: Chain): Finding {
  const { here, next, isLast, belongsIn, key } = lookAtPlace(lines, headerKey, at, chain);
  const surplus: Finding = { what: 'added', line: at };
  const changed: Finding = { what: 'changed', line: at };

  if (here.kind === 'broken') {
    if (belongsIn !== null) return surplus;
    return here.why === 'signature' ? { what: 'not-signed', line: at } : changed;
  }
  /** The entry after it was made to follow it, or the terminal's signature is in it. */
  const isVouchedFor = here.kind === 'head' || here.kind === 'begin' || next?.previous === here.hash;
  const standsForAnother = belongsIn === null && next?.position === chain.position + 1;

  if (here.position === chain.position) {
    if (belongsIn !== null) return surplus;
    return isVouchedFor && chain.position > 1 ? { what: 'changed', line: at - 1 } : changed;
  }
  if (here.position > chain.position) {
    if (belongsIn !== null) {
      return isMissedLater(lines, key, at, here.position)
        ? { what: 'reordered', line: at, foundInLine: belongsIn }
        : surplus;
    }
    if (standsForAnother) return changed;
    return { what: 'removed', line: at, fromEntry: chain.position, toEntry: here.position - 1 };
  }
  // A head in the middle of a log that goes on without it.
  if (here.kind === 'head' && belongsIn !== null) return surplus;
  if (here.kind === 'head' && isLast) {
    // Entries go on past what was signed: they were added, if the head is that of the log before them.
    const last = at - (chain.position - here.position) - 1;
    const isHeadOfTheRest = hashIn(lines, last) === here.previous;
    return isHeadOfTheRest ? { what: 'added', line: last + 1 } : { what: 'changed', line: last };
  }
  // Two lines claim to follow the same one, and the later is the one that the log goes on from.
  const isForked = here.position === chain.position - 1 && here.previous === chain.previous && here.hash !== chain.hash;
  if (isForked && isVouchedFor) return { what: 'added', line: at - 1 };
  return standsForAnother ? changed : surplus;
}

/**
 * Says which is too many where line `at` stands behind a head that `chain` led to: the head, if the log goes on past it to
 * one of its own, as it does when an older one was put in; else what stands behind it.
 */
export function behindHead(lines: Lines, key: KeyObject | null, at: number, chain: Chain): Finding {
  let goesOn = false;
  for (const [number, bytes] of numbered(lines)) {
    if (number < at) continue;
    const line = readLine(bytes, key);
    if (number === at)
      goesOn = line.kind === 'entry' && line.position === chain.position && line.previous === chain.hash;
    if (!goesOn) break;
    if (line.kind === 'head') return { what: 'added', line: at - 1 };
  }
  return { what: 'added', line: at };
}

interface Place {
  readonly here: Line;
  /** The line right after, where it stands by itself. */
  readonly next: Link | null;
  readonly isLast: boolean;
  /** Number of the line that goes on from the chain. */
  readonly belongsIn: number | null;
  /** The header's, which may have been moved behind the line in question. */
  readonly key: KeyObject | null;
}

function lookAtPlace(lines: Lines, headerKey: KeyObject | null, at: number, chain: Chain): Place {
  let key = headerKey;
  let hereBytes: Uint8Array = new Uint8Array();
  let next: Link | null = null;
  let isLast = true;
  let belongsIn: number | null = null;
  for (const [number, bytes] of numbered(lines)) {
    if (number === at) hereBytes = Uint8Array.from(bytes);
    if (number <= at) continue;
    isLast = false;
    const line = readLine(bytes, key);
    if (line.kind === 'broken') continue;
    if (line.kind === 'log') key ??= keyOf(line.header);
    if (number === at + 1) next = line;
    if (line.position === chain.position && line.previous === chain.hash) belongsIn ??= number;
  }
  return { here: readLine(hereBytes, key), next, isLast, belongsIn, key };
}

/** Whether the log, from line `at` on, has no other line of this position although it should. */
function isMissedLater(lines: Lines, key: KeyObject | null, at: number, position: number): boolean {
  let end = Number.POSITIVE_INFINITY;
  for (const [number, bytes] of numbered(lines)) {
    if (number <= at) continue;
    const line = readLine(bytes, key);
    if (line.kind === 'broken') continue;
    if (line.position === position) return false;
    if (line.kind === 'head') end = line.position;
  }
  return position <= end;
}

function hashIn(lines: Lines, at: number): string | null {
  for (const [number, bytes] of numbered(lines)) {
    if (number < at) continue;
    const line = readLine(bytes, null);
    return line.kind === 'broken' ? null : line.hash;
  }
  return null;
}

function* numbered(lines: Lines): Generator<readonly [number, Uint8Array]> {
  let number = 0;
  for (const bytes of lines()) {
    number += 1;
    yield [number, bytes];
  }
}
