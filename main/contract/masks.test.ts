import { describe, expect, it } from 'vitest';
import { maskIdNumber, maskName } from './masks.ts';

describe('masks', () => {
  it('keeps the first character of a name, also one outside the basic plane', () => {
    expect([maskName('王小芳'), maskName('李'), maskName('𠮷田花')]).toEqual(['王**', '李', '𠮷**']);
  });

  it('keeps four characters at each end of an ID number and hides a short one whole', () => {
    expect([maskIdNumber('341202198003120028'), maskIdNumber('12345')]).toEqual(['3412**********0028', '*****']);
  });
});
