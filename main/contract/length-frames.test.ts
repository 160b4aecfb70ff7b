import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, frameReader } from './length-frames.ts';
import { maxMessageBytes } from './shell-service.ts';

const joined = (frames: readonly Uint8Array[]): Uint8Array => Uint8Array.from(frames.flatMap((frame) => [...frame]));

describe('frames of the line between shell and service', () => {
  it('come out whole however the bytes were cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (messages, cutBytes) => {
        const bytes = joined(messages.map((message) => encodeFrame(message)));
        const reader = frameReader();
        const got: unknown[] = [];
        for (let at = 0; at < bytes.length; at += cutBytes) {
          const read = reader.read(bytes.subarray(at, at + cutBytes));
          if (read.ok) got.push(...read.value);
        }
        expect(JSON.stringify(got)).toBe(JSON.stringify(messages));
      }),
    );
  });

  it('are refused by their announced length, before the bytes are waited for', () => {
    const header = new Uint8Array(4);
    new DataView(header.buffer).setUint32(0, maxMessageBytes + 1);
    expect(frameReader().read(header)).toEqual({ ok: false, error: 'too-long' });
  });

  it.each([
    ['no JSON', [0x7b]],
    ['no UTF-8', [0x22, 0xff, 0x22]],
  ])('are refused when they hold %s', (_what, body) => {
    expect(frameReader().read(Uint8Array.from([0, 0, 0, body.length, ...body]))).toEqual({
      ok: false,
      error: 'not-json',
    });
  });

  it('are not made longer than the other side takes', () => {
    expect(() => encodeFrame('x'.repeat(maxMessageBytes))).toThrow(/does not fit/);
  });
});
