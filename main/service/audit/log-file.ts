import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { terminalIdPattern } from '../../contract/case-number.ts';
import { auditHead, type auditHead as auditHeadSchema } from '../../contract/wire/deliveries.ts';
import { publicKey } from '../../contract/wire/encoded.ts';
import { type SignedAuditHead, signAuditHead } from '../sealing/audit-head.ts';
import { ed25519PublicKey, verifyFor } from '../sealing/ed25519.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { AuditRow } from '../store/audit-rows.ts';
import type { AuditHead } from './audit-log.ts';
import { auditEntry, entryHash, origin } from './entry.ts';

/**
 * The log as a file: lines of JSON, and any tool for those reads it. What is hashed or signed stands in its line as it is,
 * always last, so that the verifier takes the exact bytes by their place and serialises nothing again.
 *
 *   {"log":{"v":1,"terminal":"LLZ01","incarnation":1,"publicKey":"…"}}
 *   {"signature":"…","begin":{…}}     only where the entries up to there were let go of
 *   {"hash":"…","entry":{…}}          one a line, in order
 *   {"signature":"…","head":{…}}
 */
export const logHeader = z.strictObject({
  v: z.literal(1),
  terminal: z.string().regex(terminalIdPattern),
  incarnation: z.int().min(1),
  publicKey,
});
export type LogHeader = Readonly<z.infer<typeof logHeader>>;

export type SignedHead = Readonly<z.infer<typeof auditHeadSchema>>;

/** `rows` are those of the log after `begin`, if it has lost its beginning, up to `head`, in order. Each line with its end. */
export function* logFileLines(
  rows: Iterable<AuditRow>,
  { begin, head }: { readonly begin: AuditHead | null; readonly head: AuditHead },
  keys: EnrolledKeys,
): Generator<Buffer> {
  const header: LogHeader = {
    v: 1,
    terminal: keys.enrolment.terminal,
    incarnation: keys.enrolment.incarnation,
    publicKey: Buffer.from(keys.publicKey).toString('base64url'),
  };
  yield Buffer.from(`{"log":${JSON.stringify(header)}}\n`);
  if (begin !== null) yield signedLine('begin', signAuditHead(begin, keys, 'audit-begin'));
  for (const { bytes, hash } of rows) yield lineOf(`{"hash":"${hash}","entry":`, bytes);
  yield signedLine('head', signAuditHead(head, keys));
}

/**
 * One line, judged by itself. `position`: 0 for the header, the sequence for an entry, one more than the log's length for
 * the head, 1 for a beginning that stands for the entries up to `after`. `previous`: the hash it claims to come after. What does not stand by itself (its own hash does not fit, or it is
 * no such line at all) is `broken`.
 */
export type Line =
  | {
      readonly kind: 'log';
      readonly position: 0;
      readonly previous: typeof beforeAll;
      readonly hash: string;
      readonly header: LogHeader;
    }
  | {
      readonly kind: 'begin';
      readonly position: 1;
      readonly previous: string;
      readonly hash: string;
      readonly after: number;
      readonly of: Pick<SignedHead, 'terminal' | 'incarnation'>;
    }
  | {
      readonly kind: 'entry';
      readonly position: number;
      readonly previous: string;
      readonly hash: string;
      /** Else it has a place in a chain, and says what this version does not write. */
      readonly isEvent: boolean;
    }
  | {
      readonly kind: 'head';
      readonly position: number;
      readonly previous: string;
      readonly hash: '';
      readonly head: SignedHead;
    }
  | { readonly kind: 'broken'; readonly why: 'form' | 'signature' };

/** One that has a place in a chain. */
export type Link = Exclude<Line, { kind: 'broken' }>;

/** A file's lines without their ends, from the first; asked for again when something is wrong. */
export type Lines = () => Iterable<Uint8Array>;

/** What the header comes after. */
export const beforeAll = '';

/** `key`: the header's, or the platform's; null as long as there is none, and then no head is believed. */
export function readLine(line: Uint8Array, key: KeyObject | null): Line {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const shape = startOfLine.exec(text.toString('latin1', 0, longestStart));
  if (shape === null || text.at(-1) !== closingBrace) return { kind: 'broken', why: 'form' };
  const bytes = text.subarray(shape[0].length, -1);
  const [, hash, signature, signed] = shape;
  if (hash !== undefined) return readEntry(bytes, hash);
  if (signature === undefined) return readHeader(bytes);
  return signed === 'begin' ? readBegin(bytes, signature, key) : readHead(bytes, signature, key);
}

function readHeader(bytes: Uint8Array): Line {
  const header = parseJson(logHeader, bytes);
  // The one part that nothing signs: at least it has one spelling only.
  if (header === null || JSON.stringify(header) !== Buffer.from(bytes).toString())
    return { kind: 'broken', why: 'form' };
  return { kind: 'log', position: 0, previous: beforeAll, hash: origin, header };
}

const chainFields = z.looseObject({ sequence: z.int().min(1), previous: z.string() });

function readEntry(bytes: Uint8Array, hash: string): Line {
  if (entryHash(bytes) !== hash) return { kind: 'broken', why: 'form' };
  const entry = parseJson(auditEntry, bytes);
  const chain = entry ?? parseJson(chainFields, bytes);
  if (chain === null) return { kind: 'broken', why: 'form' };
  const { sequence: position, previous } = chain;
  return { kind: 'entry', position, previous, hash, isEvent: entry !== null };
}

function readHead(bytes: Uint8Array, signature: string, key: KeyObject | null): Line {
  if (key === null || !verifyFor('audit-head', key, Buffer.from(signature, 'base64url'), bytes)) {
    return { kind: 'broken', why: 'signature' };
  }
  const head = parseJson(auditHead, bytes);
  if (head === null) return { kind: 'broken', why: 'form' };
  return { kind: 'head', position: head.length + 1, previous: head.head, hash: '', head };
}

function readBegin(bytes: Uint8Array, signature: string, key: KeyObject | null): Line {
  if (key === null || !verifyFor('audit-begin', key, Buffer.from(signature, 'base64url'), bytes)) {
    return { kind: 'broken', why: 'signature' };
  }
  const begin = parseJson(auditHead, bytes);
  if (begin === null || begin.length < 1) return { kind: 'broken', why: 'form' };
  const { length: after, head: hash, terminal, incarnation } = begin;
  return { kind: 'begin', position: 1, previous: origin, hash, after, of: { terminal, incarnation } };
}

export const keyOf = (header: Pick<LogHeader, 'publicKey'>): KeyObject =>
  ed25519PublicKey(Buffer.from(header.publicKey, 'base64url'));

// The signature's last character has one spelling: its spare bits are zero.
const startOfLine = /^\{"(?:log|hash":"([\w-]{43})","entry|signature":"([\w-]{85}[AQgw])","(head|begin))":/;
const longestStart = 120;
const closingBrace = 0x7d;

const signedLine = (kind: 'head' | 'begin', { signature, bytes }: SignedAuditHead): Buffer =>
  lineOf(`{"signature":"${Buffer.from(signature).toString('base64url')}","${kind}":`, bytes);

const lineOf = (start: string, exact: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(start), exact, Buffer.from('}\n')]);
