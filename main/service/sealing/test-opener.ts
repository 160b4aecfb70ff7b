import {
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  verify,
} from 'node:crypto';
import { type CaseContent, caseContent, caseHeader, caseManifest } from '../../contract/wire/envelope.ts';
import type { SealedCase } from './envelope.ts';
import type { SealedPaper } from './paper.ts';

/**
 * Opens an envelope for the tests, by node:crypto and RFC 9180's own words alone: nothing of it is shared with what
 * seals, so a slip in the one is not hidden by the same slip in the other. Throws on anything that does not hold.
 */
export function openForTest(
  sealed: Pick<SealedCase, 'header' | 'manifest' | 'answers' | 'signature'>,
  sealingPrivateKey: KeyObject,
  terminalKey: KeyObject,
): CaseContent {
  const manifestDigest = sha256(tag('manifest'), sealed.manifest);
  if (!verify(null, Buffer.concat([tag('case'), manifestDigest]), terminalKey, sealed.signature)) {
    throw new Error('signature');
  }
  const manifest = caseManifest.parse(JSON.parse(Buffer.from(sealed.manifest).toString('utf8')));
  const hh = sha256(tag('header'), sealed.header);
  if (manifest.hh !== hh.toString('base64url')) throw new Error('header digest');
  const header = caseHeader.parse(JSON.parse(Buffer.from(sealed.header).toString('utf8')));
  if (manifest.answers.bytes !== sealed.answers.length) throw new Error('answers length');
  if (manifest.answers.digest !== sha256(tag('ciphertext'), sealed.answers).toString('base64url')) {
    throw new Error('answers digest');
  }

  const sealedKey = Buffer.from(manifest.sealedContentKey, 'base64url');
  const contentKey = openHpkeBase(sealedKey.subarray(0, 32), sealedKey.subarray(32), sealingPrivateKey, hh);
  const derived = Buffer.from(hkdfSync('sha256', contentKey, hh, 'tongban/1/answers', 44));
  const plaintext = openGcm(derived.subarray(0, 32), derived.subarray(32), sealed.answers, hh);
  if (plaintext.length !== header.sizes.contentBytes) throw new Error('content length');
  return caseContent.parse(JSON.parse(plaintext.toString('utf8')));
}

/** A paper's ciphertext, opened. `digest: null` leaves the digest aside, to see what the chunks themselves refuse. */
export function openPaperForTest(
  paper: Pick<SealedPaper, 'id' | 'key' | 'bytes' | 'chunks'> & { readonly digest: string | null },
  sealed: Uint8Array,
): Buffer {
  if (paper.digest !== null && sha256(tag('ciphertext'), sealed).toString('base64url') !== paper.digest) {
    throw new Error('digest');
  }
  const id = Buffer.from(paper.id, 'base64url');
  const key = Buffer.from(paper.key, 'base64url');
  const opened: Buffer[] = [];
  for (let at = 0, number = 0; at < sealed.length; at += 262_160, number += 1) {
    const piece = sealed.subarray(at, at + 262_160);
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(number, 7);
    nonce.writeUInt8(at + piece.length === sealed.length ? 1 : 0, 11);
    opened.push(openGcm(key, nonce, piece, Buffer.concat([id, nonce.subarray(7, 11)])));
  }
  const whole = Buffer.concat(opened);
  if (whole.length !== paper.bytes || opened.length !== paper.chunks || opened.length === 0) throw new Error('length');
  return whole;
}

function tag(purpose: string): Buffer {
  return Buffer.from(`tongban/1/${purpose}\0`);
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function openGcm(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

/** RFC 9180 sections 4.1 and 5.1, mode base, KEM 0x0020, KDF 0x0001, AEAD 0x0002; info and aad are both `bound`. */
function openHpkeBase(enc: Uint8Array, sealed: Uint8Array, privateKey: KeyObject, bound: Uint8Array): Buffer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const ownPublic = Buffer.from(x ?? '', 'base64url');
  const ephemeral = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'X25519', x: Buffer.from(enc).toString('base64url') },
  });
  const dh = diffieHellman({ privateKey, publicKey: ephemeral });

  const kem = Buffer.concat([Buffer.from('KEM'), Buffer.from([0x00, 0x20])]);
  const eaePrk = labeledExtract(kem, Buffer.alloc(0), 'eae_prk', dh);
  const shared = labeledExpand(kem, eaePrk, 'shared_secret', Buffer.concat([enc, ownPublic]), 32);

  const suite = Buffer.concat([Buffer.from('HPKE'), Buffer.from([0x00, 0x20, 0x00, 0x01, 0x00, 0x02])]);
  const pskIdHash = labeledExtract(suite, Buffer.alloc(0), 'psk_id_hash', Buffer.alloc(0));
  const infoHash = labeledExtract(suite, Buffer.alloc(0), 'info_hash', bound);
  const context = Buffer.concat([Buffer.from([0x00]), pskIdHash, infoHash]);
  const secret = labeledExtract(suite, shared, 'secret', Buffer.alloc(0));
  const key = labeledExpand(suite, secret, 'key', context, 32);
  const nonce = labeledExpand(suite, secret, 'base_nonce', context, 12);
  return openGcm(key, nonce, sealed, bound);
}

function labeledExtract(suiteId: Buffer, salt: Buffer, label: string, ikm: Uint8Array): Buffer {
  const labeled = Buffer.concat([Buffer.from('HPKE-v1'), suiteId, Buffer.from(label), ikm]);
  return createHmac('sha256', salt).update(labeled).digest();
}

/** At most 32 bytes, so HKDF-Expand is its first block. */
function labeledExpand(suiteId: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(length);
  const labeled = Buffer.concat([size, Buffer.from('HPKE-v1'), suiteId, Buffer.from(label), info]);
  return createHmac('sha256', prk)
    .update(labeled)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
