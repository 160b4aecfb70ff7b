import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clearedAnswer,
  clearRequest,
  createAnswerReader,
  createRequestFilter,
  statusOffline,
  statusOnline,
  statusRequest,
} from './real-time.ts';

describe('answers', () => {
  test('a status, a fence and a clearing are told apart in one stream', () => {
    const read = createAnswerReader();
    expect(read(Uint8Array.of(0x12, 0x00, 0x37))).toEqual([{ answer: 'status', byte: 0x12 }, { answer: 'fence' }]);
    expect(read(Uint8Array.of(0x25, 0x00, 0x03))).toEqual([{ answer: 'cleared' }, { answer: 'fence' }]);
  });

  test('a status nobody asked for is no fence', () => {
    expect(createAnswerReader()(Uint8Array.of(0x10, 0x00, 0x00, 0x00, 0x16))).toEqual([
      { answer: 'status', byte: 0x16 },
    ]);
  });

  test('garbage gives no exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        createAnswerReader()(bytes);
      }),
    );
  });
});

test.each([
  ['paper is there', statusOnline(0x12), { state: 'ready', paperNearEnd: false }],
  ['paper is near its end', statusOnline(0x1e), { state: 'ready', paperNearEnd: true }],
  ['online, and without paper', statusOnline(0x7e), { state: 'no-paper' }],
  ['the cover is open', statusOffline(0x16, 0x12), { state: 'cover-open' }],
  ['the paper has ended', statusOffline(0x32, 0x12), { state: 'no-paper' }],
  ['paper out and cover open', statusOffline(0x36, 0x12), { state: 'cover-open' }],
  ['the cutter is stuck', statusOffline(0x52, 0x1a), { state: 'cutter-stuck' }],
  ['the head is too hot', statusOffline(0x52, 0x52), { state: 'fault' }],
])('%s', (_, status, expected) => {
  expect(status).toEqual(expected);
});

describe('requests', () => {
  test('are found wherever they stand and however they are cut; everything else passes unchanged', () => {
    const request = fc.constantFrom(statusRequest(1), statusRequest(4), clearRequest);
    // Without DLE: where it stands in other data, what is a request is anybody's guess.
    const other = fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.filter((byte) => byte !== 0x10));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(other, request), { maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        (parts, length) => {
          const stream = Buffer.concat(parts.flat());
          const filter = createRequestFilter();
          let found = 0;
          const rest: number[] = [];
          for (let at = 0; at < stream.length; at += length) {
            const taken = filter(stream.subarray(at, at + length));
            found += taken.requests.length;
            rest.push(...taken.rest);
          }
          expect(found).toBe(parts.length);
          expect(rest).toEqual([...Buffer.concat(parts.map(([bytes]) => bytes))]);
        },
      ),
    );
  });

  test('what only begins like one passes too', () => {
    const filter = createRequestFilter();
    expect([...filter(Uint8Array.of(0x10, 0x10, 0x04, 0x09, 0x41)).rest]).toEqual([0x10, 0x10, 0x04, 0x09, 0x41]);
  });

  test('the answer to clearing is read as one', () => {
    expect(createAnswerReader()(clearedAnswer)).toEqual([{ answer: 'cleared' }]);
  });
});
