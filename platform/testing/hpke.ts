import { createCipheriv, createHmac, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { rawPublicKey } from '../signing.ts';

/**
 * RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message: written from the RFC with
 * node:crypto, so that what the platform opens with a library was not sealed by the same one.
 */
export function hpkeSeal(recipientRaw: string, info: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  const recipient = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', x: recipientRaw } });
  const ephemeral = generateKeyPairSync('x25519');
  const enc = Buffer.from(rawPublicKey(ephemeral.privateKey), 'base64url');
  const dh = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient });

  const kem = Buffer.concat([ascii('KEM'), number16(0x0020)]);
  const kemContext = Buffer.concat([enc, Buffer.from(recipientRaw, 'base64url')]);
  const eaePrk = labeledExtract(kem, empty, 'eae_prk', dh);
  const shared = labeledExpand(kem, eaePrk, 'shared_secret', kemContext, 32);

  const suite = Buffer.concat([ascii('HPKE'), number16(0x0020), number16(0x0001), number16(0x0002)]);
  const context = Buffer.concat([
    Buffer.from([0]),
    labeledExtract(suite, empty, 'psk_id_hash', empty),
    labeledExtract(suite, empty, 'info_hash', info),
  ]);
  const secret = labeledExtract(suite, shared, 'secret', empty);
  const key = labeledExpand(suite, secret, 'key', context, 32);
  const nonce = labeledExpand(suite, secret, 'base_nonce', context, 12);
  return Buffer.concat([enc, aesGcm(key, nonce, aad, plaintext)]);
}

/** AES-256-GCM, the 16-byte tag behind the ciphertext. */
export function aesGcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** RFC 5869. */
export function hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer {
  return expand(extract(salt, ikm), info, bytes);
}

const empty = Buffer.alloc(0);
const ascii = (text: string): Buffer => Buffer.from(text, 'ascii');
const number16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const extract = (salt: Uint8Array, ikm: Uint8Array): Buffer => createHmac('sha256', salt).update(ikm).digest();

function expand(prk: Uint8Array, info: Uint8Array, bytes: number): Buffer {
  let block: Buffer = empty;
  let all: Buffer = empty;
  for (let counter = 1; all.length < bytes; counter += 1) {
    block = createHmac('sha256', prk)
      .update(block)
      .update(info)
      .update(Buffer.from([counter]))
      .digest();
    all = Buffer.concat([all, block]);
  }
  return all.subarray(0, bytes);
}

function labeledExtract(suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer {
  return extract(salt, Buffer.concat([ascii('HPKE-v1'), suite, ascii(label), ikm]));
}

function labeledExpand(suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, bytes: number): Buffer {
  return expand(prk, Buffer.concat([number16(bytes), ascii('HPKE-v1'), suite, ascii(label), info]), bytes);
}
