import { maxListsPerRequest } from '../../contract/wire/tombstones.ts';
import type { Log } from '../log.ts';
import type { Outbox } from './outbox.ts';
import type { PlatformClient } from './platform-client.ts';

/**
 * A platform whose epoch has gone up was restored from a backup, and may have lost what it acknowledged since: it is told,
 * once an epoch, of every case that was erased here on its word, so that the people concerned can be asked to come again.
 * Cut off, it begins from the first list again after the next contact: to be told twice changes nothing there. A platform
 * that will not hear of it is none the less one that cases are delivered to.
 */
export function createTombstones(
  outbox: Pick<Outbox, 'epoch' | 'toldEpoch' | 'saveToldEpoch' | 'tombstones'>,
  client: Pick<PlatformClient, 'offerTombstones'>,
  log: Log,
): { offer(): Promise<void> } {
  let logged = '';
  return {
    offer: async () => {
      const epoch = outbox.epoch();
      if (epoch <= outbox.toldEpoch()) return;
      let lost = 0;
      for (let after = 0; ; ) {
        const { lists, last } = outbox.tombstones(after, maxListsPerRequest);
        if (lists.length === 0) break;
        const answer = await client.offerTombstones({ v: 1, lists: [...lists] });
        if (!answer.ok) {
          const { reason, detail } = answer.error;
          if (logged !== detail)
            log.warn({ reason, detail }, 'sync: the restored platform could not be told what it lost');
          logged = detail;
          return;
        }
        lost += answer.value.lost;
        after = last;
      }
      outbox.saveToldEpoch(epoch);
      log.warn({ epoch, lost }, 'sync: the platform was restored, and told of what it had acknowledged');
    },
  };
}
