import { bundlePartBytes, type BundleNotice, type SignedBundleNotice } from '../../contract/wire/bundles.ts';
import type { BundleShelf } from '../catalog/bundle-shelf.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import type { PlatformClient } from './platform-client.ts';

const shortestWaitMs = 60_000;
const longestWaitMs = 60 * 60_000;

/**
 * Takes the newest bundle, part by part, whenever a contact has told of one. Beside the rounds, never in them: a case does not
 * wait for megabytes of items. What came before a line was cut is kept; after a bundle that was no good it is tried again
 * later and later, because it comes no better for being asked for twice a minute.
 */
export function createBundleFollowing({
  client,
  shelf,
  timers,
  log,
}: {
  readonly client: Pick<PlatformClient, 'readBundlePart'>;
  readonly shelf: Pick<BundleShelf, 'consider' | 'take'>;
  readonly timers: Pick<Timers, 'elapsedMs'>;
  readonly log: Log;
}) {
  let parts: { readonly digest: string; readonly got: Uint8Array[] } = { digest: '', got: [] };
  let aside: { readonly digest: string; readonly untilMs: number; readonly waitMs: number } | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  let logged = '';

  const putAside = (digest: string, forGood: boolean): void => {
    const waitMs = aside?.digest === digest ? Math.min(longestWaitMs, aside.waitMs * 2) : shortestWaitMs;
    aside = { digest, waitMs, untilMs: forGood ? Number.POSITIVE_INFINITY : timers.elapsedMs() + waitMs };
  };

  async function fetchAll(signed: SignedBundleNotice, notice: BundleNotice): Promise<void> {
    if (parts.digest !== notice.digest) parts = { digest: notice.digest, got: [] };
    const { got } = parts;
    const count = Math.ceil(notice.bytes / bundlePartBytes);
    while (got.length < count) {
      const part = await client.readBundlePart(notice.digest, got.length);
      if (stopped) return;
      if (!part.ok) {
        const { reason, detail } = part.error;
        if (logged !== detail)
          log.warn({ reason, detail, version: notice.version }, 'sync: a bundle could not be fetched');
        logged = detail;
        return;
      }
      got.push(part.value);
    }
    logged = '';
    parts = { digest: '', got: [] };
    const taken = await shelf.take(signed, notice, Buffer.concat(got));
    if (taken.ok) aside = null;
    else putAside(notice.digest, taken.error === 'not-usable');
  }

  return {
    /** After a contact: `heard` is what its answer said; null where it said nothing. */
    follow: (heard: SignedBundleNotice | null): void => {
      const notice = shelf.consider(heard);
      if (heard === null || notice === null || running !== null || stopped) return;
      if (aside?.digest === notice.digest && timers.elapsedMs() < aside.untilMs) return;
      running = fetchAll(heard, notice)
        .catch((error: unknown) => log.error({ err: error }, 'sync: a bundle could not be taken'))
        .finally(() => {
          running = null;
        });
    },
    /** Resolves when what is under way is over; it is, soon, when the line is closed. */
    stop: async (): Promise<void> => {
      stopped = true;
      await running;
    },
  };
}
