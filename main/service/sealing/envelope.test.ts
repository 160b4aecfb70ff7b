import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { caseHeader } from '../../contract/wire/envelope.ts';
import { sealCase, type SealedCase } from './envelope.ts';
import { openForTest } from './test-opener.ts';
import { testContent, testHeader, testKeys } from './test-case.ts';
import { sealingKeyOf } from './key-list.ts';

const keys = testKeys();

async function seal(sequence: number, phone: string): Promise<SealedCase> {
  const sealingKey = sealingKeyOf(keys.list);
  if (sealingKey === null) throw new Error('no sealing key');
  const sealed = await sealCase({
    header: testHeader(sequence),
    content: testContent(phone),
    papers: [],
    keys: keys.enrolled,
    sealingKey,
  });
  if (!sealed.ok) throw new Error(sealed.error);
  return sealed.value;
}

const open = (sealed: SealedCase) => openForTest(sealed, keys.sealing.privateKey, keys.terminal.publicKey);

const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x01;
  return copy;
};

describe('sealing a case', () => {
  test('an opener written apart from it reads what was sealed', async () => {
    const sealed = await seal(1, '13800138000');
    expect(open(sealed)).toEqual(testContent('13800138000'));
    expect(sealed.bytes).toBe(sealed.header.length + sealed.manifest.length + sealed.answers.length);
  });

  test('the answers carry a whole tag of 16 bytes, and one of 4 opens nowhere', async () => {
    const sealed = await seal(1, '13800138000');
    const { sizes } = caseHeader.parse(JSON.parse(Buffer.from(sealed.header).toString()));
    expect(sealed.answers.length).toBe(sizes.contentBytes + 16);
    expect(() => open({ ...sealed, answers: sealed.answers.subarray(0, -12) })).toThrow();
  });

  test('nothing of item or person is readable outside', async () => {
    const sealed = await seal(1, '13800138000');
    const outside = Buffer.concat([sealed.header, sealed.manifest, sealed.answers]);
    for (const word of ['13800138000', '李𠮷', '11010519491231002X', '无犯罪记录证明', 'no-criminal-record']) {
      expect(outside.includes(Buffer.from(word))).toBe(false);
    }
  });

  test('the same case sealed twice shares no ciphertext', async () => {
    const [one, two] = [await seal(1, '13800138000'), await seal(1, '13800138000')];
    expect(one.caseDigest).not.toBe(two.caseDigest);
    expect(Buffer.from(one.answers).equals(two.answers)).toBe(false);
  });

  test.each(['header', 'manifest', 'answers', 'signature'] as const)(
    'a bit flipped anywhere in its %s opens nowhere',
    async (part) => {
      const sealed = await seal(1, '13800138000');
      for (let at = 0; at < sealed[part].length; at++) {
        const damaged = { ...sealed, [part]: flipped(sealed[part], at) };
        expect(() => open(damaged), `byte ${at}`).toThrow();
      }
    },
  );

  test('cut short or with a byte after the end, it opens nowhere', async () => {
    const sealed = await seal(1, '13800138000');
    for (const part of ['header', 'manifest', 'answers', 'signature'] as const) {
      expect(() => open({ ...sealed, [part]: sealed[part].subarray(0, -1) })).toThrow();
      expect(() => open({ ...sealed, [part]: Buffer.concat([sealed[part], Buffer.from([0])]) })).toThrow();
    }
  });

  test('parts of two cases cannot be put together', async () => {
    const [one, two] = [await seal(1, '13800138000'), await seal(2, '13900139000')];
    expect(() => open({ ...one, answers: two.answers })).toThrow('answers digest');
    expect(() => open({ ...one, header: two.header })).toThrow('header digest');
    expect(() => open({ ...one, manifest: two.manifest })).toThrow('signature');
    expect(() => open({ ...one, answers: two.answers, manifest: two.manifest, signature: two.signature })).toThrow(
      'header digest',
    );
  });

  test('another terminal key did not sign it', async () => {
    const sealed = await seal(1, '13800138000');
    expect(() => openForTest(sealed, keys.sealing.privateKey, testKeys().terminal.publicKey)).toThrow('signature');
  });

  test('another sealing key does not open it', async () => {
    const sealed = await seal(1, '13800138000');
    expect(() => openForTest(sealed, testKeys().sealing.privateKey, keys.terminal.publicKey)).toThrow();
  });

  test('content that lists a paper which is not there is a bug, not an envelope without it', async () => {
    const paper = {
      id: randomBytes(16).toString('base64url'),
      name: 'p',
      type: 'image/jpeg',
      bytes: 1,
      key: randomBytes(32).toString('base64url'),
      digest: randomBytes(32).toString('base64url'),
    };
    const content = { ...testContent('13800138000'), papers: [paper] };
    const sealingKey = { id: 'seal-1', publicKey: randomBytes(32) };
    await expect(
      sealCase({ header: testHeader(1), content, papers: [], keys: keys.enrolled, sealingKey }),
    ).rejects.toThrow();
  });
});

describe('a sealing key that gives the secret away', () => {
  // The seven encodings below 2^255 that hold a point of low order, and one with the unused top bit set.
  test.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    '0102',
  ])('%s is refused', async (hex) => {
    const sealingKey = { id: 'seal-1', publicKey: Buffer.from(hex, 'hex') };
    const content = testContent('13800138000');
    expect(await sealCase({ header: testHeader(1), content, papers: [], keys: keys.enrolled, sealingKey })).toEqual({
      ok: false,
      error: 'sealing-key-unusable',
    });
  });
});
