import { createHash } from 'node:crypto';
import { withPurpose } from '../../contract/wire/purposes.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { bundleNotice, type BundleNotice, type SignedBundleNotice } from '../../contract/wire/bundles.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import { verifyFor } from './ed25519.ts';
import { verificationKey } from './key-list.ts';
import { parseJson } from './parse-json.ts';

export type NoticeFault = 'key-unknown' | 'key-revoked' | 'key-of-other-use' | 'signature' | 'form';

/** Believes what the platform says is its newest bundle; parsed only after the signature of a bundle key holds. */
export function verifyBundleNotice(signed: SignedBundleNotice, list: KeyList): Result<BundleNotice, NoticeFault> {
  const key = verificationKey(list, 'bundle', signed.key);
  if (!key.ok) {
    const said = { unknown: 'key-unknown', revoked: 'key-revoked', 'other-use': 'key-of-other-use' } as const;
    return err(said[key.error]);
  }
  const bytes = Buffer.from(signed.bytes, 'base64url');
  if (!verifyFor('bundle-notice', key.value, Buffer.from(signed.signature, 'base64url'), bytes))
    return err('signature');
  const notice = parseJson(bundleNotice, bytes);
  return notice === null ? err('form') : ok(notice);
}

/** As a notice names it. */
export function bundleDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(withPurpose('bundle', bytes)).digest('base64url');
}
