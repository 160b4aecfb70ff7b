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

/** Places that an item is open for: each stands for all that lies in it. Null: the whole country. */
export type Only = readonly string[] | null;

/** What can be chosen inside a division (null: the whole country), no deeper than asked for. */
export function choicesIn(parent: string | null, depth: RegionDepth, only: Only): readonly Region[] {
  const inside = parent === null ? provinces() : childrenOf(parent);
  return inside.filter(
    ({ code }) => order.indexOf(depthOf(code)) <= order.indexOf(depth) && (only === null || leadsTo(code, only)),
  );
}

/** Whether a division lies in one of these, or one of these in it. */
function leadsTo(code: string, only: readonly string[]): boolean {
  const isIn = (inner: string, outer: string): boolean => regionPath(inner).some((region) => region.code === outer);
  return only.some((open) => isIn(code, open) || isIn(open, code));
}

/**
 * The division whose parts are shown: the chosen one while it can be told more closely, else the one it lies in, so that
 * what is chosen stands among its neighbours.
 */
export function openedFor(value: string | null, depth: RegionDepth, only: Only): string | null {
  const chosen = value === null ? undefined : regionPath(value).at(-1);
  if (chosen === undefined) return firstChoice(null, depth, only);
  return choicesIn(chosen.code, depth, only).length > 0 ? chosen.code : parentOf(chosen.code);
}

/** Past those of which there is only one anyway. */
function firstChoice(parent: string | null, depth: RegionDepth, only: Only): string | null {
  const [one, ...others] = choicesIn(parent, depth, only);
  if (one === undefined || others.length > 0 || choicesIn(one.code, depth, only).length === 0) return parent;
  return firstChoice(one.code, depth, only);
}
