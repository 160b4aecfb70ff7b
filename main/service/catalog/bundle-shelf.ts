import { err, ok, type Result } from '../../contract/result.ts';
import type { BundleNotice, SignedBundleNotice } from '../../contract/wire/bundles.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import type { AuditEvent } from '../audit/entry.ts';
import type { Log } from '../log.ts';
import { bundleDigest, verifyBundleNotice } from '../sealing/bundle.ts';
import { isFileFault } from '../store/durable-files.ts';
import type { Timers } from '../timers.ts';
import { type OpenedBundle, openBundle, openBundleMeanwhile } from './bundle-content.ts';
import { fillSlot, readRanMs, readSlots, renewNotice, saveRanMs, type Slot, type SlotName } from './bundle-slots.ts';
import { type BundleRefusal, disownedNote, refusalNote, staleNote } from './bundle-words.ts';
import type { ConfigFault } from './config-fault.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** That nothing newer is known of for so long is shown; and stops new cases, never sync. */
const shownAfterMs = 7 * dayMs;
const closedAfterMs = 30 * dayMs;

export interface ShelfPorts {
  readonly dataFolder: string;
  readonly timers: Timers;
  readonly log: Log;
  /** The list in force now. */
  keyList(): KeyList;
  /** By the platform's word; null before the first contact of this run. */
  trustedNowMs(): number | null;
  audit(event: AuditEvent): void;
  /** Another bundle is in force, or there is something new to tell staff. */
  onChange(): void;
}

/** A notice whose signature held when it was read or heard. */
interface Heard {
  readonly signed: SignedBundleNotice;
  readonly notice: BundleNotice;
}

interface Held extends Heard {
  readonly slot: SlotName;
  readonly opened: OpenedBundle;
}

export type BundleShelf = ReturnType<typeof openBundleShelf>;

/**
 * The bundles of this terminal: which one is in force, which one was before, and which one may come. By TUF's rules
 * (theupdateframework.github.io/specification, 5.3 to 5.6), made small: what the platform vouches for only goes up, one
 * version is one bundle for ever, and a word that has grown old is a sign of somebody holding new ones back.
 */
export function openBundleShelf({ dataFolder, timers, log, keyList, trustedNowMs, audit, onChange }: ShelfPorts) {
  const isBelieved = ({ signed }: Heard): boolean => verifyBundleNotice(signed, keyList()).ok;
  const slots = readSlots(dataFolder);
  // Of a bundle that the disk lost, too: what was once in force is not undone by that.
  let highest = slots.flatMap((slot) => heardIn(slot, keyList()) ?? []).sort(newestFirst)[0] ?? null;
  const [newest, older] = slots.flatMap((slot) => heldIn(slot, keyList()) ?? []).sort(newestFirst);
  let held: Held | null = newest ?? null;
  let before: Held | null = older ?? null;
  if (held === null && slots.some(({ bytes }) => bytes !== null)) log.error('bundles: none on this disk can be used');

  let refusal: { readonly version: number | null; readonly reason: BundleRefusal } | null = null;
  let disowned: number | null = null;
  let spared: Held | null = null;
  const told = new Set<string>();

  let ranMs = held === null ? 0 : readRanMs(dataFolder, held.notice.at);
  let ranFromMs = timers.elapsedMs();
  let writtenAt = held?.notice.at ?? '';
  const count = () => {
    const nowMs = timers.elapsedMs();
    ranMs += nowMs - ranFromMs;
    ranFromMs = nowMs;
    return ranMs;
  };

  /** How long nothing has been heard: by the platform's time, or by how long this has run, whichever is more. */
  const ageMs = (): number => {
    if (held === null) return 0;
    const nowMs = trustedNowMs();
    return Math.max(count(), nowMs === null ? 0 : nowMs - Date.parse(held.notice.at));
  };

  const write = (act: () => void): boolean => {
    try {
      act();
      return true;
    } catch (error) {
      if (!isFileFault(error)) throw error;
      log.error({ why: String(error) }, 'bundles: the disk did not take it');
      return false;
    }
  };

  let stopTick = () => {};
  const tick = () => {
    stopTick = timers.after(hourMs, () => {
      const now = held;
      if (now !== null) write(() => saveRanMs(dataFolder, writtenAt, count()));
      onChange();
      tick();
    });
  };
  tick();

  const refuse = (reason: BundleRefusal, heard: Pick<BundleNotice, 'version' | 'digest'> | null): void => {
    const version = heard?.version ?? null;
    refusal = { version, reason };
    const news = `${reason} ${heard?.digest ?? ''}`;
    if (told.has(news)) return;
    told.add(news);
    log.error({ reason, version }, 'bundles: one was refused');
    audit({ event: 'bundle-refused', reference: version === null ? 'terminal' : `${version}`, reason });
    onChange();
  };

  const renew = (now: Held, heard: Heard): void => {
    const isOtherKey = heard.signed.key !== now.signed.key;
    const heardMs = Date.parse(heard.notice.at);
    // A notice of the future came from a clock that was wrong; an older one than that is newer news.
    const nowMs = trustedNowMs();
    const isFromFuture = nowMs !== null && Date.parse(now.notice.at) > nowMs + dayMs;
    if (!isOtherKey && !isFromFuture && heardMs <= Date.parse(now.notice.at)) return;
    held = { ...now, ...heard };
    highest = heard;
    ranMs = 0;
    ranFromMs = timers.elapsedMs();
    // Each contact brings one: the disk need not hear of all of them.
    if (!isOtherKey && !isFromFuture && heardMs - Date.parse(writtenAt) < hourMs) return;
    if (write(() => renewNotice(dataFolder, now.slot, heard.signed))) writtenAt = heard.notice.at;
  };

  /** What a revoked key vouched for does not serve on: it may be just what it was revoked for. */
  const dropDisowned = (): void => {
    if (highest !== null && !isBelieved(highest)) highest = null;
    if (before !== null && !isBelieved(before)) before = null;
    if (held === null || isBelieved(held)) return;
    log.error(
      { version: held.notice.version, key: held.signed.key },
      'bundles: the key of the one in force is revoked',
    );
    disowned = held.notice.version;
    held = before;
    before = null;
    onChange();
  };

  return {
    inForce: (): OpenedBundle | null => held?.opened ?? null,
    /** What served before that one. */
    before: (): OpenedBundle | null => before?.opened ?? null,
    /** After each contact, with what the platform said; null where it said nothing. Returns what is to be fetched. */
    consider: (signed: SignedBundleNotice | null): BundleNotice | null => {
      const verified = signed === null ? null : verifyBundleNotice(signed, keyList());
      if (signed === null || verified === null || !verified.ok) {
        dropDisowned();
        if (verified?.ok === false) refuse(verified.error, null);
        return null;
      }
      const heard = { signed, notice: verified.value };
      const { version, digest } = heard.notice;
      // By a key that was revoked meanwhile, or long ago.
      const floor = highest !== null && isBelieved(highest) ? highest.notice : null;
      const isSame = held?.notice.version === version && held.notice.digest === digest;
      const isOlder = floor !== null && version < floor.version;
      const isOther = floor !== null && version === floor.version && digest !== floor.digest;
      if (isSame && held !== null) renew(held, heard);
      const isToBeFetched = !isSame && !isOlder && !isOther;
      // Half a minute for what takes its place to come: a hall does not change back and forth because a key was replaced.
      if (isToBeFetched && held !== null && spared !== held) spared = held;
      else dropDisowned();
      // An alarm is for somebody to see, who may not stand there just now.
      if (isSame && refusal?.reason !== 'other-digest') refusal = null;
      if (isOlder) refuse('older', heard.notice);
      if (isOther) refuse('other-digest', heard.notice);
      return isToBeFetched ? heard.notice : null;
    },
    /** `bytes`: what was fetched for the notice that `consider` gave back of `signed`. The error: why it was not taken. */
    take: async (
      signed: SignedBundleNotice,
      notice: BundleNotice,
      bytes: Uint8Array,
    ): Promise<Result<null, 'bytes' | 'not-usable' | 'disk'>> => {
      if (bytes.length !== notice.bytes || bundleDigest(bytes) !== notice.digest) {
        refuse('bytes', notice);
        return err('bytes');
      }
      const opened = await openBundleMeanwhile(bytes, notice.version);
      // The key may have been revoked while it was opened.
      const stillBelieved = verifyBundleNotice(signed, keyList());
      const fault = !opened.ok ? opened.error : !stillBelieved.ok ? stillBelieved.error : null;
      if (!opened.ok || fault !== null) {
        if (fault !== null) refuse(fault, notice);
        return err('not-usable');
      }
      const slot: SlotName = held?.slot === 'a' ? 'b' : 'a';
      if (!write(() => fillSlot(dataFolder, slot, bytes, signed))) return err('disk');
      // What lay in this slot is gone; what was in force is the one to fall back to.
      before = held;
      held = { slot, signed, notice, opened: opened.value };
      highest = held;
      [refusal, disowned] = [null, null];
      [ranMs, ranFromMs, writtenAt] = [0, timers.elapsedMs(), notice.at];
      log.info({ version: notice.version, items: opened.value.items.length }, 'bundles: a newer one is in force');
      audit({ event: 'bundle-taken', reference: `${notice.version}` });
      onChange();
      return ok(null);
    },
    /** No new case is to begin. */
    isTooOld: (): boolean => ageMs() >= closedAfterMs,
    /** For staff: what is wrong with what came, and with what did not. */
    notes: (): readonly ConfigFault[] => {
      const age = ageMs();
      return [
        ...(refusal === null ? [] : [refusalNote(refusal.version, refusal.reason)]),
        ...(disowned === null ? [] : [disownedNote(disowned)]),
        ...(held === null || age < shownAfterMs
          ? []
          : [staleNote(held.notice.version, Math.floor(age / dayMs), age >= closedAfterMs)]),
      ];
    },
    stop: () => stopTick(),
  };
}

const newestFirst = (a: Heard, b: Heard): number => b.notice.version - a.notice.version;

function heardIn({ notice: signed }: Slot, list: KeyList): Heard | null {
  if (signed === null) return null;
  const verified = verifyBundleNotice(signed, list);
  return verified.ok ? { signed, notice: verified.value } : null;
}

function heldIn(slot: Slot, list: KeyList): Held | null {
  const heard = heardIn(slot, list);
  if (heard === null || slot.bytes === null || bundleDigest(slot.bytes) !== heard.notice.digest) return null;
  const opened = openBundle(slot.bytes, heard.notice.version);
  return opened.ok ? { ...heard, slot: slot.name, opened: opened.value } : null;
}
