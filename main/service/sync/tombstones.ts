import { ok, type Result } from '../../contract/result.ts';
import { maxListsPerRequest } from '../../contract/wire/tombstones.ts';
import type { Log } from '../log.ts';
import type { Outbox } from './outbox.ts';
import type { PlatformClient } from './platform-client.ts';
import type { LineFault } from './transport.ts';

/**
 * A platform whose epoch has gone up was restored from a backup, and may have lost what it acknowledged since: it is told,
 * once an epoch, of every case that was erased here on its word, so that the people concerned can be asked to come again.
 * Cut off, it begins from the first list again: to be told twice changes nothing there.
 */
export async function offerTombstones(
  outbox: Pick<Outbox, 'epoch' | 'toldEpoch' | 'saveToldEpoch' | 'tombstones'>,
  client: Pick<PlatformClient, 'offerTombstones'>,
  log: Log,
): Promise<Result<null, LineFault>> {
  const epoch = outbox.epoch();
  if (epoch <= outbox.toldEpoch()) return ok(null);
  let lost = 0;
  for (let after = 0; ; ) {
    const { lists, last } = outbox.tombstones(after, maxListsPerRequest);
    if (lists.length === 0) break;
    const answer = await client.offerTombstones({ v: 1, lists: [...lists] });
    if (!answer.ok) return answer;
    lost += answer.value.lost;
    after = last;
  }
  outbox.saveToldEpoch(epoch);
  log.warn({ epoch, lost }, 'sync: the platform was restored, and told of what it had acknowledged');
  return ok(null);
}
