import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublishedHeads } from '../../contract/wire/published-heads.ts';
import { signAuditHead } from '../sealing/audit-head.ts';
import { testKeys } from '../sealing/test-case.ts';
import type { AuditRow } from '../store/audit-rows.ts';
import type { AuditHead } from './audit-log.ts';
import { auditEntry, entryHash, origin } from './entry.ts';
import { findingWords } from './finding.ts';
import { logFileLines } from './log-file.ts';
import { verifyLog } from './verify.ts';

const keys = testKeys().enrolled;
const { terminal, incarnation } = keys.enrolment;

/** A log that another program made: entries of any number, chained. `previous`: what its first one comes after. */
function rowsOf(references: readonly number[], previous = origin, first = 1): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  let before = previous;
  for (const [at, reference] of references.entries()) {
    const bytes = Buffer.from(
      JSON.stringify(
        auditEntry.parse({
          v: 1,
          sequence: first + at,
          previous: before,
          at: '2026-11-23T06:32:00.000Z',
          event: { event: 'key-list-taken', reference: String(reference) },
        }),
      ),
    );
    before = entryHash(bytes);
    rows.push({ sequence: first + at, bytes, hash: before });
  }
  return rows;
}

const headOf = (rows: readonly AuditRow[]) => ({ length: rows.length, head: rows.at(-1)?.hash ?? origin });

const linesOf = (rows: readonly AuditRow[], signer = keys, head = headOf(rows), begin: AuditHead | null = null) =>
  [...logFileLines(rows, { begin, head }, signer)].map((line) => line.subarray(0, -1));

/** As a file is read: whatever the bytes now are, cut where a line ends. */
function asFile(lines: readonly Uint8Array[]): readonly Buffer[] {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  const read: Buffer[] = [];
  for (let from = 0, end = bytes.indexOf(10); from < bytes.length; from = end + 1, end = bytes.indexOf(10, from)) {
    if (end === -1) end = bytes.length;
    read.push(bytes.subarray(from, end));
  }
  return read;
}

const verdictOn = (lines: readonly Uint8Array[], published: PublishedHeads | null = null) => {
  const read = asFile(lines);
  return verifyLog(() => read, published);
};

const references = fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 12 });
/** A log and the number of one of its lines, counted from 0. */
const logAndLine = references.chain((given) =>
  fc.record({ lines: fc.constant(linesOf(rowsOf(given))), at: fc.nat(given.length + 1) }),
);
const logAndTwo = logAndLine.chain(({ lines, at }) =>
  fc.record({ lines: fc.constant(lines), at: fc.constant(at), other: fc.nat(lines.length - 1) }),
);

describe('a log as it was written', () => {
  it('holds, whatever its length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9999 }), { maxLength: 12 }), (given) => {
        const rows = rowsOf(given);
        expect(verdictOn(linesOf(rows))).toEqual({
          holds: true,
          terminal,
          incarnation,
          entries: rows.length,
          begunAfter: 0,
          head: headOf(rows).head,
          publishedHeads: null,
        });
      }),
    );
  });
});

describe('names the line', () => {
  it('in which a byte was flipped', () => {
    fc.assert(
      fc.property(logAndLine, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ lines, at }, where, flip) => {
        const copy = lines.map((line) => Buffer.from(line));
        const line = copy[at] ?? Buffer.alloc(0);
        line[where % line.length] = (line[where % line.length] ?? 0) ^ flip;
        const verdict = verdictOn(copy);
        // Nothing signs the header: a key changed in it shows as a signature in the last line that it does not fit.
        const last = at === 0 || at === lines.length - 1 ? [lines.length] : [];
        expect([at + 1, ...last]).toContain(verdict.holds ? null : verdict.line);
        expect(['changed', 'not-signed']).toContain(verdict.holds ? null : verdict.what);
        if (!verdict.holds && verdict.what === 'not-signed') expect(last).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('that was removed', () => {
    fc.assert(
      fc.property(logAndLine, ({ lines, at }) => {
        expect(verdictOn(lines.toSpliced(at, 1))).toMatchObject({ holds: false, what: 'removed', line: at + 1 });
      }),
    );
  });

  it('that was copied to another place', () => {
    fc.assert(
      fc.property(logAndTwo, ({ lines, at, other }) => {
        const copy = lines[at] ?? Buffer.alloc(0);
        // Right before itself the second is the surplus one: the two are the same.
        const line = other === at ? at + 2 : other + 1;
        expect(verdictOn(lines.toSpliced(other, 0, copy))).toMatchObject({ holds: false, what: 'added', line });
      }),
    );
  });

  it('that changed places with another', () => {
    fc.assert(
      fc.property(logAndTwo, ({ lines, at, other }) => {
        fc.pre(at !== other);
        const swapped = lines.with(at, lines[other] ?? Buffer.alloc(0)).with(other, lines[at] ?? Buffer.alloc(0));
        expect(verdictOn(swapped)).toEqual({
          holds: false,
          what: 'reordered',
          line: Math.min(at, other) + 1,
          foundInLine: Math.max(at, other) + 1,
        });
      }),
    );
  });

  it('that was moved', () => {
    fc.assert(
      fc.property(logAndTwo, ({ lines, at, other }) => {
        fc.pre(at !== other);
        const moved = lines.toSpliced(at, 1).toSpliced(other, 0, lines[at] ?? Buffer.alloc(0));
        expect(verdictOn(moved)).toMatchObject({
          holds: false,
          what: 'reordered',
          line: Math.min(at, other) + 1,
        });
      }),
    );
  });

  it('that was put in', () => {
    const foreign = fc.oneof(
      fc.string().map((text) => Buffer.from(text.replaceAll('\n', ' '))),
      fc
        .tuple(references, fc.nat(30))
        .map(([given, first]) => linesOf(rowsOf(given, entryHash(Buffer.from('elsewhere')), first + 1))[1]),
      references.map((given) => linesOf(rowsOf(given)).at(-1)),
    );
    fc.assert(
      fc.property(logAndLine, foreign, ({ lines, at }, line) => {
        fc.pre(line !== undefined && !lines.some((known) => known.equals(line)));
        expect(verdictOn(lines.toSpliced(at, 0, line ?? Buffer.alloc(0)))).toMatchObject({
          holds: false,
          what: 'added',
          line: at + 1,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('that was put in, a head of the same log when it was shorter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 6 }).chain((given) =>
          fc.record({
            given: fc.constant(given),
            shorter: fc.nat(given.length - 1),
            at: fc.integer({ min: 0, max: given.length + 2 }),
          }),
        ),
        ({ given, shorter, at }) => {
          const earlier = linesOf(rowsOf(given.slice(0, shorter))).at(-1) ?? Buffer.alloc(0);
          const verdict = verdictOn(linesOf(rowsOf(given)).toSpliced(at, 0, earlier));
          expect(verdict).toEqual({ holds: false, what: 'added', line: at + 1 });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('behind the signed end that goes on from it, and is signed by nothing', () => {
    const rows = rowsOf([1, 2, 3]);
    const [lines, shorter] = [linesOf(rows), linesOf(rows.slice(0, 2))];
    expect(verdictOn([...shorter, lines[3] ?? Buffer.alloc(0)])).toEqual({ holds: false, what: 'added', line: 5 });
  });

  it('that was put in and made to fit the one before', () => {
    fc.assert(
      fc.property(logAndLine, ({ lines, at }) => {
        fc.pre(at > 0);
        const previous = at === 1 ? origin : /"hash":"([^"]+)"/.exec(String(lines[at - 1]))?.[1];
        const forged = linesOf(rowsOf([10_000], previous, at))[1] ?? Buffer.alloc(0);
        expect(verdictOn(lines.toSpliced(at, 0, forged))).toMatchObject({ holds: false, what: 'added', line: at + 1 });
        fc.pre(at < lines.length - 1);
        const behind = verdictOn(lines.toSpliced(at + 1, 0, forged));
        expect(behind).toMatchObject({ holds: false, what: 'added', line: at + 2 });
      }),
    );
  });

  it('that was written anew with its own hash, or put in place of another', () => {
    fc.assert(
      fc.property(logAndTwo, ({ lines, at, other }) => {
        fc.pre(at > 0 && at < lines.length - 1 && other !== at);
        const previous = at === 1 ? origin : /"hash":"([^"]+)"/.exec(String(lines[at - 1]))?.[1];
        const forged = linesOf(rowsOf([10_000], previous, at))[1] ?? Buffer.alloc(0);
        expect(verdictOn(lines.with(at, forged))).toEqual({ holds: false, what: 'changed', line: at + 1 });
        const copied = lines.with(at, lines[other] ?? Buffer.alloc(0));
        expect(verdictOn(copied)).toMatchObject({ holds: false, what: 'changed', line: at + 1 });
      }),
    );
  });
});

describe('what no chance would do', () => {
  const changedAt = (line: number) => ({ holds: false, what: 'changed', line });

  it('another spelling of the same signature, or of the same header', () => {
    const lines = linesOf(rowsOf([1]));
    const respelt = String(lines[2]).replace(/([AQgw])","head"/, (_all, last: string) => {
      const next = String.fromCharCode(last.charCodeAt(0) + 1);
      return `${next}","head"`;
    });
    expect(verdictOn(lines.with(2, Buffer.from(respelt)))).toEqual(changedAt(3));
    const spaced = String(lines[0]).replace('"v":1', '"v": 1');
    expect(verdictOn(lines.with(0, Buffer.from(spaced)))).toEqual(changedAt(1));
  });

  it('a log that does not begin at the beginning', () => {
    expect(verdictOn(linesOf(rowsOf([1, 2], entryHash(Buffer.from('elsewhere')))))).toEqual(changedAt(2));
  });

  it('numbers left out in a chain that fits', () => {
    const before = rowsOf([1, 2]);
    const rows = [...before, ...rowsOf([3, 4], headOf(before).head, 5)];
    expect(verdictOn(linesOf(rows, keys, { length: 6, head: headOf(rows).head }))).toEqual({
      holds: false,
      what: 'removed',
      line: 4,
      fromEntry: 3,
      toEntry: 4,
    });
  });
});

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

describe('the end of the log', () => {
  const rows = rowsOf([1, 2, 3]);

  it('that is signed for fewer entries: the rest was added', () => {
    expect(verdictOn(linesOf(rows, keys, headOf(rows.slice(0, 2))))).toEqual({ holds: false, what: 'added', line: 4 });
  });

  it('that is signed for other entries: the last it could be was changed', () => {
    const other = rowsOf([1, 9]);
    expect(verdictOn(linesOf(rows, keys, headOf(other)))).toEqual({ holds: false, what: 'changed', line: 3 });
    expect(verdictOn(linesOf(rows, keys, headOf(rowsOf([1, 2, 9]))))).toEqual({
      holds: false,
      what: 'changed',
      line: 4,
    });
  });

  it('that was cut off in the file', () => {
    const lines = linesOf(rows);
    expect(verdictOn(lines.slice(0, 3))).toMatchObject({ what: 'removed', line: 4, fromEntry: 3, toEntry: null });
    expect(verdictOn([])).toMatchObject({ what: 'removed', line: 1, fromEntry: 0, toEntry: null });
  });

  it('names an entry that no program of this version wrote, though it fits the chain', () => {
    const bytes = Buffer.from(
      JSON.stringify({
        v: 1,
        sequence: 1,
        previous: origin,
        at: '2026-11-23T06:32:00.000Z',
        event: { event: 'remark', reference: '王小明' },
      }),
    );
    const smuggled = [{ sequence: 1, bytes, hash: entryHash(bytes) }];
    expect(verdictOn(linesOf(smuggled))).toEqual({ holds: false, what: 'no-event', line: 2 });
  });
});

it('says everything in both languages', () => {
  const sentences = [
    findingWords({ what: 'changed', line: 7 }),
    findingWords({ what: 'removed', line: 7, fromEntry: 5, toEntry: 6 }),
    findingWords({ what: 'reordered', line: 7, foundInLine: 9 }),
    findingWords({ what: 'cut', line: 7, publishedEntries: 9 }),
    findingWords({ what: 'not-as-published', line: 7, caseNumber: 'LLZ01-1-0001-05' }),
  ];
  expect(sentences.map(({ en }) => en)).toEqual([
    'Line 7 was changed.',
    'Entries 5 to 6 were removed before line 7.',
    'The order was changed: what belongs in line 7 stands in line 9.',
    'The end was cut off: the platform was told of 9 entries, and the log ends before line 7.',
    'This is not the log of which the platform was told: the head in case LLZ01-1-0001-05 is not in it. It was rewritten, at the earliest from line 7 on.',
  ]);
  for (const { zh } of sentences) expect(zh).toMatch(/第 \d+ 行.*。$/);
});
