import { describe, expect, it } from 'vitest';
import { createTypedCodes } from './typed-codes.ts';

function type(keys: readonly string[], everyMs: number, codes = createTypedCodes(), fromMs = 0) {
  return keys.map((key, at) => codes.key(key, fromMs + at * everyMs));
}

describe('a reader that types', () => {
  it('gives the code that Enter ends', () => {
    const came = type([...Array.from('AB-12'), 'Enter'], 3);
    expect(came.at(-1)).toEqual({ code: 'AB-12' });
    expect(came.slice(1, -1)).toEqual(['in-code', 'in-code', 'in-code', 'in-code']);
  });

  it('presses Shift for its capitals', () => {
    expect(type(['Shift', 'A', 'Shift', 'B', 'c', 'd', 'Enter'], 3).at(-1)).toEqual({ code: 'ABcd' });
  });

  it('is told from a person by its haste', () => {
    expect(type([...Array.from('AB-12'), 'Enter'], 60)).toEqual(Array.from({ length: 6 }, () => 'person'));
    expect(type(['a', 'b', 'Enter'], 3).at(-1)).toBe('person');
  });

  it('begins anew after what a person typed, and after its own code', () => {
    const codes = createTypedCodes();
    type(['x', 'y'], 100, codes);
    expect(type([...Array.from('12345'), 'Enter'], 3, codes, 1000).at(-1)).toEqual({ code: '12345' });
    expect(type([...Array.from('67890'), 'Enter'], 3, codes, 1100).at(-1)).toEqual({ code: '67890' });
  });

  it('may be held up in the middle of a code', () => {
    const codes = createTypedCodes();
    type(Array.from('ABCDE'), 3, codes);
    expect(type([...Array.from('FG'), 'Enter'], 3, codes, 200).at(-1)).toEqual({ code: 'ABCDEFG' });
    type(Array.from('ABCDE'), 3, codes, 1000);
    expect(type([...Array.from('FG'), 'Enter'], 3, codes, 1400).at(-1)).toBe('person');
  });

  it('that never ends holds no more than a code', () => {
    const codes = createTypedCodes();
    type(
      Array.from({ length: 20_000 }, () => 'x'),
      1,
      codes,
    );
    const came = codes.key('Enter', 20_001);
    expect(typeof came === 'object' && came.code.length).toBeLessThanOrEqual(8192);
  });
});
