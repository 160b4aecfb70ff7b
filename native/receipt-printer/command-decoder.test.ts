import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReceiptBlock } from '../../main/contract/devices/receipt-printer.ts';
import { encodeCommand, qrLevels } from './codec.ts';
import type { PrinterCommand } from './codec.ts';
import { createCommandDecoder, longestCommandBytes } from './command-decoder.ts';
import { layOutReceipt } from './layout.ts';

const byte = fc.integer({ min: 0, max: 255 });
const printable = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/[\p{Cc}\p{Co}]/gu, ''))
  .filter((text) => text !== '');
const command: fc.Arbitrary<PrinterCommand> = fc.oneof(
  fc.boolean().map((on) => ({ command: 'status-back', on }) as const),
  fc.constantFrom('left' as const, 'centre' as const).map((align) => ({ command: 'align', align }) as const),
  fc.integer({ min: 1, max: 8 }).map((times) => ({ command: 'size', times }) as const),
  fc.boolean().map((on) => ({ command: 'bold', on }) as const),
  byte.map((dots) => ({ command: 'line-pitch', dots }) as const),
  printable.map((text) => ({ command: 'text', text }) as const),
  fc.constant({ command: 'line-feed' } as const),
  byte.map((lines) => ({ command: 'feed', lines }) as const),
  fc.constant({ command: 'qr-model' } as const),
  byte.map((dots) => ({ command: 'qr-module', dots }) as const),
  fc.constantFrom(...qrLevels).map((level) => ({ command: 'qr-level', level }) as const),
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((data) => ({ command: 'qr-store', data }) as const),
  fc.constant({ command: 'qr-print' } as const),
  fc
    .tuple(fc.integer({ min: 1, max: 72 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0x20, max: 0xff }))
    .map(([bytesPerRow, height, fill]) => {
      const rows = new Uint8Array(bytesPerRow * height).fill(fill);
      return { command: 'raster', bytesPerRow, rows } as const;
    }),
  byte.map((feedDots) => ({ command: 'cut', feedDots }) as const),
  fc.constant({ command: 'fence' } as const),
);

/** Text arrives in pieces, cut where the network cut it; what was sent is their sum. */
function joinText(commands: readonly PrinterCommand[]): readonly PrinterCommand[] {
  const joined: PrinterCommand[] = [];
  for (const next of commands) {
    const last = joined.at(-1);
    if (next.command === 'text' && last?.command === 'text') {
      joined[joined.length - 1] = { command: 'text', text: last.text + next.text };
    } else joined.push(next);
  }
  return joined;
}

function decodeIn(pieces: readonly Uint8Array[]): readonly PrinterCommand[] {
  const decoder = createCommandDecoder();
  return joinText(pieces.flatMap((piece) => decoder.push(piece)));
}

/** The same bytes, cut into pieces of the given lengths, over and over. */
function cut(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const bytesOf = (commands: readonly PrinterCommand[]) => Buffer.concat(commands.map(encodeCommand));
const pieceLengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });

const block: fc.Arbitrary<ReceiptBlock> = fc.oneof(
  fc.record({
    block: fc.constant('text' as const),
    text: fc.string({ unit: 'grapheme', maxLength: 60 }),
    size: fc.constantFrom(1 as const, 2 as const, 3 as const),
    bold: fc.boolean(),
    align: fc.constantFrom('left' as const, 'centre' as const),
  }),
  fc.record({ block: fc.constant('row' as const), label: fc.string({ maxLength: 20 }), value: printable }),
  fc.constant({ block: 'rule' } as const),
  fc.record({ block: fc.constant('feed' as const), lines: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ block: fc.constant('qr' as const), data: fc.webUrl() }),
);

describe('a stream of commands', () => {
  test('comes back as it was sent, however the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), pieceLengths, (commands, lengths) => {
        const all: readonly PrinterCommand[] = [
          { command: 'initialise' },
          { command: 'chinese', on: true },
          ...commands,
        ];
        expect(decodeIn(cut(bytesOf(all), lengths))).toEqual(joinText(all));
      }),
    );
  });

  test('of a laid out receipt comes back whole', () => {
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(58 as const, 80 as const),
        (document, width) => {
          // Private use has no glyph on any paper; it is tested where characters are encoded.
          const commands = layOutReceipt(document, width);
          fc.pre(!commands.some((each) => each.command === 'text' && /[\p{Co}\p{Cs}]/u.test(each.text)));
          expect(decodeIn([bytesOf(commands)])).toEqual(joinText(commands));
        },
      ),
    );
  });

  test('of random bytes never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (pieces) => {
        decodeIn(pieces);
      }),
      { numRuns: 2_000 },
    );
  });

  test('built from the bytes that begin commands never throws', () => {
    const opening = fc.constantFrom(
      0x10,
      0x04,
      0x14,
      0x1b,
      0x1c,
      0x1d,
      0x28,
      0x6b,
      0x76,
      0x30,
      0x31,
      0x50,
      0x56,
      0x2a,
      0x0a,
      0xff,
      0xb0,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(opening, byte), { maxLength: 400 }), pieceLengths, (bytes, lengths) => {
        decodeIn(cut(Uint8Array.from(bytes), lengths));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what is not known is stepped over with its parameters', () => {
  const decode = (...bytes: number[]) => decodeIn([Uint8Array.from(bytes)]);
  const text = [{ command: 'text', text: 'A' }];

  test.each([
    ['a code page', [0x1b, 0x74, 0x03]],
    ['an underline', [0x1b, 0x2d, 0x01]],
    ['a left margin', [0x1d, 0x4c, 0x41, 0x41]],
    ['a block with its length', [0x1d, 0x28, 0x4c, 0x03, 0x00, 0x41, 0x41, 0x41]],
    ['a picture twice as wide', [0x1d, 0x76, 0x30, 0x01, 0x02, 0x00, 0x02, 0x00, 0x41, 0x41, 0x41, 0x41]],
    ['a bar code', [0x1d, 0x6b, 0x49, 0x02, 0x41, 0x41]],
    ['a real-time question in its turn', [0x10, 0x04, 0x01]],
    ['a character cut off by another', [0xb0, 0x0d]],
  ])('%s', (_, bytes) => {
    expect(decode(...bytes, 0x41)).toEqual(text);
  });

  test('a block longer than any that is drawn is not kept', () => {
    const decoder = createCommandDecoder();
    const length = longestCommandBytes + 1;
    expect(decoder.push(Uint8Array.of(0x1d, 0x28, 0x6b, length & 0xff, length >> 8))).toEqual([]);
    expect(decoder.push(new Uint8Array(length).fill(0x42))).toEqual([]);
    expect(decoder.push(Uint8Array.of(0x41))).toEqual(text);
  });

  test('Chinese text before FS & prints nothing, as it would on a printer that starts without', () => {
    expect(decode(0xb0, 0xec, 0x41)).toEqual(text);
    expect(decode(0x1c, 0x26, 0xb0, 0xec)).toEqual([
      { command: 'chinese', on: true },
      { command: 'text', text: '办' },
    ]);
  });
});

describe('bytes of single commands, from the reference', () => {
  test.each<[PrinterCommand, string]>([
    [{ command: 'initialise' }, '1b40'],
    [{ command: 'size', times: 3 }, '1d2122'],
    [{ command: 'cut', feedDots: 16 }, '1d564210'],
    [{ command: 'fence' }, '1d7201'],
    [{ command: 'qr-level', level: 'M' }, '1d286b0300314531'],
    [{ command: 'qr-store', data: 'ab' }, '1d286b05003150306162'],
    [{ command: 'text', text: '办𠮷' }, 'b0ec9534b235'],
    [{ command: 'text', text: '王\ue78d' }, 'cdf5a1fe'],
  ])('%j', (value, hex) => {
    expect(Buffer.from(encodeCommand(value)).toString('hex')).toBe(hex);
  });
});
