import { expect, it } from 'vitest';
import { designHeightPx } from './scale.ts';

it.each([
  ['27-inch portrait', 598, false, 1920],
  ['32-inch portrait: as tall as the reach allows', 708, false, 1920],
  ['21.5-inch portrait: everything smaller, nothing cut off', 476, false, 1840],
  ['27-inch landscape', 336, true, 1400],
  ['43-inch landscape', 535, true, 1480],
])('%s', (_panel, heightMm, landscape, expected) => {
  expect(designHeightPx(heightMm, landscape)).toBe(expected);
});
