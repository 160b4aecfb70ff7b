import { createHash } from 'node:crypto';

/** Chance that can be repeated: the same seed makes the same decisions. What two cores do between them it does not decide. */
export interface Random {
  /** 0 to 1, without 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both among them. */
  between(least: number, most: number): number;
  /** The same, small ones as often as large ones of each size: 10 to 100 as often as 1000 to 10000. */
  sized(least: number, most: number): number;
  /** Throws a RangeError when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** Of its own: what one part draws does not change what another gets. */
  branch(name: string): Random;
}

export function randomFrom(seed: string): Random {
  // Marsaglia's xorshift128, its state the seed's digest.
  const digest = createHash('sha256').update(seed).digest();
  let [x, y, z, w] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12)];
  const next = (): number => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = (w ^ (w >>> 19) ^ (t ^ (t >>> 8))) >>> 0;
    return w / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    sized: (least, most) => Math.round(Math.exp(Math.log(least) + next() * (Math.log(most) - Math.log(least)))),
    pick: <T>(from: readonly T[]): T => {
      const [picked] = from.slice(between(0, from.length - 1));
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    branch: (name) => randomFrom(`${seed}/${name}`),
  };
}
