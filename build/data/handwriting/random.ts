/** Numbers that look random and are the same each time for the same seed. */
export interface Random {
  /** From 0 up to, not including, 1. */
  readonly share: () => number;
  /** Normally distributed around 0. */
  readonly around: (deviation: number) => number;
  /** A whole number from 0 up to, not including, `below`. */
  readonly whole: (below: number) => number;
}

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    share,
    around: (deviation) => deviation * Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
    whole: (below) => Math.floor(share() * below),
  };
}
