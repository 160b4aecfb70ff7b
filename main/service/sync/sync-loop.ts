import type { Profile } from '../../contract/profile.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { Log } from '../log.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { Timers } from '../timers.ts';
import type { SignedBundleNotice } from '../../contract/wire/bundles.ts';
import type { BundleShelf } from '../catalog/bundle-shelf.ts';
import { createBundleFollowing } from './bundle-following.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import type { FleetShelf } from './fleet.ts';
import { createKeyRing } from './key-ring.ts';
import { startLinePulse } from './line-pulse.ts';
import type { Outbox } from './outbox.ts';
import { fetchKeyListUnpinned, openLine } from './pinned-agent.ts';
import { createPlatformClient, type PlatformClient } from './platform-client.ts';
import { startRounds } from './rounds.ts';
import { createStuckCases } from './stuck-cases.ts';
import { createTombstones } from './tombstones.ts';
import type { LineFault } from './transport.ts';

export interface Sync {
  /** Something new waits: it goes out at once, or right after what is under way. */
  kick(): void;
  /** Breaks off the contact under way; what it would have brought comes with the next start. */
  stop(): Promise<void>;
}

/** Starts talking to the platform of the profile at once, and goes on until `stop`. */
export function startSync(options: {
  readonly profile: Pick<Profile, 'platform'>;
  readonly keys: EnrolledKeys;
  /** Verified against the roots by `verifyKeyList`. */
  readonly keyList: KeyList;
  readonly outbox: Outbox;
  readonly fleet: Pick<FleetShelf, 'isDue' | 'take'>;
  readonly bundles: Pick<BundleShelf, 'consider' | 'take'>;
  readonly timers: Timers;
  readonly log: Log;
  /** Whether the last contact succeeded: after the first contact, and on each change. */
  readonly onOnline: (online: boolean) => void;
}): Sync {
  const { keys, outbox, timers, log, onOnline } = options;
  const { url, roots } = options.profile.platform;
  const keyRing = createKeyRing(options.keyList);
  const line = openLine(url, () => keyRing.list().pins, timers);
  const client = createPlatformClient(url, line.send, () => fetchKeyListUnpinned(url, timers), keys, keyRing);
  const { terminal } = keys.enrolment;
  const { nowMs, elapsedMs } = timers;
  const following = createBundleFollowing({ client, shelf: options.bundles, timers, log });
  let heard: SignedBundleNotice | null = null;
  const hearing: PlatformClient = {
    ...client,
    deliver: async (...request) => {
      const answer = await client.deliver(...request);
      if (answer.ok) heard = answer.value.bundle ?? null;
      return answer;
    },
  };
  const delivery = createDelivery({ client: hearing, outbox, keyRing, roots, terminal, log, nowMs, elapsedMs });
  const tombstones = createTombstones(outbox, client, log);
  const askForFleet = async (): Promise<void> => {
    if (!options.fleet.isDue()) return;
    const read = await client.readFleet();
    if (read.ok) options.fleet.take(read.value);
  };
  const stuckCases = createStuckCases({ outbox, client, keys, keyRing, log });
  const withWords: Delivery = {
    offerAll: async () => {
      const outcome = await delivery.offerAll();
      if (outcome.ok) {
        await tombstones.offer();
        await stuckCases.report();
        // Not before: what the round brought of newer keys counts for it.
        following.follow(heard);
        await askForFleet();
      }
      return outcome;
    },
  };
  const contactLog = createContactLog(log);
  let isOnline = false;
  const rounds = startRounds(withWords, {
    timers,
    random: Math.random,
    events: {
      onOnline: (online) => {
        isOnline = online;
        if (online) contactLog.contact();
        onOnline(online);
      },
      onFault: contactLog.fault,
    },
  });
  // Offline, the rounds themselves come every few seconds.
  const pulse = startLinePulse(url, timers, () => {
    if (isOnline) rounds.kick();
  });
  return {
    kick: rounds.kick,
    stop: async () => {
      pulse.stop();
      const stopped = rounds.stop();
      await line.close();
      await following.stop();
      await stopped;
    },
  };
}

/** The same fault again is not written again: a night without a network is one line, not ten thousand. */
function createContactLog(log: Log): { contact(): void; fault(fault: LineFault | Error): void } {
  let last = '';
  return {
    contact: () => {
      last = '';
      log.info('sync: contact with the platform');
    },
    fault: (fault) => {
      if (fault instanceof Error) {
        log.error({ err: fault }, 'sync: a round broke off');
        return;
      }
      const { reason, detail } = fault;
      if (last === `${reason} ${detail}`) return;
      last = `${reason} ${detail}`;
      log.warn({ reason, detail }, 'sync: no contact');
    },
  };
}
