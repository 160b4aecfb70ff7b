import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryHash, origin } from './entry.ts';
import { findingWords } from './finding.ts';
import { headOf, keys, linesOf, rowsOf, verdictOn } from './test-log-file.ts';

const { terminal, incarnation } = keys.enrolment;

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
