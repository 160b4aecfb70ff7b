import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askingFor, command, fetchRest, parseAnswer, tlv, valueOf } from './codec.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a command', () => {
  it('carries its length, its data and what it expects', () => {
    expect(hex(command([0x00, 0xa4, 0x02, 0x00], Uint8Array.of(0xef, 0x06)))).toBe('00a4020002ef06');
    expect(hex(command([0x00, 0xb2, 0x08, 0x00], new Uint8Array(), 20))).toBe('00b2080014');
    expect(hex(askingFor(command([0x00, 0xb2, 0x08, 0x00], new Uint8Array(), 20), 9))).toBe('00b2080009');
    expect(hex(fetchRest(30))).toBe('00c000001e');
  });

  it('is never longer than a short one', () => {
    expect(() => command([0, 0, 0, 0], new Uint8Array(256))).toThrow();
  });
});

describe('an answer', () => {
  it.each([
    ['9000', { status: 'ok' }],
    ['611e', { status: 'more', bytes: 30 }],
    ['6c14', { status: 'other-length', bytes: 20 }],
    ['6a82', { status: 'not-found' }],
    ['6a83', { status: 'not-found' }],
    ['6999', { status: 'not-found' }],
    ['6982', { status: 'refused', word: 0x6982 }],
    ['6f00', { status: 'refused', word: 0x6f00 }],
  ])('ends in %s', (word, status) => {
    const answer = parseAnswer(Buffer.from(`0102${word}`, 'hex'));
    expect(answer?.status).toEqual(status);
    expect(answer && hex(answer.data)).toBe('0102');
  });

  it('is none without a status, with one that no card gives, or longer than one can be', () => {
    for (const bytes of ['', '90', '0000', '6000', '5000', 'ffff']) {
      expect(parseAnswer(Buffer.from(bytes, 'hex'))).toBeUndefined();
    }
    expect(parseAnswer(new Uint8Array(259).fill(0x90))).toBeUndefined();
  });

  it('whatever comes: no exception, and never more than came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const answer = parseAnswer(bytes);
        if (answer !== undefined) expect(answer.data.length).toBe(bytes.length - 2);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a BER object', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 127 }),
        fc.uint8Array(),
        (tag, value, rest) => {
          const read = valueOf(tag, Uint8Array.from([...tlv(tag, value), ...rest]));
          expect(read.ok && hex(read.value)).toBe(hex(value));
        },
      ),
    );
  });

  it('has longer lengths', () => {
    const value = new Uint8Array(300).fill(7);
    expect(valueOf(0x53, Uint8Array.from([0x53, 0x82, 0x01, 0x2c, ...value]))).toEqual({ ok: true, value });
    expect(valueOf(0x53, Uint8Array.from([0x53, 0x81, 0xc8, ...value]))).toEqual({
      ok: true,
      value: value.subarray(0, 200),
    });
  });

  it.each(['', '53', '530100'.slice(0, 4), '5380', '538301000000', '5382', '5405'])('refuses %s', (bytes) => {
    expect(valueOf(0x53, Buffer.from(bytes, 'hex')).ok).toBe(false);
  });

  it('whatever comes: no exception, and nothing from behind its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = valueOf(bytes[0] ?? 0, bytes);
        if (read.ok) expect(read.value.length).toBeLessThanOrEqual(bytes.length - 2);
      }),
      { numRuns: 2000 },
    );
  });
});
