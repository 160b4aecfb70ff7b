import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import type { Purpose } from '../../contract/wire/purposes.ts';
import { verifyAcknowledgements } from './acknowledgement.ts';
import { signFor } from './ed25519.ts';
import { testKeys } from './test-case.ts';

const keys = testKeys();
const expected = { terminal: 'LLZ01', highestEpoch: 2 };
const value: Acknowledgements = {
  v: 1,
  terminal: 'LLZ01',
  incarnation: 1,
  epoch: 2,
  entries: [
    {
      caseNumber: 'LLZ01-1-0001-0',
      caseDigest: Buffer.alloc(32, 1).toString('base64url'),
      bytes: 900,
      ending: { outcome: 'opened' },
      sequence: 1,
    },
  ],
};

function signed(
  body: object,
  key: KeyObject = keys.acknowledgement.privateKey,
  { id = 'ack-1', purpose = 'acknowledgements' }: { readonly id?: string; readonly purpose?: Purpose } = {},
): SignedAcknowledgements {
  const bytes = Buffer.from(JSON.stringify(body));
  const signature = signFor(purpose, key, bytes).toString('base64url');
  return { bytes: bytes.toString('base64url'), key: id, signature };
}

function fault(acknowledgement: SignedAcknowledgements, list = keys.list) {
  const result = verifyAcknowledgements(acknowledgement, list, expected);
  return result.ok ? null : result.error;
}

describe('acknowledgements', () => {
  test('by the acknowledgement key, for this incarnation and epoch, are believed', () => {
    expect(verifyAcknowledgements(signed(value), keys.list, expected)).toEqual({ ok: true, value });
    expect(fault(signed({ ...value, epoch: 3 }))).toBeNull();
  });

  test('for another incarnation of this terminal are left to the case that they name', () => {
    const given = verifyAcknowledgements(signed({ ...value, incarnation: 2 }), keys.list, expected);
    expect(given).toMatchObject({ ok: true, value: { incarnation: 2 } });
  });

  test('by the response key of the gateway end nothing', () => {
    expect(fault(signed(value, keys.response.privateKey, { id: 'resp-1' }))).toBe('key-of-other-use');
    expect(fault(signed(value, keys.response.privateKey))).toBe('signature');
  });

  test('by a revoked or unknown key end nothing', () => {
    const list = { ...keys.list, keys: keys.list.keys.map((key) => ({ ...key, revoked: key.id === 'ack-1' })) };
    expect(fault(signed(value), list)).toBe('key-revoked');
    expect(fault(signed(value, keys.acknowledgement.privateKey, { id: 'ack-9' }))).toBe('key-unknown');
  });

  test('for another terminal or an older epoch end nothing', () => {
    expect(fault(signed({ ...value, terminal: 'LLZ02' }))).toBe('other-terminal');
    expect(fault(signed({ ...value, epoch: 1 }))).toBe('older-epoch');
  });

  test('a signature given for another purpose ends nothing', () => {
    expect(fault(signed(value, keys.acknowledgement.privateKey, { purpose: 'case' }))).toBe('signature');
  });

  test('any byte changed ends nothing', () => {
    const good = signed(value);
    const bytes = Buffer.from(good.bytes, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      expect(fault({ ...good, bytes: changed.toString('base64url') }), `byte ${at}`).toBe('signature');
    }
  });

  test('of another form end nothing', () => {
    expect(fault(signed({ ...value, entries: [] }))).toBe('form');
  });
});
