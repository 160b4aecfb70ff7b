import { describe, expect, it } from 'vitest';
import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { signAuditHead } from '../sealing/audit-head.ts';
import { testKeys } from '../sealing/test-case.ts';
import { headOf, keys, linesOf, rowsOf, verdictOn } from './test-log-file.ts';

const { terminal, incarnation } = keys.enrolment;

describe('what the file alone cannot show', () => {
  const rows = rowsOf([1, 2, 3, 4, 5, 6]);
  const published = (length: number, caseLengths: readonly number[] = []): PublishedHeads => {
    const { bytes, signature } = signAuditHead(headOf(rows.slice(0, length)), keys);
    return {
      v: 1,
      terminal,
      incarnation,
      publicKey: Buffer.from(keys.publicKey).toString('base64url'),
      last: {
        bytes: Buffer.from(bytes).toString('base64url'),
        signature: Buffer.from(signature).toString('base64url'),
      },
      cases: caseLengths.map((count, at) => ({ caseNumber: `case ${at}`, head: headOf(rows.slice(0, count)).head })),
    };
  };
  /** By someone who has disk and keys: entries anew from `from` on, and signed. */
  const rewritten = (from: number): readonly Buffer[] => {
    const kept = rows.slice(0, from - 1);
    return linesOf([...kept, ...rowsOf([77, 78, 79, 80, 81, 82, 83].slice(kept.length), headOf(kept).head, from)]);
  };

  it('holds against all heads that were published, those before its first entry too', () => {
    for (const length of [0, 1, 6]) {
      expect(verdictOn(linesOf(rows), published(length, [0, 2, 5]))).toMatchObject({ holds: true, publishedHeads: 4 });
    }
  });

  it('a cut end, signed anew', () => {
    const cut = linesOf(rows.slice(0, 4));
    expect(verdictOn(cut)).toMatchObject({ holds: true });
    expect(verdictOn(cut, published(4))).toMatchObject({ holds: true });
    expect(verdictOn(cut, published(5))).toEqual({ holds: false, what: 'cut', line: 6, publishedEntries: 5 });
  });

  it('entries written anew, and longer than what was published', () => {
    expect(verdictOn(rewritten(3))).toMatchObject({ holds: true, entries: 7 });
    expect(verdictOn(rewritten(3), published(5))).toMatchObject({
      what: 'not-as-published',
      line: 2,
      caseNumber: null,
    });
    // Line 3 is entry 2, the last that the heads of cases prove.
    expect(verdictOn(rewritten(3), published(5, [2, 4]))).toMatchObject({ what: 'not-as-published', line: 4 });
    expect(verdictOn(rewritten(3), published(2))).toMatchObject({ holds: true });
  });

  it('the same where the terminal has told of its new log since: the cases still tell of the old one', () => {
    const told = { ...published(2, [1, 4]), last: null };
    expect(verdictOn(rewritten(3), told)).toEqual({
      holds: false,
      what: 'not-as-published',
      line: 3,
      caseNumber: 'case 1',
    });
  });

  it('a log under another key, or of another terminal', () => {
    const stranger = testKeys().enrolled;
    expect(verdictOn(linesOf(rows, stranger))).toMatchObject({ holds: true });
    expect(verdictOn(linesOf(rows, stranger), published(3))).toMatchObject({ what: 'other-terminal', line: 1 });
    const other = { ...keys, enrolment: { terminal: 'LLZ99', incarnation } };
    expect(verdictOn(linesOf(rows, other), published(3))).toMatchObject({ what: 'other-terminal', line: 1 });
  });

  it('goes on over a new enrolment, and not back before one', () => {
    const later = { ...testKeys().enrolled, enrolment: { terminal, incarnation: incarnation + 1 } };
    expect(verdictOn(linesOf(rows, later), published(3))).toMatchObject({ holds: true, incarnation: incarnation + 1 });
    const ofLater = { ...published(3), incarnation: incarnation + 1, last: null };
    expect(verdictOn(linesOf(rows), ofLater)).toMatchObject({ what: 'other-terminal' });
  });

  it('believes no last head that the terminal did not sign', () => {
    const { last, ...rest } = published(3);
    const forged = { ...rest, last: last && { ...last, bytes: published(4).last?.bytes ?? '' } };
    expect(verdictOn(linesOf(rows), forged)).toMatchObject({ what: 'published-not-signed', line: null });
    const ofAnother = { ...published(3), terminal: 'LLZ99' };
    expect(verdictOn(linesOf(rows), ofAnother)).toMatchObject({ what: 'published-not-signed', line: null });
  });
});

describe('a log that has let go of its beginning', () => {
  const rows = rowsOf([1, 2, 3, 4, 5, 6]);
  const from = (after: number, signer = keys): readonly Buffer[] =>
    linesOf(rows.slice(after), signer, headOf(rows), headOf(rows.slice(0, after)));
  const told = (length: number, caseLengths: readonly number[]): PublishedHeads => {
    const { bytes, signature } = signAuditHead(headOf(rows.slice(0, length)), keys);
    const base64url = (part: Uint8Array) => Buffer.from(part).toString('base64url');
    return {
      v: 1,
      terminal,
      incarnation,
      publicKey: base64url(keys.publicKey),
      last: { bytes: base64url(bytes), signature: base64url(signature) },
      cases: caseLengths.map((count) => ({ caseNumber: `case ${count}`, head: headOf(rows.slice(0, count)).head })),
    };
  };

  it('holds from there on, and says so', () => {
    expect(verdictOn(from(4))).toMatchObject({ holds: true, begunAfter: 4, entries: 6, head: headOf(rows).head });
  });

  it('shows what was done to the rest as ever', () => {
    const lines = from(2);
    const all = lines.map((_, at) => at).slice(1);
    for (const at of all) {
      expect(verdictOn(lines.toSpliced(at, 1))).toMatchObject({ what: 'removed', line: at + 1 });
      const copied = verdictOn(lines.toSpliced(at, 0, lines[at] ?? Buffer.alloc(0)));
      expect(copied).toMatchObject({ what: 'added', line: at + 2 });
      const spoilt = Buffer.from(lines[at] ?? []);
      spoilt[spoilt.length - 5] = (spoilt.at(-5) ?? 0) ^ 1;
      expect(verdictOn(lines.with(at, spoilt))).toMatchObject({ holds: false, line: at + 1 });
    }
    expect(verdictOn(linesOf(rows.slice(2), keys, headOf(rows)))).toEqual({
      holds: false,
      what: 'removed',
      line: 2,
      fromEntry: 1,
      toEntry: 2,
    });
    const early = linesOf(rows.slice(2), keys, headOf(rows.slice(0, 5)), headOf(rows.slice(0, 2)));
    expect(verdictOn(early)).toEqual({ holds: false, what: 'added', line: 6 });
  });

  it('is none that somebody cut by an old end of it', () => {
    const end = linesOf(rows.slice(0, 3)).at(-1) ?? Buffer.alloc(0);
    const asBeginning = Buffer.from(String(end).replace('"head":{', '"begin":{'));
    const lines = linesOf(rows);
    for (const line of [end, asBeginning]) {
      expect(verdictOn([lines[0] ?? end, line, ...lines.slice(4)])).toMatchObject({ holds: false });
    }
  });

  it('is none of another enrolment', () => {
    const other = { ...keys, enrolment: { terminal, incarnation: incarnation + 1 } };
    expect(verdictOn(from(3).with(1, from(3, other)[1] ?? Buffer.alloc(0)))).toMatchObject({
      what: 'changed',
      line: 2,
    });
  });

  it('holds against what was told of it since, if a case told of where it begins', () => {
    expect(verdictOn(from(3), told(6, [0, 2, 3, 5]))).toMatchObject({ holds: true, publishedHeads: 3 });
    expect(verdictOn(from(3), told(3, [2]))).toMatchObject({ holds: true, publishedHeads: 1 });
    // Who has disk and keys could let go of what shows that he rewrote it.
    expect(verdictOn(from(4), told(6, [0, 2, 3, 5]))).toEqual({
      holds: false,
      what: 'not-as-published',
      line: 2,
      caseNumber: null,
    });
    const rewritten = rowsOf([77, 78], headOf(rows.slice(0, 3)).head, 4);
    const lines = linesOf(rewritten, keys, { length: 5, head: rewritten[1]?.hash ?? '' }, headOf(rows.slice(0, 3)));
    expect(verdictOn(lines, told(4, [3, 4]))).toMatchObject({ what: 'not-as-published' });
  });

  it('shows nothing of an enrolment that ended before it begins', () => {
    const later = { ...testKeys().enrolled, enrolment: { terminal, incarnation: incarnation + 1 } };
    expect(verdictOn(from(5, later), told(4, [1, 3]))).toMatchObject({ holds: true, publishedHeads: 0 });
  });
});
