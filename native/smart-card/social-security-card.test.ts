import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { socialSecurityCard } from '../../main/contract/devices/smart-card.ts';
import {
  type RecordName,
  readRecord,
  records,
  selectFile,
  selectSocialSecurity,
  textOfRecord,
} from './social-security-card.ts';
import { recordOf } from './virtual-card.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const names: readonly RecordName[] = ['cardNumber', 'socialSecurityNumber', 'name'];

describe('commands to a social-security card', () => {
  it('are those of its specification', () => {
    expect(hex(selectSocialSecurity)).toBe('00a404000f7378312e73682ec9e7bbe1b1a3d5cf');
    expect(hex(selectFile(0xef05))).toBe('00a4020002ef05');
    expect(names.map((name) => hex(readRecord(records[name])))).toEqual(['00b207000b', '00b2080014', '00b2090020']);
  });
});

describe('a record', () => {
  it('is its identifier, its length and its text, with what fills it up left away', () => {
    const name = Buffer.from(`091e${'cdf5cffec0bd'.padEnd(60, '0')}`, 'hex');
    expect(textOfRecord('name', name)).toEqual({ ok: true, value: '王晓澜' });
    expect(textOfRecord('name', Buffer.from(`091e${'cdf5cffec0bd'.padEnd(60, 'f')}`, 'hex')).ok).toBe(true);
    expect(textOfRecord('name', Buffer.from('0906cdf5cffec0bd', 'hex'))).toEqual({ ok: true, value: '王晓澜' });
  });

  it.each(['刘䶮𠮷', '艾力·买买提', 'SAMPLE, MARGUERITE', '王'])('gives back the name %s', (name) => {
    expect(textOfRecord('name', recordOf(records.name, name))).toEqual({ ok: true, value: name });
  });

  it.each([
    ['name', '', 'cut'],
    ['name', '091ecdf5', 'cut'],
    ['name', '091fcdf5', 'cut'],
    ['name', '0806cdf5cffec0bd', 'other-record'],
    ['name', '0903cdf5cf', 'not-text'],
    ['name', '091e000000', 'cut'],
    ['name', '0903000000', 'form'],
    ['name', '09030a4142', 'form'],
    ['cardNumber', '0703413132', 'form'],
  ] as const)('of a %s that reads %s is refused: %s', (record, bytes, fault) => {
    expect(textOfRecord(record, Buffer.from(bytes, 'hex'))).toEqual({ ok: false, error: { record, fault } });
  });

  it('with a byte changed is refused or still fits the contract, and never throws', () => {
    const good = { cardNumber: 'A12345678', socialSecurityNumber: '341202198805173024', name: '王晓澜' };
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(31), fc.nat(255), fc.nat(34), (name, at, byte, length) => {
        const bytes = recordOf(records[name], good[name]).subarray(0, length);
        bytes[at] = byte;
        const text = textOfRecord(name, bytes);
        if (text.ok) expect(socialSecurityCard.safeParse({ ...good, [name]: text.value }).success).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('of nothing but noise never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 300 }), (name, bytes) => {
        textOfRecord(name, bytes);
      }),
      { numRuns: 2000 },
    );
  });
});
