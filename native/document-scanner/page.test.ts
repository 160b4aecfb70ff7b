import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxPageBytes, maxPagePartBytes } from '../../main/contract/devices/document-scanner.ts';
import { assemblePage } from './page.ts';

const begin = [0xff, 0xd8, 0xff, 0xe0];
const end = [0xff, 0xd9];

function assemble(chunks: readonly Uint8Array[]) {
  const parts: Uint8Array[] = [];
  const page = assemblePage((part) => parts.push(Uint8Array.from(part)));
  for (const chunk of chunks) {
    const fault = page.push(chunk);
    if (fault !== undefined) return { parts, result: fault };
  }
  const last = page.finish();
  if (typeof last === 'string') return { parts, result: last };
  return { parts: [...parts, last], result: 'whole' as const };
}

const pageOf = (lengthBytes: number): Uint8Array => {
  const page = new Uint8Array(lengthBytes).fill(0x55);
  page.set(begin);
  page.set(end, lengthBytes - 2);
  return page;
};

test('a page comes out as it went in, in parts that fit, however it is cut up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 6, max: 3 * maxPagePartBytes }),
      fc.array(fc.integer({ min: 1, max: maxPagePartBytes * 2 }), { minLength: 1, maxLength: 20 }),
      (lengthBytes, cuts) => {
        const page = pageOf(lengthBytes);
        const chunks: Uint8Array[] = [];
        for (let at = 0, nth = 0; at < page.length; nth += 1) {
          const length = cuts[nth % cuts.length] ?? 1;
          chunks.push(page.subarray(at, at + length));
          at += length;
        }
        // Single bytes of a long page would take minutes and show nothing new.
        fc.pre(chunks.length < 500);
        const { parts, result } = assemble(chunks);
        expect(result).toBe('whole');
        expect(Buffer.concat(parts).equals(page)).toBe(true);
        for (const part of parts) {
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(maxPagePartBytes);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a page of the longest length is one, a byte more is too large', () => {
  expect(assemble([pageOf(maxPageBytes)]).result).toBe('whole');
  expect(assemble([pageOf(maxPageBytes + 1)]).result).toBe('too-large');
});

test('zeros after the end marker do not matter, anything else does', () => {
  expect(assemble([Uint8Array.from([...begin, ...end, 0, 0, 0])]).result).toBe('whole');
  expect(assemble([Uint8Array.from([...begin, ...end, 0, 1])]).result).toBe('cut-short');
});

test.each([
  ['without an end marker', [[...begin, 1, 2, 3]], 'cut-short'],
  ['with half an end marker', [[...begin, 0xff]], 'cut-short'],
  ['with nothing in it', [], 'cut-short'],
  ['with an end marker across two chunks', [[...begin, 0xff], [0xd9]], 'whole'],
  ['that is a web page', [[...Buffer.from('<html>')]], 'not-jpeg'],
  ['that is a PDF', [[...Buffer.from('%PDF-1.4')]], 'not-jpeg'],
  ['that is something else from its second byte on', [[0xff], [0xd9]], 'not-jpeg'],
] as const)('a page %s', (_, chunks, result) => {
  expect(assemble(chunks.map((chunk) => Uint8Array.from(chunk))).result).toBe(result);
});
