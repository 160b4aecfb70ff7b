import { ok } from '../../contract/result.ts';
import type { BundleShelf } from '../catalog/bundle-shelf.ts';
import type { FleetShelf } from './fleet.ts';

/** A terminal that hears of no bundle. */
export const noBundles: Pick<BundleShelf, 'consider' | 'take'> = {
  consider: () => null,
  take: () => Promise.resolve(ok(null)),
};

/** One that asks for no list of the fleet. */
export const noFleet: Pick<FleetShelf, 'isDue' | 'take'> = { isDue: () => false, take: () => false };
