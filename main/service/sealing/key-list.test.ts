import { describe, expect, test } from 'vitest';
import { firstResponseKey, sealingKeyOf, verificationKey, verifyKeyList } from './key-list.ts';
import { signFor } from './ed25519.ts';
import { signKeyList, testKeys } from './test-case.ts';

const keys = testKeys();
const signed = signKeyList(keys.list, keys.root.privateKey);
const fault = (result: ReturnType<typeof verifyKeyList>) => (result.ok ? null : result.error);

describe('a key list', () => {
  test('signed by a known root is believed', () => {
    expect(verifyKeyList(signed, keys.roots, 0)).toEqual({ ok: true, value: keys.list });
    expect(verifyKeyList(signed, keys.roots, 3).ok).toBe(true);
  });

  test('below the highest version seen is not', () => {
    expect(fault(verifyKeyList(signed, keys.roots, 4))).toBe('older-version');
  });

  test('of a root that did not come with the package is not, whatever it calls itself', () => {
    const other = testKeys();
    expect(fault(verifyKeyList(signKeyList(keys.list, other.root.privateKey, 'other'), keys.roots, 0))).toBe(
      'no-known-root',
    );
    expect(fault(verifyKeyList(signKeyList(keys.list, other.root.privateKey), keys.roots, 0))).toBe('signature');
  });

  test('needs one good signature of several', () => {
    const other = signKeyList(keys.list, testKeys().root.privateKey);
    const both = { bytes: signed.bytes, signatures: [...other.signatures, ...signed.signatures] };
    expect(verifyKeyList(both, keys.roots, 0).ok).toBe(true);
  });

  test('with any byte changed is not believed', () => {
    const bytes = Buffer.from(signed.bytes, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const list = { ...signed, bytes: changed.toString('base64url') };
      expect(fault(verifyKeyList(list, keys.roots, 0)), `byte ${at}`).toBe('signature');
    }
  });

  test('signed for another purpose is not believed', () => {
    const bytes = Buffer.from(signed.bytes, 'base64url');
    const signature = signFor('acknowledgements', keys.root.privateKey, bytes).toString('base64url');
    const list = { bytes: signed.bytes, signatures: [{ root: 'test-root', signature }] };
    expect(fault(verifyKeyList(list, keys.roots, 0))).toBe('signature');
  });

  test('of another form is named so, after its signature', () => {
    const form = signKeyList({ ...keys.list, v: 2 } as never, keys.root.privateKey);
    expect(fault(verifyKeyList(form, keys.roots, 0))).toBe('form');
  });
});

describe('choosing keys', () => {
  const newer = { ...keys.list.keys[0], id: 'seal-2' } as (typeof keys.list.keys)[number];
  const revoked = (id: string) => ({
    ...keys.list,
    keys: [...keys.list.keys, newer].map((key) => ({ ...key, revoked: key.id === id })),
  });

  test('seals to the newest key that is not revoked', () => {
    expect(sealingKeyOf(revoked('none'))?.id).toBe('seal-2');
    expect(sealingKeyOf(revoked('seal-2'))?.id).toBe('seal-1');
    expect(sealingKeyOf({ ...keys.list, keys: keys.list.keys.slice(1) })).toBeNull();
  });

  test('an enrolment is tied to the first response key that is not revoked', () => {
    expect(firstResponseKey(keys.list)?.id).toBe('resp-1');
    expect(firstResponseKey(revoked('resp-1'))).toBeNull();
  });

  test('a key verifies under its own use alone', () => {
    expect(verificationKey(keys.list, 'response', 'resp-1').ok).toBe(true);
    expect(verificationKey(keys.list, 'response', 'ack-1')).toEqual({ ok: false, error: 'other-use' });
    expect(verificationKey(revoked('resp-1'), 'response', 'resp-1')).toEqual({ ok: false, error: 'revoked' });
    expect(verificationKey(keys.list, 'response', 'resp-9')).toEqual({ ok: false, error: 'unknown' });
  });
});
