import type { ReaderStatus } from '../../main/contract/devices/id-card-reader.ts';
import { ok, type Result } from '../../main/contract/result.ts';
import { formatSamId } from './codec.ts';
import type { Conversation, NoAnswer } from './conversation.ts';

/** A card that is still being laid down often fails its first selection. */
const selectAttempts = 3;

/** What the reader says of itself, asked once a connection. */
export async function greet(line: Conversation): Promise<ReaderStatus> {
  const status = await line.ask('sam-status');
  if (!status.ok) return statusWithout(status.error);
  if (status.value.status === 'self-test-failed') return { state: 'fault', fault: 'sam-self-test' };
  if (status.value.status === 'sam-not-authorised') return { state: 'fault', fault: 'sam-not-authorised' };
  const answer = await line.ask('sam-id');
  if (!answer.ok) return statusWithout(answer.error);
  const samId = formatSamId(answer.value.data);
  return samId.ok ? { state: 'ready', samId: samId.value } : { state: 'fault', fault: 'garbled' };
}

/** What a reader is, from which we got no answer. */
export function statusWithout(reason: NoAnswer): ReaderStatus {
  return reason === 'lost' ? { state: 'no-reader' } : { state: 'fault', fault: reason };
}

/** A card once read is no longer found, but its newest address can still be asked for, whether it has one or not. */
export async function cardLiesThere(line: Conversation): Promise<Result<boolean, NoAnswer>> {
  const found = await line.ask('find');
  if (!found.ok) return found;
  if (found.value.status === 'found') return ok(true);
  const address = await line.ask('newest-address');
  if (!address.ok) return address;
  address.value.data.fill(0);
  return ok(address.value.status === 'ok' || address.value.status === 'no-such-item');
}

/** Selects the card that was just found. `card-gone`: it was taken away meanwhile, and will be found again. */
export async function select(line: Conversation): Promise<Result<'selected' | 'refused' | 'card-gone', NoAnswer>> {
  for (let tried = 1; ; tried += 1) {
    const selected = await line.ask('select');
    if (!selected.ok) return selected;
    if (selected.value.status === 'ok') return ok('selected');
    if (tried === selectAttempts) return ok('refused');
    const found = await line.ask('find');
    if (!found.ok) return found;
    if (found.value.status !== 'found') return ok('card-gone');
  }
}
