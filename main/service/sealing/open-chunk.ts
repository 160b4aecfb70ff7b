import { createDecipheriv } from 'node:crypto';
import type { SealedPaper } from './paper.ts';

const tagBytes = 16;
/** Of a paper's ciphertext: 256 KiB of the page and a tag. The last may be shorter. */
export const sealedChunkBytes = 256 * 1024 + tagBytes;

/**
 * One chunk of a paper in the clear, in the format of contract/wire/envelope.ts; null where it is not what was sealed. Only
 * for the person who laid the page down, while the draft still holds its key: they are to see what they hand in.
 */
export function openChunk(
  { id, key, chunks }: Pick<SealedPaper, 'id' | 'key' | 'chunks'>,
  number: number,
  sealed: Uint8Array,
): Buffer | null {
  if (sealed.length <= tagBytes) return null;
  const at = Buffer.alloc(4);
  at.writeUInt32BE(number);
  const nonce = Buffer.concat([Buffer.alloc(7), at, Buffer.from([number === chunks - 1 ? 1 : 0])]);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.concat([Buffer.from(id, 'base64url'), at]));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    // The one error there is: the tag does not hold.
    return null;
  }
}
