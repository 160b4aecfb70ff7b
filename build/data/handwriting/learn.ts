/** What was found about some characters, and which of them it was. */
export interface Case {
  readonly rows: readonly (readonly number[])[];
  readonly right: number;
}

const rounds = 60;
const stride = 0.02;

/**
 * Weights under which the right one of each case comes out as the likeliest: softmax regression with RMSprop. `fixed` are
 * weights that are not learned.
 */
export function learnedWeights(
  cases: readonly Case[],
  first: readonly number[],
  fixed: readonly number[],
): readonly number[] {
  const weights = [...first];
  const squares = first.map(() => 1e-8);
  for (let round = 0; round < rounds; round += 1) {
    for (const { rows, right } of cases) {
      const scores = rows.map((row) => -row.reduce((sum, found, at) => sum + found * (weights[at] as number), 0));
      const highest = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - highest));
      const whole = shares.reduce((sum, share) => sum + share, 0);
      for (let at = 0; at < weights.length; at += 1) {
        if (fixed.includes(at)) continue;
        const expected = rows.reduce(
          (sum, row, nth) => sum + ((shares[nth] as number) / whole) * (row[at] as number),
          0,
        );
        const slope = ((rows[right] as readonly number[])[at] as number) - expected;
        squares[at] = 0.999 * (squares[at] as number) + 0.001 * slope * slope;
        weights[at] = (weights[at] as number) - (stride * slope) / Math.sqrt((squares[at] as number) + 1e-6);
      }
    }
  }
  return weights;
}
