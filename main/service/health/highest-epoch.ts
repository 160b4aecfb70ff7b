import type { KeyList } from '../../contract/wire/keys.ts';
import { verifyAcknowledgements } from '../sealing/acknowledgement.ts';
import { readAcknowledgements } from '../store/ended-proofs.ts';
import type { Store } from '../store/store.ts';

const listsAtOnce = 1000;

/**
 * The highest epoch that a list of acknowledgements names which is kept here and still verifies; 1 where there is none. A
 * recovered database that lost the terminal's state knows it from nowhere else, and would believe an acknowledgement of
 * before the platform was restored.
 */
export function highestEpochOf(store: Store, terminal: string, keyList: KeyList): number {
  let highestEpoch = 1;
  for (let after = 0; ; ) {
    const lists = readAcknowledgements(store, after, listsAtOnce);
    for (const { bytes, key, signature, id } of lists) {
      after = id;
      // A number that was damaged would let no true list be believed any more: only what is signed counts.
      const verified = verifyAcknowledgements({ bytes, key, signature }, keyList, { terminal, highestEpoch });
      if (verified.ok) highestEpoch = verified.value.epoch;
    }
    if (lists.length < listsAtOnce) return highestEpoch;
  }
}
