import { createDecipheriv, hkdfSync, type KeyObject } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { z } from 'zod';
import { parseCaseNumber } from '../../main/contract/case-number.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import {
  type CaseContent,
  caseContent,
  type CaseHeader,
  caseHeader,
  type CaseManifest,
  caseManifest,
  type Envelope,
  envelopeVersion,
  headerVersion,
} from '../../main/contract/wire/envelope.ts';
import type { CaseTable } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';
import { digestOf, signatureHolds } from '../signing.ts';
import { isPossiblePaper, plainBytesOf } from './open-papers.ts';

/** The parts of an envelope as bytes, and the digest that names the case. */
export interface EnvelopeBytes {
  readonly header: Buffer;
  readonly manifest: Buffer;
  readonly answers: Buffer;
  readonly signature: Buffer;
  readonly caseDigest: string;
}

export interface SigningKey extends Incarnation {
  readonly key: KeyObject;
}

/** `because` is for the platform's own log; the terminal learns only that it did not hold. */
export type OpenedEnvelope =
  | { readonly state: 'not-verified'; readonly because: string }
  | { readonly state: 'unknown-version'; readonly signer: SigningKey }
  | {
      readonly state: 'refused';
      readonly signer: SigningKey;
      readonly header: CaseHeader;
      readonly papers: CaseManifest['papers'];
      readonly reason: 'content-not-readable';
      readonly bytes: Buffer;
    }
  | {
      readonly state: 'opened';
      readonly signer: SigningKey;
      readonly header: CaseHeader;
      readonly papers: CaseManifest['papers'];
      readonly content: CaseContent;
      readonly bytes: Buffer;
    };

const hpke = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const gcmTagBytes = 16;
const hpkeEncBytes = 32;

/** As it was delivered and stored; null where an operator refused what never came. */
export function storedEnvelope({
  case_digest,
  header,
  manifest,
  answers,
  signature,
}: Pick<CaseTable, 'case_digest' | 'header' | 'manifest' | 'answers' | 'signature'>): EnvelopeBytes | null {
  if (header === null || manifest === null || answers === null || signature === null) return null;
  return {
    header: Buffer.from(header),
    manifest: Buffer.from(manifest),
    answers: Buffer.from(answers),
    signature: Buffer.from(signature),
    caseDigest: case_digest,
  };
}

export function decodeEnvelope(envelope: Envelope): EnvelopeBytes {
  const manifest = Buffer.from(envelope.manifest, 'base64url');
  return {
    header: Buffer.from(envelope.header, 'base64url'),
    manifest,
    answers: Buffer.from(envelope.answers, 'base64url'),
    signature: Buffer.from(envelope.signature, 'base64url'),
    caseDigest: digestOf('manifest', manifest).toString('base64url'),
  };
}

/**
 * Checks and opens an envelope of suite 1 in the order of contract/wire/envelope.ts: the signature over the manifest's
 * exact bytes first, then what the manifest says of the other parts, and only then the sealed content. Papers travel apart;
 * `openPapers` looks at them.
 *
 * `signers`: the keys the sender's terminal has had, its present one first. An earlier enrolment's envelope counts too:
 * a terminal that had to enrol again still holds cases signed with the key before.
 */
export async function openEnvelope(
  parts: EnvelopeBytes,
  signers: readonly SigningKey[],
  sealingKeys: ReadonlyMap<string, KeyObject>,
): Promise<OpenedEnvelope> {
  const caseDigest = Buffer.from(parts.caseDigest, 'base64url');
  const signer = signers.find(({ key }) => signatureHolds('case', key, parts.signature, caseDigest));
  if (signer === undefined) return { state: 'not-verified', because: 'no key of this terminal signed it' };

  const manifest = readVersioned(parts.manifest, caseManifest);
  if (!manifest.ok) return notRead(manifest.error, signer, 'the manifest does not fit its form');
  const hh = digestOf('header', parts.header);
  if (manifest.value.hh !== hh.toString('base64url')) return { state: 'not-verified', because: 'another header' };
  const header = readVersioned(parts.header, caseHeader, headerVersion);
  if (!header.ok) return notRead(header.error, signer, 'the header does not fit its form');

  const wrong = whatDoesNotHold(parts, header.value, manifest.value, signer);
  if (wrong !== null) return { state: 'not-verified', because: wrong };

  const sealingKey = sealingKeys.get(header.value.sealingKey);
  if (sealingKey === undefined) return { state: 'not-verified', because: 'sealed to a key that is not held here' };
  const bytes = await unseal(parts.answers, Buffer.from(manifest.value.sealedContentKey, 'base64url'), hh, sealingKey);
  if (bytes === null) return { state: 'not-verified', because: 'the seal does not open' };
  if (bytes.length !== header.value.sizes.contentBytes) {
    return { state: 'not-verified', because: 'the content has another size than the header says' };
  }

  const content = readVersioned(bytes, caseContent);
  if (!content.ok && content.error === 'unknown-version') return { state: 'unknown-version', signer };
  const read = { signer, header: header.value, papers: manifest.value.papers, bytes };
  if (!content.ok || !areTheSame(content.value.papers, manifest.value.papers)) {
    return { ...read, state: 'refused', reason: 'content-not-readable' };
  }
  return { ...read, state: 'opened', content: content.value };
}

function notRead(why: 'unknown-version' | 'form', signer: SigningKey, because: string): OpenedEnvelope {
  return why === 'unknown-version' ? { state: 'unknown-version', signer } : { state: 'not-verified', because };
}

function whatDoesNotHold(
  parts: EnvelopeBytes,
  header: CaseHeader,
  manifest: CaseManifest,
  signer: SigningKey,
): string | null {
  const number = parseCaseNumber(header.caseNumber);
  if (!number.ok) return 'the case number is none';
  const { terminal, incarnation, counter } = number.value;
  if (terminal !== header.terminal || incarnation !== header.incarnation || counter !== header.sequence) {
    return 'the case number belongs to another terminal, incarnation or sequence';
  }
  if (terminal !== signer.terminal || incarnation !== signer.incarnation) return 'signed by another incarnation';
  if (parts.answers.length !== manifest.answers.bytes) return 'the sealed answers have another size';
  if (digestOf('ciphertext', parts.answers).toString('base64url') !== manifest.answers.digest) {
    return 'the sealed answers have another digest';
  }
  if (header.sizes.papers !== manifest.papers.length) return 'the header says another number of papers';
  if (new Set(manifest.papers.map(({ id }) => id)).size !== manifest.papers.length) return 'a paper is listed twice';
  if (!manifest.papers.every(isPossiblePaper)) return 'a paper has a length or a count of chunks that none can have';
  return null;
}

/** Whether the sealed content and the readable manifest speak of the same papers, in the same order. */
function areTheSame(sealed: CaseContent['papers'], listed: CaseManifest['papers']): boolean {
  return (
    sealed.length === listed.length &&
    sealed.every(({ id, digest, bytes }, at) => {
      const other = listed[at];
      return other !== undefined && id === other.id && digest === other.digest && bytes === plainBytesOf(other);
    })
  );
}

/** The content, or null where anything about the seal is wrong. */
async function unseal(
  answers: Buffer,
  sealedContentKey: Buffer,
  hh: Buffer,
  sealingKey: KeyObject,
): Promise<Buffer | null> {
  if (answers.length < gcmTagBytes) return null;
  try {
    const { d } = sealingKey.export({ format: 'jwk' });
    const recipientKey = await hpke.kem.deserializePrivateKey(Buffer.from(d ?? '', 'base64url'));
    const enc = sealedContentKey.subarray(0, hpkeEncBytes);
    const contentKey = await hpke.open({ recipientKey, enc, info: hh }, sealedContentKey.subarray(hpkeEncBytes), hh);
    const answersKey = Buffer.from(hkdfSync('sha256', Buffer.from(contentKey), hh, 'tongban/1/answers', 44));
    const decipher = createDecipheriv('aes-256-gcm', answersKey.subarray(0, 32), answersKey.subarray(32), {
      authTagLength: gcmTagBytes,
    });
    decipher.setAAD(hh);
    decipher.setAuthTag(answers.subarray(-gcmTagBytes));
    return Buffer.concat([decipher.update(answers.subarray(0, -gcmTagBytes)), decipher.final()]);
  } catch {
    // Both libraries tell a wrong key, a wrong tag and a key of low order by throwing, each in its own words.
    return null;
  }
}

const anyVersion = z.looseObject({ v: z.int() });

/** Parses JSON of any version up to the newest; one that is not known is told apart from what is simply broken. */
function readVersioned<T>(
  bytes: Buffer,
  schema: z.ZodType<T>,
  newest = envelopeVersion,
): Result<T, 'unknown-version' | 'form'> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err('form');
  }
  const version = anyVersion.safeParse(value);
  if (!version.success) return err('form');
  if (version.data.v > newest || version.data.v < 1) return err('unknown-version');
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err('form');
}
