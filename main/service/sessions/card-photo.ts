import type { CardPhoto } from '../../contract/devices/id-card-reader.ts';
import type { Stage } from './stage.ts';

/**
 * The photo on the card of the person who stands there, where an operator's decoder shows it. It stands beside the name on the
 * check page, for whoever compares, and apart from all that a draft or a case is made of: it is kept and sent nowhere.
 */
export function createCardPhoto() {
  let held: { readonly cardSecret: string; readonly photo: CardPhoto } | null = null;

  return {
    /** The stage that stands there now. Without its card there is no photo. */
    follow: (stage: Stage): void => {
      if (held !== null && secretOf(stage) !== held.cardSecret) held = null;
    },
    /** Returns whether it belongs to whoever stands there. */
    take: (stage: Stage, cardSecret: string, photo: CardPhoto): boolean => {
      if (secretOf(stage) !== cardSecret) return false;
      held = { cardSecret, photo };
      return true;
    },
    shown: (): CardPhoto | null => held?.photo ?? null,
  };
}

export type HeldCardPhoto = ReturnType<typeof createCardPhoto>;

const secretOf = (stage: Stage): string | null =>
  'person' in stage ? (stage.person.identified?.cardSecret ?? null) : null;
