import { expect, it } from 'vitest';
import { optionPages } from './option-pages.ts';

it.each([
  [2, [2]],
  [5, [5]],
  [6, [3, 3]],
  [7, [4, 3]],
  [9, [3, 3, 3]],
  [10, [4, 3, 3]],
  [12, [4, 4, 4]],
])('%i answers stand in pages of %j', (count, sizes) => {
  const options = Array.from({ length: count }, (_, at) => at);
  const pages = optionPages(options);
  expect(pages.map((page) => page.length)).toEqual(sizes);
  expect(pages.flat()).toEqual(options);
});
