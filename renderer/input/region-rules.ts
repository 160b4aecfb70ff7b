import {
  childrenOf,
  depthOf,
  parentOf,
  provinces,
  regionPath,
  type Region,
  type RegionDepth,
} from '../../main/contract/regions.ts';

const order: readonly RegionDepth[] = ['province', 'city', 'county'];

/** What can be chosen inside a division (null: the whole country), no deeper than asked for. */
export function choicesIn(parent: string | null, depth: RegionDepth): readonly Region[] {
  const inside = parent === null ? provinces() : childrenOf(parent);
  return inside.filter(({ code }) => order.indexOf(depthOf(code)) <= order.indexOf(depth));
}

/**
 * The division whose parts are shown: the chosen one while it can be told more closely, else the one it lies in, so that
 * what is chosen stands among its neighbours.
 */
export function openedFor(value: string | null, depth: RegionDepth): string | null {
  const chosen = value === null ? undefined : regionPath(value).at(-1);
  if (chosen === undefined) return null;
  return choicesIn(chosen.code, depth).length > 0 ? chosen.code : parentOf(chosen.code);
}
