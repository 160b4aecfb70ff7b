import {
  createCipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hash,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { err, ok, type Result } from '../../contract/result.ts';
import {
  type CaseContent,
  type CaseHeader,
  type CaseIdentity,
  type CaseManifest,
  envelopeVersion,
  headerVersion,
} from '../../contract/wire/envelope.ts';
import { type Purpose, withPurpose } from '../../contract/wire/purposes.ts';
import { signFor } from './ed25519.ts';
import type { PlatformKey } from './key-list.ts';
import type { SealedPaper } from './paper.ts';
import type { EnrolledKeys } from './terminal-keys.ts';

/** What the caller knows of a header; version, suite, terminal, key and sizes are put in here. */
export type HeaderFields = Pick<CaseHeader, 'caseNumber' | 'sequence' | 'previous' | 'time' | 'auditHead'> & {
  readonly identity: CaseIdentity;
};

/** Each part exactly as it is stored, sent and hashed. */
export interface SealedCase {
  readonly header: Uint8Array;
  readonly manifest: Uint8Array;
  readonly answers: Uint8Array;
  readonly signature: Uint8Array;
  /** base64url of SHA-256 over the manifest. */
  readonly caseDigest: string;
  /** Header, manifest, answers and every paper's ciphertext together: what an acknowledgement names as `bytes`. */
  readonly bytes: number;
}

const hpke = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export function digestFor(purpose: Purpose, bytes: Uint8Array): Buffer {
  return hash('sha256', withPurpose(purpose, bytes), 'buffer');
}

/** The same in base64url: without the Buffer in between it takes a third of the time. */
export function digestTextFor(purpose: Purpose, bytes: Uint8Array): string {
  return hash('sha256', withPurpose(purpose, bytes), 'base64url');
}

/**
 * Seals a case as contract/wire/envelope.ts lays down, suite 1. Asynchronous: it is done before the submission's
 * transaction begins, never inside. A crash in between loses the content key, and the draft is still there.
 * `papers` are the content's, in its order; their ciphertext lies on the disk already and is not touched here.
 */
export async function sealCase(input: {
  readonly header: HeaderFields;
  readonly content: CaseContent;
  readonly papers: readonly SealedPaper[];
  readonly keys: EnrolledKeys;
  readonly sealingKey: PlatformKey;
}): Promise<Result<SealedCase, 'sealing-key-unusable'>> {
  const { content, papers, keys, sealingKey } = input;
  if (content.papers.some(({ id }, at) => papers[at]?.id !== id) || content.papers.length !== papers.length) {
    throw new Error('the papers of a case are not those its content lists');
  }
  const recipientPublicKey = await recipientOf(sealingKey.publicKey);
  if (recipientPublicKey === null) return err('sealing-key-unusable');

  const plaintext = Buffer.from(JSON.stringify(content), 'utf8');
  const contentKey = randomBytes(32);
  let derived: Buffer | null = null;
  try {
    const header = jsonBytes({
      v: headerVersion,
      suite: 1,
      ...input.header,
      terminal: keys.enrolment.terminal,
      incarnation: keys.enrolment.incarnation,
      sealingKey: sealingKey.id,
      sizes: { contentBytes: plaintext.length, papers: papers.length },
    } satisfies CaseHeader);
    const hh = digestFor('header', header);

    const sealed = await hpke.seal({ recipientPublicKey, info: hh }, contentKey, hh);

    derived = Buffer.from(hkdfSync('sha256', contentKey, hh, 'tongban/1/answers', 44));
    const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), derived.subarray(32), { authTagLength: 16 });
    cipher.setAAD(hh);
    const answers = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);

    const manifest = jsonBytes({
      v: envelopeVersion,
      hh: hh.toString('base64url'),
      sealedContentKey: Buffer.concat([Buffer.from(sealed.enc), Buffer.from(sealed.ct)]).toString('base64url'),
      answers: { digest: digestFor('ciphertext', answers).toString('base64url'), bytes: answers.length },
      papers: papers.map(({ id, digest, sealedBytes, chunks }) => ({ id, digest, bytes: sealedBytes, chunks })),
    } satisfies CaseManifest);
    const caseDigest = digestFor('manifest', manifest);
    return ok({
      header,
      manifest,
      answers,
      signature: signFor('case', keys.signingKey, caseDigest),
      caseDigest: caseDigest.toString('base64url'),
      bytes:
        header.length +
        manifest.length +
        answers.length +
        papers.reduce((total, { sealedBytes }) => total + sealedBytes, 0),
    });
  } finally {
    plaintext.fill(0);
    contentKey.fill(0);
    derived?.fill(0);
  }
}

const jsonBytes = (value: object): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

let lastRecipient: { readonly publicKey: Buffer; readonly key: CryptoKey } | null = null;

/** Looked at once for as long as it is in force; null where nothing may be sealed to it. */
async function recipientOf(publicKey: Uint8Array): Promise<CryptoKey | null> {
  if (lastRecipient?.publicKey.equals(publicKey) === true) return lastRecipient.key;
  if (!isUsableSealingKey(publicKey)) return null;
  const key = await hpke.kem.deserializePublicKey(publicKey);
  lastRecipient = { publicKey: Buffer.from(publicKey), key };
  return key;
}

// Any private key serves: each is a multiple of the cofactor, and takes every point of low order to zero.
const probe = generateKeyPairSync('x25519').privateKey;

/** With a public key of low order everybody knows the shared secret. OpenSSL refuses to derive one that is all zero. */
function isUsableSealingKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const x = Buffer.from(publicKey).toString('base64url');
  try {
    diffieHellman({
      privateKey: probe,
      publicKey: createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', x } }),
    });
    return true;
  } catch {
    return false;
  }
}
