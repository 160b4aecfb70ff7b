import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type IppMessage, type IppValue, ippGroup, numberOf, readIpp, textsOf, writeIpp } from './codec.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const value: fc.Arbitrary<IppValue> = fc.oneof(
  fc.record({ kind: fc.constantFrom('integer', 'enum'), value: fc.integer() }),
  fc.record({ kind: fc.constant('boolean'), value: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('text', 'name', 'keyword', 'uri', 'charset', 'language', 'mime-type'),
    value: text,
  }),
  fc.record({
    kind: fc.constant('other'),
    tag: fc.constantFrom(0x10, 0x13, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x37, 0x4a, 0x7f),
    bytes: fc.uint8Array({ maxLength: 40 }),
  }),
);
const message: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.constantFrom(0x0100, 0x0101, 0x0200),
  code: fc.nat(0xffff),
  requestId: fc.nat(0x7fffffff),
  groups: fc.array(
    fc.record({
      group: fc.constantFrom(1, 2, 4, 5, 9),
      attributes: fc.array(
        fc.record({
          name: text.filter((name) => name !== ''),
          values: fc.array(value, { minLength: 1, maxLength: 4 }),
        }),
        { maxLength: 5 },
      ),
    }),
    { maxLength: 4 },
  ),
});

it('reads back what it wrote, and finds where the document begins', () => {
  fc.assert(
    fc.property(message, fc.uint8Array({ maxLength: 50 }), (written, document) => {
      const read = readIpp(Buffer.concat([writeIpp(written), document]));
      expect(read?.message).toEqual(written);
      expect(read?.restAt).toBe(writeIpp(written).length);
    }),
  );
});

it('takes no beginning of a message for a message', () => {
  fc.assert(
    fc.property(message, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (written, part) => {
      const whole = writeIpp(written);
      expect(readIpp(whole.subarray(0, Math.floor(whole.length * part)))).toBeUndefined();
    }),
  );
});

it('reads any bytes without throwing', () => {
  fc.assert(
    fc.property(message, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }), (written, hits) => {
      const bytes = writeIpp(written);
      for (const [at, byte] of hits) bytes[at % bytes.length] = byte;
      const read = readIpp(bytes);
      if (read !== undefined) expect(read.restAt).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readIpp(bytes)),
    { numRuns: 500 },
  );
});

it('takes no value for one that belongs to no attribute, and no attribute for one that belongs to no group', () => {
  const value = Buffer.from('21000000040000000903', 'hex');
  const header = Buffer.from('0101000000000001', 'hex');
  expect(readIpp(Buffer.concat([header, Uint8Array.of(ippGroup.job), value]))).toBeUndefined();
  expect(readIpp(Buffer.concat([header, value]))).toBeUndefined();
});

it('reads an answer as RFC 8010 writes it', () => {
  // RFC 8010, appendix A.2: Print-Job response (successful).
  const wire = Buffer.concat([
    Buffer.from('0101000000000001', 'hex'),
    Buffer.from('01', 'hex'),
    Buffer.from('470012', 'hex'),
    Buffer.from('attributes-charset'),
    Buffer.from('0005', 'hex'),
    Buffer.from('utf-8'),
    Buffer.from('48001b', 'hex'),
    Buffer.from('attributes-natural-language'),
    Buffer.from('0005', 'hex'),
    Buffer.from('en-us'),
    Buffer.from('41000e', 'hex'),
    Buffer.from('status-message'),
    Buffer.from('000d', 'hex'),
    Buffer.from('successful-ok'),
    Buffer.from('02', 'hex'),
    Buffer.from('210006', 'hex'),
    Buffer.from('job-id'),
    Buffer.from('000400000093', 'hex'),
    Buffer.from('450007', 'hex'),
    Buffer.from('job-uri'),
    Buffer.from('0019', 'hex'),
    Buffer.from('ipp://printer.example/123'),
    Buffer.from('230009', 'hex'),
    Buffer.from('job-state'),
    Buffer.from('000400000003', 'hex'),
    Buffer.from('03', 'hex'),
  ]);
  const read = readIpp(wire);
  if (read === undefined) throw new Error('not read');
  expect(read.message).toMatchObject({ version: 0x0101, code: 0, requestId: 1 });
  expect(numberOf(read.message, ippGroup.job, 'job-id')).toBe(147);
  expect(numberOf(read.message, ippGroup.job, 'job-state')).toBe(3);
  expect(textsOf(read.message, ippGroup.job, 'job-uri')).toEqual(['ipp://printer.example/123']);
  expect(writeIpp(read.message)).toEqual(wire);
});
