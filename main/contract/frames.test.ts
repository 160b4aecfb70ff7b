import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader, encodeFrame } from './frames.ts';
import { maxMessageBytes } from './shell-service.ts';

describe('frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.integer({ min: 1, max: 7 }), (messages, step) => {
        const stream = Buffer.concat(messages.map((message) => encodeFrame(message)));
        const read = createFrameReader();
        const seen: unknown[] = [];
        for (let at = 0; at < stream.length; at += step) {
          const result = read(stream.subarray(at, at + step));
          if (result.ok) seen.push(...result.value);
        }
        expect(seen).toEqual(messages.map((message) => JSON.parse(JSON.stringify(message)) as unknown));
      }),
    );
  });

  it('refuses a length over the limit before anything of it is held', () => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, maxMessageBytes + 1);
    expect(createFrameReader()(length)).toEqual({ ok: false, error: 'too-long' });
  });

  it('refuses what is no JSON and what is no UTF-8', () => {
    expect(createFrameReader()(Uint8Array.of(0, 0, 0, 1, 0x7b))).toEqual({ ok: false, error: 'not-json' });
    expect(createFrameReader()(Uint8Array.of(0, 0, 0, 3, 0x22, 0xff, 0x22))).toEqual({ ok: false, error: 'not-json' });
  });
});
