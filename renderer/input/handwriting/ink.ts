export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One stroke: from where the pen comes down to where it is lifted. */
export type Stroke = readonly Point[];

/** What has been written, in the order it was written; in any unit, down is more. */
export type Ink = readonly Stroke[];
