import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from '../../contract/result.ts';
import { type KeyList, keyList, type SignedKeyList } from '../../contract/wire/keys.ts';
import { ed25519PublicKey, verifyFor } from './ed25519.ts';
import { parseJson } from './parse-json.ts';

/** A root key of the profile: Ed25519, raw, base64url. */
export interface Root {
  readonly id: string;
  readonly publicKey: string;
}

export type KeyListFault = 'no-known-root' | 'signature' | 'form' | 'older-version';

/**
 * Believes a key list when one root of the profile signed it and its version is not below the highest seen (0 before the
 * first contact): a list from before a revocation is signed just as well.
 */
export function verifyKeyList(
  signed: SignedKeyList,
  roots: readonly Root[],
  highestVersionSeen: number,
): Result<KeyList, KeyListFault> {
  const bytes = Buffer.from(signed.bytes, 'base64url');
  let fault: KeyListFault = 'no-known-root';
  for (const { root, signature } of signed.signatures) {
    const known = roots.find(({ id }) => id === root);
    if (known === undefined) continue;
    fault = 'signature';
    const publicKey = ed25519PublicKey(Buffer.from(known.publicKey, 'base64url'));
    if (!verifyFor('key-list', publicKey, Buffer.from(signature, 'base64url'), bytes)) continue;
    const list = parseJson(keyList, bytes);
    if (list === null) return err('form');
    return list.version < highestVersionSeen ? err('older-version') : ok(list);
  }
  return err(fault);
}

export interface PlatformKey {
  readonly id: string;
  /** Raw, 32 bytes: X25519 for sealing, Ed25519 else. */
  readonly publicKey: Uint8Array;
}

/** The newest sealing key that counts: keys are added at the end of the list. */
export function sealingKeyOf(list: KeyList): PlatformKey | null {
  const key = list.keys.findLast(({ use, revoked }) => use === 'sealing' && !revoked);
  return key === undefined ? null : { id: key.id, publicKey: Buffer.from(key.publicKey, 'base64url') };
}

/** Only under its own use: a gateway's response key must not end a case. */
export function verificationKey(
  list: KeyList,
  use: 'acknowledgement' | 'response' | 'bundle',
  id: string,
): Result<KeyObject, 'unknown' | 'revoked' | 'other-use'> {
  const key = list.keys.find((one) => one.id === id);
  if (key === undefined) return err('unknown');
  if (key.use !== use) return err('other-use');
  if (key.revoked) return err('revoked');
  return ok(ed25519PublicKey(Buffer.from(key.publicKey, 'base64url')));
}

/** The key an enrolment is tied to. Null: the list names none that counts. */
export function firstResponseKey(list: KeyList): PlatformKey | null {
  const key = list.keys.find(({ use, revoked }) => use === 'response' && !revoked);
  return key === undefined ? null : { id: key.id, publicKey: Buffer.from(key.publicKey, 'base64url') };
}
