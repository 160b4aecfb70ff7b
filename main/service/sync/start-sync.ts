import type { KeyList } from '../../contract/wire/keys.ts';
import type { Root } from '../sealing/key-list.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { Timers } from '../timers.ts';
import { createDelivery } from './delivery.ts';
import { createKeyRing } from './key-ring.ts';
import type { Outbox } from './outbox.ts';
import { openLine } from './pinned-agent.ts';
import { createPlatformClient, type PlatformClient } from './platform-client.ts';
import { startSyncLoop, type SyncEvents } from './sync-loop.ts';

export interface Sync {
  kick(): void;
  readonly lookUpCase: PlatformClient['lookUpCase'];
  /** Breaks off the contact under way; what it would have brought comes with the next start. */
  stop(): Promise<void>;
}

/** Starts talking to the platform of the profile at once, and goes on until `stop`. */
export function startSync(options: {
  readonly platform: { readonly url: string; readonly roots: readonly Root[] };
  readonly keys: EnrolledKeys;
  /** Verified against the roots by `verifyKeyList`. */
  readonly keyList: KeyList;
  /** Highest epoch saved by `saveContact`, 0 before the first. */
  readonly highestEpoch: number;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly events: SyncEvents;
}): Sync {
  const { platform, keys, outbox, timers, events } = options;
  const keyRing = createKeyRing(options.keyList);
  const line = openLine(platform.url, () => keyRing.list().pins, timers);
  const client = createPlatformClient(platform.url, line.send, keys, keyRing);
  const delivery = createDelivery({
    client,
    outbox,
    keyRing,
    roots: platform.roots,
    enrolment: keys.enrolment,
    highestEpoch: options.highestEpoch,
    nowMs: timers.nowMs,
  });
  const loop = startSyncLoop(delivery, { timers, random: Math.random, events });
  return {
    kick: loop.kick,
    lookUpCase: client.lookUpCase,
    stop: async () => {
      const stopped = loop.stop();
      await line.close();
      await stopped;
    },
  };
}
