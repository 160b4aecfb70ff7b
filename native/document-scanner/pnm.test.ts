import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assemblePicture, maxPixelBytes, type Picture } from './pnm.ts';

const picture: fc.Arbitrary<Picture> = fc
  .record({ widthDots: fc.integer({ min: 1, max: 40 }), heightRows: fc.integer({ min: 1, max: 40 }) })
  .chain(({ widthDots, heightRows }) =>
    fc.constantFrom(1 as const, 3 as const).chain((channels) => {
      const bytes = widthDots * heightRows * channels;
      return fc.record({
        ...{ widthDots: fc.constant(widthDots), heightRows: fc.constant(heightRows), channels: fc.constant(channels) },
        pixels: fc.uint8Array({ minLength: bytes, maxLength: bytes, max: 127 }),
      });
    }),
  );

function written({ widthDots, heightRows, channels, pixels }: Picture): Buffer {
  const head = `P${channels === 3 ? 6 : 5}\n# SANE data follows\n${widthDots} ${heightRows}\n255\n`;
  return Buffer.concat([Buffer.from(head), pixels]);
}

/** Pushes `bytes` in chunks of so many, up to the first fault. */
function read(bytes: Uint8Array, chunkBytes = bytes.length) {
  const assembly = assemblePicture();
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const fault = assembly.push(bytes.subarray(at, at + chunkBytes));
    if (fault !== undefined) return { ok: false, error: fault };
  }
  return assembly.finish();
}

test('is what was written, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(picture, fc.integer({ min: 1, max: 200 }), (value, chunkBytes) => {
      expect(read(written(value), chunkBytes)).toEqual({ ok: true, value });
    }),
  );
});

test('is no picture when it breaks off, wherever', () => {
  fc.assert(
    fc.property(picture, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value, part) => {
      const whole = written(value);
      expect(read(whole.subarray(0, Math.floor(whole.length * part))).ok).toBe(false);
    }),
  );
});

test('never throws, whatever comes, and takes no more memory than the longest page', () => {
  const rubbish = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc
      .tuple(fc.constantFrom('P5', 'P6', 'P4', 'P6\n#'), fc.string({ maxLength: 400 }))
      .map((words) => Buffer.from(words.join(''))),
    fc.tuple(picture.map(written), fc.nat(60), fc.nat(255)).map(([bytes, at, value]) => {
      bytes[at] = value;
      return bytes;
    }),
  );
  fc.assert(
    fc.property(rubbish, fc.integer({ min: 1, max: 300 }), (bytes, chunkBytes) => {
      const end = read(bytes, chunkBytes);
      if (end.ok && 'value' in end) expect(end.value.pixels.length).toBeLessThanOrEqual(maxPixelBytes);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['nothing', '', 'cut-short'],
  ['a bitmap', 'P4\n8 8\n', 'not-a-picture'],
  ['sixteen bits', 'P5\n1 1\n65535\n00', 'not-a-picture'],
  ['no width', 'P5\n0 1\n255\n', 'not-a-picture'],
  ['more than the longest page', 'P6\n99999 99999\n255\n', 'too-large'],
  ['a comment without end', `P5\n#${' '.repeat(9_000)}`, 'not-a-picture'],
  ['blanks without end', `P5${' '.repeat(9_000)}`, 'not-a-picture'],
  ['more than it says', 'P5\n1 1\n255\nab', 'not-a-picture'],
])('%s', (_, text, fault) => {
  expect(read(Buffer.from(text), 64)).toEqual({ ok: false, error: fault });
});

test('a page whose last rows are what a decoder puts where data is missing was cut short', () => {
  const value: Picture = { widthDots: 100, heightRows: 60, channels: 3, pixels: new Uint8Array(18_000).fill(240) };
  value.pixels.fill(128, 12_000);
  expect(read(written(value))).toEqual({ ok: false, error: 'cut-short' });
  value.pixels[15_000] = 129;
  expect(read(written(value)).ok).toBe(true);
});
