import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands, decodeCommand, encodeAnswer, encodeCommand } from './codec.ts';
import { createFrameDecoder, encodeFrame, type FrameEvent, maxBodyBytes } from './frame.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const bodies = (events: readonly FrameEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'frame' ? [hex(event.body)] : []));
const body = fc.uint8Array({ minLength: 2, maxLength: maxBodyBytes });

/** Cuts bytes at the given places, as a serial line does wherever it likes. */
function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
}

describe('frames as the protocol paper prints them', () => {
  it.each([
    ['reset-sam', 'aaaaaa9669 0003 10ff ec'],
    ['sam-status', 'aaaaaa9669 0003 11ff ed'],
    ['sam-id', 'aaaaaa9669 0003 12ff ee'],
    ['find', 'aaaaaa9669 0003 2001 22'],
    ['select', 'aaaaaa9669 0003 2002 21'],
    ['read', 'aaaaaa9669 0003 3001 32'],
    ['read-with-fingerprints', 'aaaaaa9669 0003 3010 23'],
    ['newest-address', 'aaaaaa9669 0003 3003 30'],
  ] as const)('%s', (command, wire) => {
    expect(hex(encodeFrame(encodeCommand(command)))).toBe(wire.replaceAll(' ', ''));
    const [event] = createFrameDecoder().feed(bytesOf(wire));
    expect(event?.kind === 'frame' && decodeCommand(event.body)).toBe(command);
  });

  it.each([
    ['ok', 0, 'aaaaaa9669 0004 000090 94'],
    ['found', 4, 'aaaaaa9669 0008 00009f 00000000 97'],
    ['ok', 8, 'aaaaaa9669 000c 000090 0000000000000000 9c'],
    ['no-card', 0, 'aaaaaa9669 0004 000080 84'],
  ] as const)('answer %s with %i zero bytes', (status, dataBytes, wire) => {
    expect(hex(encodeFrame(encodeAnswer(status, new Uint8Array(dataBytes))))).toBe(wire.replaceAll(' ', ''));
  });

  it('has every command of the paper in this test', () => {
    expect(commands).toHaveLength(8);
  });
});

describe('a stream of bytes', () => {
  it('gives back every body, wherever the line cuts', () => {
    fc.assert(
      fc.property(
        fc.array(body, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (sent, places) => {
          const decoder = createFrameDecoder();
          const wire = Uint8Array.from(sent.flatMap((one) => [...encodeFrame(one)]));
          const events = cut(wire, places).flatMap((chunk) => decoder.feed(chunk));
          expect(events.map((event) => event.kind)).toEqual(sent.map(() => 'frame'));
          expect(bodies(events)).toEqual(sent.map(hex));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds frames between garbage that holds no preamble, even where the garbage begins like one', () => {
    // 0x96 is what tells a preamble from a run of AA; without it no garbage can be taken for the start of a frame.
    const garbage = fc.array(
      fc.integer({ min: 0, max: 255 }).filter((byte) => byte !== 0x96),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(garbage, fc.uint8Array({ minLength: 2, maxLength: 60 })), { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (pieces, places) => {
          const decoder = createFrameDecoder();
          const wire = Uint8Array.from(pieces.flatMap(([noise, one]) => [...noise, ...encodeFrame(one)]));
          const events = cut(wire, places).flatMap((chunk) => decoder.feed(chunk));
          expect(bodies(events)).toEqual(pieces.map(([, one]) => hex(one)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('sees a preamble that follows further AA bytes', () => {
    expect(bodies(createFrameDecoder().feed(bytesOf('aaaaaaaaaa9669 0004 000090 94')))).toEqual(['000090']);
  });

  it('tells of a wrong checksum and goes on to the next frame', () => {
    const events = createFrameDecoder().feed(bytesOf('aaaaaa9669 0004 000090 95 aaaaaa9669 0004 000080 84'));
    expect(events.map((event) => event.kind)).toEqual(['damaged', 'frame']);
    expect(bodies(events)).toEqual(['000080']);
  });

  it('finds the whole frame behind one that was cut off in the middle', () => {
    const decoder = createFrameDecoder();
    const long = encodeFrame(new Uint8Array(40).fill(7));
    const events = [...decoder.feed(long.subarray(0, 30)), ...decoder.feed(encodeFrame(encodeAnswer('no-card')))];
    expect(bodies(events)).toEqual([]);
    const answer = encodeFrame(encodeAnswer('ok'));
    expect(bodies(decoder.feed(Uint8Array.of(...answer, ...answer)))).toEqual(['000080', '000090', '000090']);
  });

  it.each(['0000', '0002', '090b', 'ffff'])('does not wait for a frame of length %s', (length) => {
    expect(bodies(createFrameDecoder().feed(bytesOf(`aaaaaa9669 ${length} aaaaaa9669 0004 000080 84`)))).toEqual([
      '000080',
    ]);
  });

  it('forgets a half frame on reset', () => {
    const decoder = createFrameDecoder();
    const frame = encodeFrame(encodeAnswer('ok'));
    decoder.feed(frame.subarray(0, 8));
    decoder.reset();
    expect(decoder.feed(frame.subarray(8))).toEqual([]);
    expect(bodies(decoder.feed(frame))).toEqual(['000090']);
  });

  it('takes 100,000 damaged bytes without an exception and still hears a good frame afterwards', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 2500, maxLength: 2500 }),
        fc.array(fc.nat(2499), { minLength: 1, maxLength: 4 }),
        (noise, places) => {
          const decoder = createFrameDecoder();
          const wire = Uint8Array.from(noise);
          for (const place of places) wire.set(bytesOf('aaaaaa9669'), Math.min(place, wire.length - 5));
          decoder.feed(wire);
          // Whatever length the noise announced, this many good frames push it out of the buffer.
          const answer = encodeFrame(encodeAnswer('ok'));
          const good = Uint8Array.from(Array.from({ length: 400 }, () => [...answer]).flat());
          expect(bodies(decoder.feed(good)).length).toBeGreaterThan(100);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuses to frame a body that no frame has', () => {
    expect(() => encodeFrame(new Uint8Array(1))).toThrow(RangeError);
    expect(() => encodeFrame(new Uint8Array(maxBodyBytes + 1))).toThrow(RangeError);
  });
});
