import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CodeDecoder,
  createPointOfSaleDecoder,
  createSerialDecoder,
  encodePointOfSale,
  type ReaderEvent,
  textOf,
} from './codec.ts';
import { crc16, encodeAnswer, encodeCommand, serialModels } from './commands.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const gb18030 = Uint8Array.from(Buffer.from('cda8b0ec31323320b2a9ccec', 'hex'));

/** Feeds bytes in chunks cut at `cuts`. */
function feedIn(decoder: CodeDecoder, bytes: Uint8Array, cuts: readonly number[]): readonly ReaderEvent[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].toSorted(
    (a, b) => a - b,
  );
  return places.slice(1).flatMap((end, at) => decoder.feed(bytes.subarray(places[at], end)));
}

const codesIn = (events: readonly ReaderEvent[]): readonly (string | undefined)[] =>
  events.flatMap((event) => (event.kind === 'code' ? [textOf(event.bytes)] : []));

const codeText = fc.string({
  minLength: 1,
  maxLength: 300,
  unit: fc.constantFrom(...Array.from('0123abcXYZ:/.-王晓澜龘𠮷\n')),
});
const sayable = codeText.filter((text) => text.trim() === text);

describe('serial commands', () => {
  it('are those of the manuals', () => {
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    expect(hex(encodeCommand('honeywell', 'trigger'))).toBe('16540d');
    expect(hex(encodeCommand('honeywell', 'stop'))).toBe('16550d');
    expect(hex(encodeCommand('newland', 'trigger'))).toBe('7e01303030304053434e545247313b03');
    expect(hex(encodeCommand('gm65', 'trigger'))).toBe('7e000801000201abcd');
    expect(hex(encodeCommand('datalogic', 'trigger'))).toBe('54');
    expect(hex(encodeAnswer('gm65', 'trigger') ?? new Uint8Array())).toBe('020000010033' + '31');
    expect(crc16(Uint8Array.of(0x07, 0x01, 0x00, 0x0a, 0x01))).toBe(0xee8a);
  });
});

describe.each(serialModels)('codes and answers of a serial reader (%s)', (model) => {
  it('come apart however the line cuts them', () => {
    const answers = (['greet', 'trigger', 'stop'] as const).flatMap((command) => encodeAnswer(model, command) ?? []);
    fc.assert(
      fc.property(fc.subarray(answers), sayable, fc.array(fc.nat(), { maxLength: 6 }), (before, text, cuts) => {
        const decoder = createSerialDecoder(model);
        const events = feedIn(decoder, Buffer.concat([...before, utf8(text), utf8('\r\n')]), cuts);
        expect(events).toEqual(before.map(() => ({ kind: 'answer', understood: true })));
        expect(codesIn(decoder.pause())).toEqual([text]);
        expect(decoder.pause()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('are told apart from rubbish, and the next good code is read', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }), sayable, (rubbish, text) => {
        const decoder = createSerialDecoder(model);
        for (const chunk of rubbish) decoder.feed(chunk);
        decoder.pause();
        decoder.feed(utf8(`${text}\r`));
        expect(codesIn(decoder.pause())).toEqual([text]);
      }),
      { numRuns: 100 },
    );
  });

  it('are unreadable where half is missing or too much came', () => {
    const decoder = createSerialDecoder(model);
    decoder.feed(utf8('HALF A CO'));
    expect(decoder.pause()).toEqual([{ kind: 'unreadable' }]);
    for (let part = 0; part < 20; part += 1) decoder.feed(new Uint8Array(1000).fill(0x41));
    decoder.feed(utf8('\r'));
    expect(decoder.pause()).toEqual([{ kind: 'unreadable' }]);
    // A line end where the room ends makes no code of what went on behind it.
    const roomBytes = 8192 + 512;
    decoder.feed(new Uint8Array(roomBytes).fill(0x41).with(-1, 0x0d));
    decoder.feed(utf8('AND MORE\r'));
    expect(decoder.pause()).toEqual([{ kind: 'unreadable' }]);
    decoder.feed(utf8('\r\n'));
    expect(decoder.pause()).toEqual([]);
  });
});

it('tells an answer that came after a code', () => {
  const decoder = createSerialDecoder('gm65');
  const answer = encodeAnswer('gm65', 'stop') ?? new Uint8Array();
  expect(decoder.feed(Buffer.concat([utf8('12345\r'), answer]))).toEqual([{ kind: 'answer', understood: true }]);
  expect(codesIn(decoder.pause())).toEqual(['12345']);
});

it('takes no answer whose checksum is wrong', () => {
  const decoder = createSerialDecoder('gm65');
  const answer = encodeAnswer('gm65', 'greet') ?? new Uint8Array();
  expect(decoder.feed(answer.with(-1, (answer.at(-1) ?? 0) ^ 1))).toEqual([]);
  expect(decoder.pause()).toEqual([{ kind: 'unreadable' }]);
});

it('takes a refusal for what it is', () => {
  expect(createSerialDecoder('newland').feed(utf8('\x02\x010000@SCNTRG1\x15;\x03'))).toEqual([
    { kind: 'answer', understood: false },
  ]);
});

describe('codes of a HID point-of-sale reader', () => {
  it('go over as many reports as they need', () => {
    fc.assert(
      fc.property(sayable, (text) => {
        const decoder = createPointOfSaleDecoder();
        const reports = encodePointOfSale(utf8(text));
        expect(reports.every((report) => report.length === 64)).toBe(true);
        expect(codesIn(reports.flatMap((report) => decoder.feed(report)))).toEqual([text]);
      }),
      { numRuns: 100 },
    );
  });

  it('are unreadable where a report is missing, short, or no code, and the next one is read', () => {
    const long = encodePointOfSale(utf8('x'.repeat(200)));
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 }), (rubbish) => {
        const decoder = createPointOfSaleDecoder();
        for (const report of [...rubbish, ...long.slice(0, 2)]) decoder.feed(report);
        expect(decoder.pause()).toEqual([{ kind: 'unreadable' }]);
        expect(codesIn(long.flatMap((report) => decoder.feed(report)))).toEqual(['x'.repeat(200)]);
      }),
    );
  });

  it('never hold more than one longest code', () => {
    const decoder = createPointOfSaleDecoder();
    const [first] = encodePointOfSale(utf8('x'.repeat(60)));
    for (let time = 0; time < 1000 && first !== undefined; time += 1) expect(decoder.feed(first)).toEqual([]);
    expect(decoder.pause()).toEqual([{ kind: 'unreadable' }]);
  });
});

describe('the text in a code', () => {
  it('is UTF-8, or else GB18030', () => {
    expect(textOf(utf8('通办 龘𠮷'))).toBe('通办 龘𠮷');
    expect(textOf(gb18030)).toBe('通办123 博天');
    expect(textOf(Uint8Array.of(0xff, 0xfe, 0x80))).toBeUndefined();
    expect(textOf(Uint8Array.of(0x41, 0x00))).toBeUndefined();
    expect(textOf(utf8('(01)123\x1d(10)A'))).toBe('(01)123\x1d(10)A');
  });
});
