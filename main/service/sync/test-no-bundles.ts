import { ok } from '../../contract/result.ts';
import type { BundleShelf } from '../catalog/bundle-shelf.ts';

/** A terminal that hears of no bundle. */
export const noBundles: Pick<BundleShelf, 'consider' | 'take'> = {
  consider: () => null,
  take: () => Promise.resolve(ok(null)),
};
