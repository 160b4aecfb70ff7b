import { type ChildProcess, spawn } from 'node:child_process';
import { type CardPhoto, maxPhotoBytes, type PhotoDecoder } from '../../main/contract/devices/id-card-reader.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';

/** `no-image`: what it wrote begins like no PNG, JPEG or BMP. `stopped`: by us, because the person has gone. */
export type DecoderFault = 'not-started' | 'failed' | 'too-slow' | 'too-large' | 'no-image' | 'stopped';

export const decoderLimitMs = 3000;

/**
 * Has the operator's own program turn a photo block (1024 bytes, closed form) into an image: the block on its standard
 * input, a PNG, JPEG or BMP on its standard output, within 3 s and 64 KiB. No shell, no environment, and nothing said about
 * whose photo it is. It is foreign code that may do anything: whatever it does, the answer is an image or a fault, once.
 *
 * Under setpriv(1), so that the system kills it when this process is killed; and in a group of its own, so that whatever it
 * has started is killed along with it. `block` is wiped when it has been handed over.
 */
export function decodePhoto(
  { program, args }: PhotoDecoder,
  block: Uint8Array,
  clock: Clock,
  onEnd: (result: Result<CardPhoto, DecoderFault>) => void,
): () => void {
  const [command, ...words] =
    process.platform === 'linux'
      ? ['setpriv', '--pdeathsig', 'KILL', '--', program, ...(args ?? [])]
      : [program, ...(args ?? [])];
  const child = spawn(command ?? program, words, {
    cwd: '/',
    env: {},
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isOver = false;
  const end = (result: Result<CardPhoto, DecoderFault>): void => {
    if (isOver) return;
    isOver = true;
    takeBackLimit();
    kill(child);
    for (const chunk of chunks) chunk.fill(0);
    block.fill(0);
    onEnd(result);
  };
  const takeBackLimit = clock.after(decoderLimitMs, () => end(err('too-slow')));

  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (isOver || bytes > maxPhotoBytes) {
      chunk.fill(0);
      end(err('too-large'));
    } else {
      chunks.push(chunk);
    }
  });
  // A program that reads nothing, or has gone, is told by how it ends.
  child.stdin.on('error', () => {});
  child.stdin.end(block);
  child.on('error', () => end(err('not-started')));
  child.on('close', (code) => {
    if (code !== 0) return end(err('failed'));
    const image = Buffer.concat(chunks);
    const type = typeOf(image);
    const base64 = image.toString('base64');
    image.fill(0);
    return end(type === undefined ? err('no-image') : ok({ type, base64 }));
  });
  return () => end(err('stopped'));
}

const beginnings = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/bmp', [0x42, 0x4d]],
] as const;

function typeOf(image: Uint8Array): CardPhoto['type'] | undefined {
  return beginnings.find(([, bytes]) => bytes.every((byte, at) => image[at] === byte))?.[0];
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended.
  }
}
