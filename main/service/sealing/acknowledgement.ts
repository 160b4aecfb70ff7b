import { err, ok, type Result } from '../../contract/result.ts';
import {
  type Acknowledgements,
  acknowledgements,
  epochWord,
  type SignedAcknowledgements,
  type SignedEpoch,
} from '../../contract/wire/deliveries.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import { verifyFor } from './ed25519.ts';
import { verificationKey } from './key-list.ts';
import { parseJson } from './parse-json.ts';
import type { Enrolment } from './terminal-keys.ts';

export type AcknowledgementFault =
  | 'key-unknown'
  | 'key-revoked'
  /** Signed by a key that has another use: the gateway's response key ends nothing. */
  | 'key-of-other-use'
  | 'signature'
  | 'form'
  | 'other-terminal'
  | 'older-epoch';

/** The epoch that the platform says where it acknowledges nothing; null where the word is not an acknowledgement key's. */
export function verifyEpoch({ key, bytes, signature }: SignedEpoch, list: KeyList): number | null {
  const own = verificationKey(list, 'acknowledgement', key);
  const signed = Buffer.from(bytes, 'base64url');
  if (!own.ok || !verifyFor('epoch', own.value, Buffer.from(signature, 'base64url'), signed)) return null;
  return parseJson(epochWord, signed)?.epoch ?? null;
}

/**
 * Believes a list of acknowledgements, parsed only after its signature holds. What is left to the caller is the list's
 * incarnation and each entry's digest and size against its own rows; only then does the entry end a case. The incarnation
 * may be an earlier one than the terminal's: cases from before a new enrolment are acknowledged under their own.
 */
export function verifyAcknowledgements(
  signed: SignedAcknowledgements,
  list: KeyList,
  expected: Pick<Enrolment, 'terminal'> & { readonly highestEpoch: number },
): Result<Acknowledgements, AcknowledgementFault> {
  const key = verificationKey(list, 'acknowledgement', signed.key);
  if (!key.ok) {
    switch (key.error) {
      case 'unknown':
        return err('key-unknown');
      case 'revoked':
        return err('key-revoked');
      case 'other-use':
        return err('key-of-other-use');
      default:
        throw new Error(key.error satisfies never);
    }
  }
  const bytes = Buffer.from(signed.bytes, 'base64url');
  if (!verifyFor('acknowledgements', key.value, Buffer.from(signed.signature, 'base64url'), bytes)) {
    return err('signature');
  }
  const parsed = parseJson(acknowledgements, bytes);
  if (parsed === null) return err('form');
  if (parsed.terminal !== expected.terminal) return err('other-terminal');
  return parsed.epoch < expected.highestEpoch ? err('older-epoch') : ok(parsed);
}
