import type { Item } from '../../contract/item.ts';
import type { Profile } from '../../contract/profile.ts';
import type { OpenedBundle } from './bundle-content.ts';
import type { BundleShelf } from './bundle-shelf.ts';

/** What counts for the person who stands there: taken over from a newer bundle only when nobody does. */
export interface Offer {
  /** Null: what came with the package. */
  readonly bundle: OpenedBundle | null;
  /** The terminal's own, with what the bundle sets. */
  readonly profile: Profile;
  readonly items: readonly Item[];
}

export function createOffer({
  profile,
  items,
  shelf,
  isFree,
}: {
  readonly profile: Profile;
  /** Of the package. */
  readonly items: readonly Item[];
  readonly shelf: Pick<BundleShelf, 'inForce' | 'before'>;
  /** Nobody stands there. */
  readonly isFree: () => boolean;
}) {
  const offerOf = (bundle: OpenedBundle | null): Offer => ({
    bundle,
    profile: {
      ...profile,
      help: bundle?.settings.help ?? profile.help,
      idle: bundle?.settings.idle ?? profile.idle,
    },
    items: bundle?.items ?? items,
  });
  let offer = offerOf(shelf.inForce());

  const now = (): Offer => {
    const bundle = shelf.inForce();
    if (bundle !== offer.bundle && isFree()) offer = offerOf(bundle);
    return offer;
  };
  return {
    now,
    /** Items that were offered before, for drafts that were begun with them: of the bundle before, and of the package. */
    earlier: (): readonly Item[] => [...(shelf.before()?.items ?? []), ...items],
  };
}
