import { describe, expect, test } from 'vitest';
import type { ReceiptFields } from '../../contract/wire/receipt-code.ts';
import { signAuditHead } from './audit-head.ts';
import { signFor, verifyFor } from './ed25519.ts';
import { signReceiptCode, verifyReceiptCode } from './receipt-code.ts';
import { testKeys } from './test-case.ts';

const keys = testKeys();
const fields: ReceiptFields = {
  caseNumber: 'LLZ01-1-0001-0',
  incarnationKey: 'LLZ01/1',
  digestStart: Buffer.alloc(16, 1).toString('base64url'),
  at: '2026-03-01T08:00:00Z',
  quality: 'own-clock',
  secret: Buffer.alloc(16, 2).toString('base64url'),
  auditHeadStart: Buffer.alloc(16, 3).toString('base64url'),
};
const keyOf = (incarnation: string) => (incarnation === 'LLZ01/1' ? keys.terminal.publicKey : null);

describe("a receipt's code", () => {
  test('of a known terminal holds', () => {
    const code = signReceiptCode(fields, keys.enrolled.signingKey);
    expect(verifyReceiptCode(code, keyOf)).toEqual({ ok: true, value: fields });
  });

  test('with any character changed does not', () => {
    const code = signReceiptCode(fields, keys.enrolled.signingKey);
    for (let at = 0; at < code.length; at++) {
      const changed = code.slice(0, at) + (code[at] === 'A' ? 'E' : 'A') + code.slice(at + 1);
      expect(verifyReceiptCode(changed, keyOf).ok, `character ${at}`).toBe(false);
    }
  });

  test('of an unknown terminal or by another key is told apart from no code at all', () => {
    const code = signReceiptCode({ ...fields, incarnationKey: 'LLZ09/1' }, keys.enrolled.signingKey);
    expect(verifyReceiptCode(code, keyOf)).toMatchObject({ ok: false, error: { fault: 'unknown-key' } });
    const forged = signReceiptCode(fields, testKeys().enrolled.signingKey);
    expect(verifyReceiptCode(forged, keyOf)).toMatchObject({ ok: false, error: { fault: 'signature' } });
    expect(verifyReceiptCode('https://example.org', keyOf)).toMatchObject({
      ok: false,
      error: { fault: 'not-a-receipt' },
    });
  });
});

test('an audit head is signed as nothing else', () => {
  const head = signAuditHead({ length: 7, head: Buffer.alloc(32, 5).toString('base64url') }, keys.enrolled);
  expect(JSON.parse(Buffer.from(head.bytes).toString())).toEqual({
    v: 1,
    terminal: 'LLZ01',
    incarnation: 1,
    length: 7,
    head: Buffer.alloc(32, 5).toString('base64url'),
  });
  expect(verifyFor('audit-head', keys.terminal.publicKey, head.signature, head.bytes)).toBe(true);
  expect(verifyFor('case', keys.terminal.publicKey, head.signature, head.bytes)).toBe(false);
  expect(signFor('audit-head', keys.enrolled.signingKey, head.bytes).equals(head.signature)).toBe(true);
});
