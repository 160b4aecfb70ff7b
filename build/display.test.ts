import { expect, test } from 'vitest';
import { xAuthority } from './display.ts';

test('an Xauthority entry for any display, laid out as libXau reads it', () => {
  const cookie = '000102030405060708090a0b0c0d0e0f';
  expect(xAuthority(cookie).toString('hex')).toBe(
    // family wild, no address, no number, then scheme and secret, each after its length
    `ffff00000000${'0012'}${Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')}${'0010'}${cookie}`,
  );
});
