import { createDecipheriv, createHash } from 'node:crypto';
import type { Unfinished } from '../../main/contract/wire/deliveries.ts';
import type { CaseContent, CaseManifest } from '../../main/contract/wire/envelope.ts';
import { withPurpose } from '../../main/contract/wire/purposes.ts';
import type { PaperFiles } from '../papers/paper-files.ts';

export type ListedPaper = CaseManifest['papers'][number];
type PaperKeys = CaseContent['papers'];
type Missing = Extract<Unfinished, { state: 'papers-missing' }>['missing'];

export type PapersHere =
  | { readonly state: 'whole' }
  | { readonly state: 'missing'; readonly missing: Missing }
  /** All are here, and durable. The bytes are the very ones that were signed, and no other will come: they never open. */
  | { readonly state: 'not-readable'; readonly because: string };

const plainChunkBytes = 256 * 1024;
const tagBytes = 16;
const chunkBytes = plainChunkBytes + tagBytes;

/** What cannot be the ciphertext of a paper, however it was encrypted: the count of chunks follows from the length. */
export function isPossiblePaper({ bytes, chunks }: ListedPaper): boolean {
  const lastBytes = bytes - (chunks - 1) * chunkBytes;
  return chunks >= 1 && lastBytes > tagBytes && lastBytes <= chunkBytes;
}

/** How long a paper of this ciphertext is when it is opened. */
export const plainBytesOf = ({ bytes, chunks }: ListedPaper): number => bytes - chunks * tagBytes;

/**
 * Whether every paper of a case is here, with the digest that was signed, and opens chunk by chunk. Where all lengths are
 * right and a digest is not, that paper is thrown away, to be sent again from the start. When no paper is missing, a power
 * cut can take none of them back. `keys`: null where the content cannot be read; then the digests alone are checked.
 */
export async function openPapers(
  caseDigest: string,
  listed: readonly ListedPaper[],
  keys: PaperKeys | null,
  files: PaperFiles,
): Promise<PapersHere> {
  const missing: Missing = [];
  for (const { id: paper, bytes } of listed) {
    const receivedBytes = await files.receivedBytes({ caseDigest, paper });
    if (receivedBytes < bytes) missing.push({ paper, receivedBytes });
  }
  if (missing.length > 0) return { state: 'missing', missing };

  let unreadable: string | null = null;
  for (const paper of listed) {
    const name = { caseDigest, paper: paper.id };
    const key = keys?.find(({ id }) => id === paper.id)?.key ?? null;
    const { digest, opens } = await readThrough(paper, key, files.read(name));
    if (digest !== paper.digest) {
      await files.discard(name);
      missing.push({ paper: paper.id, receivedBytes: 0 });
    } else if (!opens) unreadable = paper.id;
  }
  if (missing.length > 0) return { state: 'missing', missing };
  await files.makeDurable(listed.map(({ id }) => ({ caseDigest, paper: id })));
  return unreadable === null
    ? { state: 'whole' }
    : { state: 'not-readable', because: `paper ${unreadable} does not open` };
}

/** The page itself, from ciphertext that `openPapers` found whole. Throws where it is not. */
export async function* openPaper(
  paper: ListedPaper,
  key: string,
  ciphertext: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let number = 0;
  for await (const chunk of inChunks(ciphertext)) {
    yield openChunk(paper, key, number, chunk);
    number += 1;
  }
  if (number !== paper.chunks) throw new Error(`${number} chunks of ${paper.chunks}`);
}

async function readThrough(
  paper: ListedPaper,
  key: string | null,
  ciphertext: AsyncIterable<Buffer>,
): Promise<{ readonly digest: string; readonly opens: boolean }> {
  const hash = createHash('sha256').update(withPurpose('ciphertext'));
  let opens = true;
  let number = 0;
  for await (const chunk of inChunks(ciphertext)) {
    hash.update(chunk);
    if (key !== null && opens) {
      try {
        openChunk(paper, key, number, chunk);
      } catch {
        // Goes on all the same: bytes that changed on the way are told by the digest, and sent again.
        opens = false;
      }
    }
    number += 1;
  }
  return { digest: hash.digest('base64url'), opens: opens && number === paper.chunks };
}

/** Throws when it is not this chunk of this paper, or the last is not marked as the last. */
function openChunk({ id, chunks }: ListedPaper, key: string, number: number, chunk: Buffer): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(number);
  const nonce = Buffer.concat([Buffer.alloc(7), counter, Buffer.from([number === chunks - 1 ? 1 : 0])]);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.concat([Buffer.from(id, 'base64url'), counter]));
  decipher.setAuthTag(chunk.subarray(-tagBytes));
  return Buffer.concat([decipher.update(chunk.subarray(0, -tagBytes)), decipher.final()]);
}

async function* inChunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const part of source) {
    held.push(part);
    heldBytes += part.length;
    if (heldBytes < chunkBytes) continue;
    let all = Buffer.concat(held);
    for (; all.length >= chunkBytes; all = all.subarray(chunkBytes)) yield all.subarray(0, chunkBytes);
    held = [all];
    heldBytes = all.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
