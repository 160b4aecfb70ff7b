import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What must come together to open a draft. */
export interface DraftSecrets {
  /** This terminal's, 32 bytes. */
  readonly storageKey: Uint8Array;
  /** Of a live read of the person's card, base64url: see `cardSecret` in contract/device-host.ts. */
  readonly cardSecret: string;
}

export interface SealedDraft {
  readonly salt: Uint8Array;
  /** AES-256-GCM ciphertext and its 16-byte tag. */
  readonly sealed: Uint8Array;
}

const tagBytes = 16;

/**
 * Seals a draft: AES-256-GCM with key and nonce from HKDF-SHA256(storage key || card secret, salt, 44 bytes), bound to the
 * draft's name and version. Each state of a draft has a salt of its own, so that no key ever seals two.
 */
export function sealDraft(secrets: DraftSecrets, draft: string, plaintext: Uint8Array): SealedDraft {
  const salt = randomBytes(32);
  const { key, nonce, aad } = derive(secrets, draft, salt);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return { salt, sealed };
}

/** Null where this card, on this terminal, is not the one that it was sealed under, or a byte of it has changed. */
export function openDraft(secrets: DraftSecrets, draft: string, { salt, sealed }: SealedDraft): Buffer | null {
  if (sealed.length < tagBytes) return null;
  const { key, nonce, aad } = derive(secrets, draft, salt);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}

function derive({ storageKey, cardSecret }: DraftSecrets, draft: string, salt: Uint8Array) {
  const both = Buffer.concat([storageKey, Buffer.from(cardSecret, 'base64url')]);
  const derived = Buffer.from(hkdfSync('sha256', both, salt, 'tongban/1/draft', 44));
  both.fill(0);
  return { key: derived.subarray(0, 32), nonce: derived.subarray(32), aad: Buffer.from(`tongban/1/draft/${draft}`) };
}
