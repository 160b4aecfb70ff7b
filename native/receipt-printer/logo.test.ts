import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCommand } from './codec.ts';
import { createCommandDecoder } from './command-decoder.ts';
import { layOutReceipt } from './layout.ts';
import { bytesPerRow, readLogo } from './logo.ts';
import { createRequestFilter } from './real-time.ts';

const bitmap = (head: string, rows: readonly number[]): Uint8Array =>
  Buffer.concat([Buffer.from(head, 'latin1'), Uint8Array.from(rows)]);

describe('a logo', () => {
  it('is read from what GIMP and ImageMagick write', () => {
    const logo = { widthDots: 10, heightDots: 2, rows: Uint8Array.of(0xff, 0xc0, 0x01, 0x40) };
    expect(readLogo(bitmap('P4\n10 2\n', [0xff, 0xc0, 0x01, 0x40]), 576)).toEqual({ ok: true, value: logo });
    expect(readLogo(bitmap('P4\n# made by GIMP\n10 2\n', [0xff, 0xc0, 0x01, 0x40]), 576)).toEqual({
      ok: true,
      value: logo,
    });
  });

  it('has no dots beyond its width', () => {
    expect(readLogo(bitmap('P4\n10 1\n', [0xff, 0xff]), 576)).toMatchObject({
      value: { rows: Uint8Array.of(0xff, 0xc0) },
    });
  });

  it.each<[string, Uint8Array, string]>([
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'no-bitmap'],
    ['a bitmap in another format', bitmap('P1\n2 2\n', [0x31, 0x30]), 'no-bitmap'],
    ['cut short', bitmap('P4\n16 2\n', [1, 2, 3]), 'no-bitmap'],
    ['of no height', bitmap('P4\n16 0\n', []), 'no-bitmap'],
    [
      'wider than the paper',
      bitmap(
        'P4\n392 1\n',
        Array.from({ length: 49 }, () => 0),
      ),
      'too-large',
    ],
    [
      'longer than a hand',
      bitmap(
        'P4\n8 401\n',
        Array.from({ length: 401 }, () => 0),
      ),
      'too-large',
    ],
  ])('that is %s is refused', (_what, file, error) => {
    expect(readLogo(file, 384)).toEqual({ ok: false, error });
  });

  it('is refused or read, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const read = readLogo(bitmap('P4\n', [...tail]), 384);
        if (read.ok) expect(read.value.rows).toHaveLength(bytesPerRow(read.value.widthDots) * read.value.heightDots);
      }),
      { numRuns: 500 },
    );
  });

  it('goes to the printer in bands that fit its buffer, and comes out as it was but for dots that would be commands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 576 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(0x00, 0x10, 0x04, 0x05, 0x14, 0xff),
        fc.nat(),
        (widthDots, heightDots, fill, seed) => {
          const commonest = [fill, 0x10, 0x04, 0x01, 0x14, 0x08];
          const rows = Uint8Array.from(
            { length: bytesPerRow(widthDots) * heightDots },
            (_, at) => commonest[(at * 7 + seed) % commonest.length] ?? 0,
          );
          const commands = layOutReceipt([{ block: 'rule' }], 80, { widthDots, heightDots, rows });
          const wire = commands.map(encodeCommand);
          expect(Math.max(...wire.map(({ length }) => length))).toBeLessThanOrEqual(1_024);
          const { requests, rest } = createRequestFilter()(Buffer.concat(wire));
          expect(requests).toEqual([]);
          const printed = createCommandDecoder()
            .push(rest)
            .flatMap((command) => (command.command === 'raster' ? [...command.rows] : []));
          expect(printed.map((byte, at) => (byte === 0x11 && rows[at] === 0x10 ? 0x10 : byte))).toEqual([...rows]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
