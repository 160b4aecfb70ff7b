import { describe, expect, it } from 'vitest';
import { partFault, partsOf, partText, withPart } from './answer-parts.ts';

describe('an answer of several fields', () => {
  it.each(['address', 'person', 'bank-account'] as const)('%s is put together field by field', (kind) => {
    const parts = partsOf(kind);
    let value = null as Parameters<typeof partText>[0];
    for (const part of parts) {
      expect(partText(value, part)).toBe('');
      value = withPart(value, part, `its ${part}`);
    }
    expect(value?.kind).toBe(kind);
    expect(parts.map((part) => partText(value, part))).toEqual(parts.map((part) => `its ${part}`));
  });

  it('keeps the others when one is changed', () => {
    const value = withPart({ kind: 'person', name: '王芳', idNumber: '', relation: 'daughter' }, 'id-number', '3');
    expect(value).toEqual({ kind: 'person', name: '王芳', idNumber: '3', relation: 'daughter' });
  });

  it('has one field where it is of another kind', () => {
    expect(partsOf('choice')).toEqual([]);
  });
});

describe('a field before the next one', () => {
  it.each([
    ['name', '', 'missing'],
    ['name', '王芳', null],
    ['region', '341200', 'region-not-deep-enough'],
    ['region', '341202', null],
    ['id-number', '3412021990', 'id-number-form'],
    ['id-number', '11010519491231002Y', 'id-number-form'],
    ['id-number', '110105194912310021', 'id-number-check'],
    ['id-number', '11010519491231002X', null],
    ['number', '12', null],
  ] as const)('%s: %j is %s', (part, text, fault) => {
    expect(partFault(part, text)).toBe(fault);
  });
});
