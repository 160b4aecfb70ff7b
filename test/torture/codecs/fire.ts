import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Random } from '../random.ts';
import type { Codec } from './codec.ts';
import { codecs } from './codecs.ts';
import { mutate } from './mutate.ts';

export interface Settings {
  readonly frames: number;
  readonly plant: 'exception' | null;
}

interface Fallen {
  exceptions: number;
  /** Good frames that were not understood although one good frame had gone before. */
  deaf: number;
  grown: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Two looks at the heap see what collecting garbage leaves; a decoder that keeps what it was fed keeps hundreds of megabytes. */
const growthAllowedBytes = 16 * 1024 * 1024;

/**
 * Feeds every codec with spoilt frames. After each, two good ones: the second must be understood, whatever went before.
 * Nothing may throw, and nothing may grow.
 */
export async function tortureCodecs({ frames, plant }: Settings, random: Random) {
  const fallen: Fallen = { exceptions: 0, deaf: 0, grown: 0 };
  for (const codec of codecs) {
    const before = { ...fallen };
    const startMs = performance.now();
    fireAt(codec, frames, random.branch(codec.name), fallen);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    const went = Object.entries(fallen).map(([what, count]) => `${count - before[what as keyof Fallen]} ${what}`);
    process.stderr.write(`${codec.name}: ${frames} frames in ${seconds} s, ${went.join(', ')}\n`);
    // Lets signals through between two codecs.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (plant === 'exception') fireAt(throwing, 1, random, fallen);
  return { codecs: codecs.length, frames, ...fallen };
}

const throwing: Codec = {
  kind: 'message',
  name: 'planted',
  good: () => Uint8Array.of(1),
  read: () => {
    throw new RangeError('planted');
  },
};

function fireAt(codec: Codec, frames: number, random: Random, fallen: Fallen): void {
  // The first tenth fills caches and compiles; what grows after it grows for ever.
  const warm = Math.ceil(frames / 10);
  let heapBytes = 0;
  for (let frame = 1; frame <= frames; frame += 1) {
    try {
      if (!survives(codec, random)) fallen.deaf += 1;
    } catch (error) {
      fallen.exceptions += 1;
      if (fallen.exceptions <= 3) process.stderr.write(`${codec.name}: ${String(error)}\n`);
    }
    if (frame === warm) heapBytes = heapAfterCollection();
  }
  if (heapAfterCollection() - heapBytes > growthAllowedBytes) fallen.grown += 1;
}

function survives(codec: Codec, random: Random): boolean {
  const spoilt = mutate(codec.good(random), random);
  switch (codec.kind) {
    case 'message':
      codec.read(spoilt);
      // It holds nothing from one message to the next, so one good one in a hundred shows that it still reads.
      return !random.chance(0.01) || codec.read(codec.good(random));
    case 'stream':
      codec.feed(spoilt);
      codec.silence();
      codec.feed(codec.good(random));
      return codec.feed(codec.good(random));
    default:
      return codec satisfies never;
  }
}

function heapAfterCollection(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
