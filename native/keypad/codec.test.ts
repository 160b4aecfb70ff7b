import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeypadDecoder } from './codec.ts';

const report = (...keys: readonly number[]): Uint8Array =>
  Uint8Array.of(0, 0, ...keys, ...new Uint8Array(6 - keys.length));

it('tells each press once, however many keys are down', () => {
  const decoder = createKeypadDecoder(2);
  expect(decoder.feed(report(0x51))).toEqual([0x51]);
  expect(decoder.feed(report(0x51))).toEqual([]);
  expect(decoder.feed(report(0x51, 0x28))).toEqual([0x28]);
  expect(decoder.feed(report(0x28))).toEqual([]);
  expect(decoder.feed(report())).toEqual([]);
  expect(decoder.feed(report(0x28))).toEqual([0x28]);
});

it('takes no error for a key, nor for a key that was let go', () => {
  const decoder = createKeypadDecoder(2);
  decoder.feed(report(0x51));
  expect(decoder.feed(report(1, 1, 1, 1, 1, 1))).toEqual([]);
  expect(decoder.feed(report(0x51))).toEqual([]);
});

it('comes through rubbish, and hears the next press', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 20 }), (rubbish) => {
      const decoder = createKeypadDecoder(2);
      for (const one of rubbish) expect(decoder.feed(one).length).toBeLessThanOrEqual(10);
      decoder.feed(report());
      expect(decoder.feed(report(0x28))).toEqual([0x28]);
    }),
  );
});
