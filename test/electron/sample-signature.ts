import type { Signature } from '../../main/contract/answers.ts';

type Corner = readonly [number, number];

/** 王小, as somebody writes it with a finger: strokes by their corners, in millimetres. */
const corners: readonly (readonly Corner[])[] = [
  [
    [40, 22],
    [58, 20],
    [76, 21],
  ],
  [
    [44, 40],
    [58, 38],
    [73, 39],
  ],
  [
    [58, 20],
    [57, 40],
    [58, 59],
  ],
  [
    [36, 60],
    [60, 57],
    [82, 59],
  ],
  [
    [112, 16],
    [113, 40],
    [112, 60],
    [106, 54],
  ],
  [
    [98, 34],
    [94, 44],
    [87, 52],
  ],
  [
    [124, 32],
    [131, 42],
    [138, 50],
  ],
];

export const sampleSignature: Signature = {
  kind: 'signature',
  widthMm: 290,
  heightMm: 170,
  strokes: corners.map((stroke, number) =>
    stroke.flatMap(([x, y], at) => {
      const [toX, toY] = stroke[at + 1] ?? [x, y];
      return [0, 1, 2, 3].map((step): [number, number, number] => [
        Math.round((x + ((toX - x) * step) / 4 + Math.sin(at + step) / 2) * 100) / 100,
        Math.round((y + ((toY - y) * step) / 4) * 100) / 100,
        number * 400 + at * 80 + step * 20,
      ]);
    }),
  ),
};
