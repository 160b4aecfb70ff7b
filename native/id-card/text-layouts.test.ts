import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IdCard, idCard } from '../../main/contract/card.ts';
import { decodeCardText, encodeCardText } from './text-layouts.ts';

/** Text of at most `units` UTF-16 units, as a card may carry it: no padding at its end, rare characters among it. */
const words = (units: number, minUnits = 0): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('王', '龘', '䶮', '𠮷', '·', 'A', 'z', ' ', '9', '号'), {
      minLength: minUnits,
      maxLength: units,
    })
    .map((characters) => characters.join(''))
    .filter((text) => text.length <= units && text.length >= minUnits && text === text.trimEnd());

const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const sex = fc.constantFrom('unknown', 'male', 'female', 'not-stated');
const common = { sex, birth: date, validFrom: date, validUntil: fc.oneof(date, fc.constant('long-term')) };
const number = words(18);

const cards: fc.Arbitrary<IdCard> = fc
  .oneof(
    fc.record({
      kind: fc.constant('resident'),
      ...common,
      name: words(15, 1),
      ethnicCode: words(2),
      address: words(35),
      idNumber: number,
      issuedBy: words(15),
    }),
    fc.record({
      kind: fc.constant('hmt-resident'),
      ...common,
      name: words(15, 1),
      address: words(35),
      idNumber: number,
      issuedBy: words(15),
      passNumber: words(9),
      timesIssued: words(2),
    }),
    fc.record({
      kind: fc.constant('foreign-2023'),
      ...common,
      name: words(15, 1),
      englishName: words(46, 1),
      idNumber: number,
      nationality: words(3),
      timesReissued: words(2),
    }),
    fc.record({
      kind: fc.constant('foreign-2017'),
      ...common,
      name: words(15, 1),
      englishName: words(60, 1),
      idNumber: words(15),
      nationality: words(3),
      cardVersion: words(2),
      authority: words(4),
    }),
  )
  .map((card) => idCard.parse(card));

const resident: IdCard = {
  kind: 'resident',
  name: '𠮷龘䶮',
  sex: 'female',
  ethnicCode: '01',
  birth: '1990-02-28',
  address: '安徽省阜阳市颍州区样例路1号',
  idNumber: '341202199002280000',
  issuedBy: '阜阳市公安局颍州分局',
  validFrom: '2015-03-01',
  validUntil: 'long-term',
};

function textOf(card: IdCard): Uint8Array {
  const text = encodeCardText(card);
  if (!text.ok) throw new Error(`${text.error.field} is too long`);
  return text.value;
}

/** Puts UTF-16 units at a byte offset of a resident's text. */
function withUnits(offset: number, ...units: number[]): Uint8Array {
  const text = textOf(resident);
  const view = new DataView(text.buffer);
  for (const [at, unit] of units.entries()) view.setUint16(offset + at * 2, unit, true);
  return text;
}

describe('the four text layouts', () => {
  it('decode to what was encoded', () => {
    fc.assert(
      fc.property(cards, (card) => {
        expect(decodeCardText(textOf(card))).toEqual({ ok: true, value: card });
      }),
      { numRuns: 400 },
    );
  });

  it('lie where the standard says', () => {
    const text = Buffer.from(textOf(resident)).toString('utf16le');
    expect(text.slice(0, 15)).toBe('𠮷龘䶮'.padEnd(15));
    expect(text[15]).toBe('2');
    expect(text.slice(18, 26)).toBe('19900228');
    expect(text.slice(61, 79)).toBe('341202199002280000');
    expect(text.slice(94, 110)).toBe('20150301长期      ');
    expect(text.slice(110)).toBe(' '.repeat(18));
  });

  it('take the English name where a foreign card has no Chinese one, across both its pieces', () => {
    const englishName = 'SAMPLE-WILHELMINA FREDERIKA ALEXANDRINA JO';
    const card: IdCard = {
      kind: 'foreign-2023',
      name: englishName,
      englishName,
      sex: 'female',
      birth: '1980-01-01',
      idNumber: '931586198001010028',
      nationality: 'NLD',
      timesReissued: '01',
      validFrom: '2024-01-01',
      validUntil: '2034-01-01',
    };
    const text = textOf(card);
    expect(Buffer.from(text.subarray(0, 30)).toString('utf16le').trim()).toBe('');
    expect(Buffer.from(text.subarray(220, 242)).toString('utf16le')).toBe('RINA JO    ');
    expect(decodeCardText(text)).toEqual({ ok: true, value: card });
  });

  it('refuse to be written past a field, and count a rare character as two units', () => {
    expect(encodeCardText({ ...resident, name: '𠮷'.repeat(8) })).toEqual({
      ok: false,
      error: { kind: 'too-long', field: 'name' },
    });
    expect(encodeCardText({ ...resident, name: '𠮷'.repeat(7) }).ok).toBe(true);
  });
});

describe('text that is no card', () => {
  it.each([
    ['another type', withUnits(248, 0x5a), { kind: 'unknown-type', codeUnit: 0x5a }],
    ['half a surrogate pair', withUnits(4, 0xd842, 0x20), { kind: 'malformed-text', field: 'name' }],
    ['a control character', withUnits(52, 0x1b), { kind: 'malformed-text', field: 'address' }],
    ['a day that does not exist', withUnits(48, 0x33, 0x30), { kind: 'bad-date', field: 'birth' }],
    ['letters for a date', withUnits(188, 0x41), { kind: 'bad-date', field: 'validFrom' }],
    ['a blank date', withUnits(204, ...Array<number>(8).fill(0x20)), { kind: 'bad-date', field: 'validUntil' }],
    ['a sex of no code', withUnits(30, 0x35), { kind: 'bad-code', field: 'sex' }],
    ['no name', withUnits(0, ...Array<number>(15).fill(0x20)), { kind: 'no-name' }],
    ['too few bytes', textOf(resident).subarray(0, 254), { kind: 'wrong-length', bytes: 254 }],
  ])('%s', (_, text, fault) => {
    expect(decodeCardText(text)).toEqual({ ok: false, error: fault });
  });

  it('never throws, whatever the bytes, and gives only cards that fit the contract', () => {
    fc.assert(
      fc.property(cards, fc.array(fc.tuple(fc.nat(255), fc.nat(255)), { maxLength: 6 }), (card, changes) => {
        const text = textOf(card);
        for (const [at, byte] of changes) text[at] = byte;
        const decoded = decodeCardText(text);
        if (decoded.ok) idCard.parse(decoded.value);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (text) => {
        expect(decodeCardText(text).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
