import type { CaseManifest } from '../../contract/wire/envelope.ts';
import { digestTextFor } from '../sealing/envelope.ts';
import type { WaitingCase } from './outbox.ts';

/**
 * Whether an envelope's bytes are still the ones whose digest was recorded at handing in. One byte that the disk turned round
 * makes a case that no platform can verify: sent, it would come back unverified for ever, and nobody would know that the fault
 * is here. Its signature is in no digest: where that is damaged, the platform is the one to say so.
 */
export function isWhole({ caseDigest, envelope: { header, manifest, answers } }: WaitingCase): boolean {
  if (digestTextFor('manifest', manifest) !== caseDigest) return false;
  // Made by this program, and just found to be what it made.
  const named = JSON.parse(Buffer.from(manifest).toString('utf8')) as CaseManifest;
  return named.hh === digestTextFor('header', header) && named.answers.digest === digestTextFor('ciphertext', answers);
}
