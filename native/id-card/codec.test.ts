import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blocksOfReadData,
  cardSecretOf,
  decodeAnswer,
  encodeAnswer,
  encodeReadData,
  encodeReadDataWithFingerprints,
  formatSamId,
} from './codec.ts';
import { encodeFrame } from './frame.ts';

const blocks = {
  text: new Uint8Array(256).fill(1),
  photo: new Uint8Array(1024).fill(2),
  fingerprints: new Uint8Array(),
};

describe('answers', () => {
  it('prints the SAM id as vendors do', () => {
    const data = Uint8Array.from(Buffer.from('0500010009b8320105be1200adc5b111', 'hex'));
    expect(formatSamId(data)).toEqual({ ok: true, value: '05.01-20101129-0001228293-0296863149' });
    expect(formatSamId(data.subarray(1))).toEqual({ ok: false, error: 'not-a-sam-id' });
  });

  it('names a status the paper does not have', () => {
    expect(decodeAnswer(Uint8Array.of(0, 0, 0x41))).toMatchObject({ value: { status: 'read-failed' } });
    expect(decodeAnswer(Uint8Array.of(0, 0, 0x7e))).toMatchObject({ value: { status: 'unlisted' } });
  });

  it.each([[[]], [[0, 0]], [[1, 0, 0x90]], [[0, 1, 0x90]]])('refuses %j', (body) => {
    expect(decodeAnswer(Uint8Array.from(body))).toEqual({ ok: false, error: 'not-an-answer' });
  });
});

describe('what a read brings', () => {
  it('is 1295 bytes on the wire, text at byte 14 and photo at byte 270', () => {
    const wire = encodeFrame(encodeAnswer('ok', encodeReadData(blocks)));
    expect(wire).toHaveLength(1295);
    expect(Buffer.from(wire.subarray(5, 14)).toString('hex')).toBe('050800009001000400');
    expect([wire[13], wire[14], wire[269], wire[270]]).toEqual([0, 1, 1, 2]);
  });

  it.each([
    [0, 1297],
    [512, 1809],
    [1024, 2321],
  ])('with %i bytes of fingerprints is %i bytes on the wire', (fingerprintBytes, wireBytes) => {
    const data = encodeReadDataWithFingerprints({ ...blocks, fingerprints: new Uint8Array(fingerprintBytes) });
    expect(encodeFrame(encodeAnswer('ok', data))).toHaveLength(wireBytes);
  });

  it('gives text and photo as views, so that wiping the answer wipes them', () => {
    const data = encodeReadData(blocks);
    const read = blocksOfReadData(data);
    expect(read).toEqual({ ok: true, value: { text: blocks.text, photo: blocks.photo } });
    data.fill(0);
    expect(read.ok && [...read.value.text, ...read.value.photo].every((byte) => byte === 0)).toBe(true);
  });

  it('is refused unless its lengths add up', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const read = blocksOfReadData(data);
        if (read.ok) expect(read.value.text.length + read.value.photo.length).toBe(data.length - 4);
      }),
    );
    expect(blocksOfReadData(encodeReadData(blocks).subarray(0, 1000))).toEqual({ ok: false, error: 'bad-lengths' });
  });
});

describe('what only a live read of a card gives', () => {
  const changed = (block: Uint8Array) => Uint8Array.from(block, (byte, at) => (at === 100 ? byte ^ 1 : byte));
  const photo = Uint8Array.from({ length: 1024 }, (_, at) => at % 251);

  it('is the same at each read, and another for another text or photo', () => {
    const { text } = blocks;
    const secret = cardSecretOf({ text, photo });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(cardSecretOf({ text: text.slice(), photo: photo.slice() })).toBe(secret);
    expect(cardSecretOf({ text: changed(text), photo })).not.toBe(secret);
    expect(cardSecretOf({ text, photo: changed(photo) })).not.toBe(secret);
  });

  it('is nothing without a photo: text alone could be guessed', () => {
    expect(cardSecretOf({ text: blocks.text, photo: new Uint8Array(0) })).toBeNull();
    expect(cardSecretOf({ text: blocks.text, photo: new Uint8Array(1024) })).toBeNull();
  });
});
