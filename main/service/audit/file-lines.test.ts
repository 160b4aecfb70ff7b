import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileLines, longestLineBytes } from './file-lines.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-lines-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function linesOf(text: string): readonly string[] {
  const file = join(folder, 'lines');
  writeFileSync(file, text);
  const lines: string[] = [];
  for (const line of fileLines(file)()) lines.push(Buffer.from(line).toString());
  return lines;
}

it('gives every line once, wherever a read ends, with or without an end to the last', () => {
  // Lines of up to 14 KiB: a read of 64 KiB ends inside one, and now and then right behind it.
  const line = fc.integer({ min: 0, max: 14_000 }).map((length) => 'abcdefg'.repeat(2000).slice(0, length));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30, size: 'max' }), fc.boolean(), (lines, isEnded) => {
      const text = lines.map((one) => `${one}\n`).join('');
      const [given, expected] = isEnded ? [text, lines] : [`${text}rest`, [...lines, 'rest']];
      const read = linesOf(given);
      expect(read.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
      expect(read.join() === expected.join()).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('gives them again when asked again', () => {
  writeFileSync(join(folder, 'twice'), 'one\ntwo\n');
  const lines = fileLines(join(folder, 'twice'));
  expect([[...lines()].length, [...lines()].length]).toEqual([2, 2]);
});

it('keeps little of a line that never ends', () => {
  const [first, second] = linesOf(`${'x'.repeat(3_000_000)}\nafter\n`);
  expect(first?.length).toBeGreaterThan(longestLineBytes);
  expect(first?.length).toBeLessThan(200_000);
  expect(second).toBe('after');
});
