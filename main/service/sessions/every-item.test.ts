import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadItems } from '../catalog/item-files.ts';
import { sampleHousehold } from './sample-household.ts';
import { walkAtRandom } from './walk.ts';

const { items } = loadItems(fileURLToPath(new URL('../../../kiosk-config/services', import.meta.url)));

/** Each item of the terminal, by so many people. */
const people = 1000;

/** Xorshift: a seed that fails is printed, and walks the same way again. */
function randomFrom(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

describe('whoever goes through an item as they like', () => {
  it('finds items', () => {
    expect(items.length).toBeGreaterThan(1);
  });

  it.each([...items, sampleHousehold].map((item) => [item.id, item] as const))(
    'comes to its end with every answer used and none left over: %s',
    (_id, item) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
          walkAtRandom(item, randomFrom(seed));
        }),
        { numRuns: people },
      );
    },
    120_000,
  );
});
