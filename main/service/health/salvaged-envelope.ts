import { parseCaseNumber } from '../../contract/case-number.ts';
import { type CaseManifest, caseHeader, type CaseHeader, caseManifest } from '../../contract/wire/envelope.ts';
import { digestFor } from '../sealing/envelope.ts';
import { ed25519PublicKey, verifyFor } from '../sealing/ed25519.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { SalvagedRows } from '../store/salvaged-rows.ts';

export interface SoundEnvelope {
  readonly header: CaseHeader;
  readonly manifest: CaseManifest;
  readonly caseDigest: string;
  /** Header, manifest, answers and papers' ciphertext: what an acknowledgement names as `bytes`. */
  readonly bytes: number;
}

/**
 * Follows an envelope's own chain: manifest to header and answers, and the terminal's signature over all of it. Null where
 * one byte is another than when it was sealed. An earlier incarnation's signature cannot be checked here, because its key
 * is gone; the platform checks it.
 */
export function checkEnvelope(row: SalvagedRows['envelopes'], keys: EnrolledKeys | null): SoundEnvelope | null {
  const manifest = parseJson(caseManifest, row.manifest);
  const header = parseJson(caseHeader, row.header);
  if (manifest === null || header === null) return null;
  if (manifest.hh !== digestFor('header', row.header).toString('base64url')) return null;
  if (manifest.answers.digest !== digestFor('ciphertext', row.answers).toString('base64url')) return null;
  const number = parseCaseNumber(header.caseNumber);
  if (header.caseNumber !== row.case_number || !number.ok || row.signature.length !== 64) return null;
  const { terminal, incarnation, counter } = number.value;
  if (terminal !== header.terminal || incarnation !== header.incarnation || counter !== header.sequence) return null;

  const digest = digestFor('manifest', row.manifest);
  const isOurs = keys?.enrolment.terminal === terminal && keys.enrolment.incarnation === incarnation;
  if (isOurs && !verifyFor('case', ed25519PublicKey(keys.publicKey), row.signature, digest)) return null;
  return {
    header,
    manifest,
    caseDigest: digest.toString('base64url'),
    bytes:
      row.header.length +
      row.manifest.length +
      row.answers.length +
      manifest.papers.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
