import type { KeyList } from '../../contract/wire/keys.ts';

/** The key list that counts now, shared by all that talk to the platform. */
export interface KeyRing {
  list(): KeyList;
  /** `newer` has been verified against the roots. */
  replace(newer: KeyList): void;
}

export function createKeyRing(verified: KeyList): KeyRing {
  let list = verified;
  return {
    list: () => list,
    replace: (newer) => {
      list = newer;
    },
  };
}
