import { err, ok, type Result } from '../../contract/result.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { AuditEvent } from '../audit/entry.ts';
import type { Log } from '../log.ts';
import { openDraft, sealDraft } from '../sealing/draft.ts';
import type { SealedPaper } from '../sealing/paper.ts';
import { overwriteErased } from '../store/overwriting.ts';
import { isDiskFault, isDiskFull } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import {
  ageDrafts,
  deleteDraft,
  type DraftRow,
  hasDrafts,
  noteBeginnings,
  readDrafts,
  saveDraft,
} from '../store/draft-rows.ts';
import { deleteDraftPapers, deletePaper, insertPaper } from '../store/paper-rows.ts';
import type { Timers } from '../timers.ts';
import { type DraftContent, draftContent } from './draft-content.ts';
import { erasePaperFiles, isWholePaper } from './paper-files.ts';

/** A session's state as it is to be found again. */
export interface DraftState {
  /** The session's case id. */
  readonly draft: string;
  /** Null where the person did not agree, or their card cannot seal: then papers alone are noted, and nothing is kept. */
  readonly kept: { readonly cardSecret: string; readonly content: DraftContent } | null;
  /** Papers that have just become durable, and such as are not wanted any more. */
  readonly added: readonly SealedPaper[];
  readonly removed: readonly string[];
}

export interface OpenedDraft {
  readonly draft: string;
  readonly content: DraftContent;
}

export interface Drafts {
  /** Durable when it returns `ok`, all of it or nothing. */
  save(state: DraftState): Result<null, 'disk-full' | 'disk-fault'>;
  /** The draft that was sealed under this card, if one is here. */
  open(cardSecret: string): OpenedDraft | null;
  /** The person goes on with it. */
  noteResumed(draft: string): void;
  /**
   * On the person's word, or with a session that keeps nothing: the draft, if there is one, and its papers. Where the disk
   * refuses, it is tried again each minute, and the draft is offered to nobody.
   */
  drop(draft: string): Result<null, 'disk-full' | 'disk-fault'>;
  /** It was given up in this run, and the disk has not let go of it yet. */
  isHeldBack(draft: string): boolean;
  /** The session is over. Its draft stays, or went with the case that was handed in. */
  leave(): void;
  /** Whether anybody's draft is here. */
  any(): boolean;
  /** Notes how long the service has run. */
  stop(): void;
}

const dayMs = 24 * 3_600_000;
const countEveryMs = 60_000;

/**
 * Drafts of people who agreed that theirs are kept. A draft dies when it is handed in, on its person's word, and when
 * `dayMs` have passed, by the platform's time or by this service's running time, whichever is first: neither is a clock
 * that somebody could have set wrong, nor one that a terminal without a network has not.
 */
export function createDrafts(ports: {
  readonly store: Store;
  readonly storageKey: Uint8Array;
  readonly papersFolder: string;
  readonly timers: Timers;
  readonly log: Log;
  nowIso(): string;
  /** The platform's time, by a contact of this run; null before the first. */
  trustedNowMs(): number | null;
}): Drafts {
  const { store, storageKey, papersFolder, timers, log } = ports;
  let inUse: string | null = null;
  let countedAtMs = timers.elapsedMs();
  const uncountedMs = () => Math.round(timers.elapsedMs() - countedAtMs);
  let cancelCount: () => void = () => {};

  const audit = (event: AuditEvent) => void appendAudit(store, event, ports.nowIso());
  /** What must not end a session or the service when the disk is full. */
  const write = (act: () => void): Result<null, 'disk-full' | 'disk-fault'> => {
    try {
      store.transaction(act);
      return ok(null);
    } catch (error) {
      if (!isDiskFault(error)) throw error;
      log.error({ why: String(error) }, 'drafts: could not be written');
      return err(isDiskFull(error) ? 'disk-full' : 'disk-fault');
    }
  };
  // What an earlier run erased as it died may still lie in the log.
  let toOverwrite = true;
  /** A disk that fails here must not keep a session from its end: the next person would look at this one's screen. */
  const overwrite = () => {
    toOverwrite = true;
    try {
      toOverwrite = !overwriteErased(store);
    } catch (error) {
      if (!isDiskFault(error)) throw error;
      log.error({ why: String(error) }, 'drafts: what was erased could not be overwritten yet');
    }
  };
  /** Given up here while the disk would not let go of them: nobody is offered one of these again in this run. */
  const notErased = new Map<string, 'person' | 'too-old'>();
  const erase = (draft: string, reason: 'person' | 'too-old'): Result<null, 'disk-full' | 'disk-fault'> => {
    let papers: readonly string[] = [];
    const erased = write(() => {
      if (deleteDraft(store, draft)) audit({ event: 'draft-ended', reference: draft, reason });
      papers = deleteDraftPapers(store, draft);
    });
    if (!erased.ok) {
      notErased.set(draft, reason);
      return erased;
    }
    notErased.delete(draft);
    erasePaperFiles(papersFolder, papers, log);
    overwrite();
    return erased;
  };

  /** A page whose file a bad disk has taken is scanned again, and not handed in as if it were there. */
  const there = (papers: DraftContent['papers']) => papers.filter((paper) => isWholePaper(papersFolder, paper));

  const isTooOld = ({ begunAt, ranMs }: DraftRow): boolean => {
    const nowMs = ports.trustedNowMs();
    // With what a disk that refuses has not let be counted yet.
    return (
      ranMs + uncountedMs() >= dayMs || (begunAt !== null && nowMs !== null && nowMs - Date.parse(begunAt) >= dayMs)
    );
  };
  const expire = () => {
    const rows = readDrafts(store);
    const nowMs = ports.trustedNowMs();
    // A terminal that runs eight hours a day would keep one that was begun without contact for three days.
    if (nowMs !== null && rows.some(({ begunAt }) => begunAt === null)) write(() => noteBeginnings(store, nowMs));
    // Not that of somebody who is filling it in just now.
    for (const row of rows) if (row.draft !== inUse && isTooOld(row)) erase(row.draft, 'too-old');
  };
  const count = () => {
    for (const [draft, reason] of notErased) erase(draft, reason);
    if (toOverwrite) overwrite();
    const ranMs = uncountedMs();
    if (!hasDrafts(store)) {
      countedAtMs += ranMs;
      return;
    }
    // Not before it is written: a disk that refuses for a day would keep every draft young.
    if (write(() => ageDrafts(store, ranMs)).ok) countedAtMs += ranMs;
    expire();
  };
  const countOn = () => {
    cancelCount = timers.after(countEveryMs, () => {
      count();
      countOn();
    });
  };
  expire();
  countOn();

  return {
    save: ({ draft, kept, added, removed }) => {
      let ended = false;
      const ranMs = uncountedMs();
      const isOverdue = ranMs > countEveryMs;
      const saved = write(() => {
        // A draft that is new here must not get the hours that a disk did not let be counted before it.
        if (isOverdue) ageDrafts(store, ranMs);
        for (const { id, sealedBytes, chunks, digest } of added) {
          insertPaper(store, draft, { id, bytes: sealedBytes, chunks, digest });
        }
        for (const id of removed) deletePaper(store, id);
        if (kept !== null) {
          const plaintext = Buffer.from(JSON.stringify(kept.content));
          const isNew = saveDraft(store, {
            draft,
            ...sealDraft({ storageKey, cardSecret: kept.cardSecret }, draft, plaintext),
            begunAt: isoOrNull(ports.trustedNowMs()),
          });
          plaintext.fill(0);
          if (isNew) audit({ event: 'draft-kept', reference: draft });
        } else if (deleteDraft(store, draft)) {
          ended = true;
          audit({ event: 'draft-ended', reference: draft, reason: 'person' });
        }
      });
      if (saved.ok) {
        if (isOverdue) countedAtMs += ranMs;
        inUse = draft;
        erasePaperFiles(papersFolder, removed, log);
        if (ended) overwrite();
      }
      return saved;
    },

    open: (cardSecret) => {
      expire();
      for (const row of readDrafts(store)) {
        if (notErased.has(row.draft)) continue;
        const plaintext = openDraft({ storageKey, cardSecret }, row.draft, row);
        if (plaintext === null) continue;
        const content = draftContent.safeParse(JSON.parse(plaintext.toString('utf8')));
        plaintext.fill(0);
        if (content.success) {
          // Its time must not run out while its person reads the question whether to go on.
          inUse = row.draft;
          return { draft: row.draft, content: { ...content.data, papers: there(content.data.papers) } };
        }
        // Of an earlier version of this program. It goes with its time.
        log.warn({ draft: row.draft }, 'drafts: one does not have today’s form');
      }
      return null;
    },

    noteResumed: (draft) => {
      inUse = draft;
      write(() => audit({ event: 'draft-resumed', reference: draft }));
    },

    drop: (draft) => {
      inUse = null;
      return erase(draft, 'person');
    },

    isHeldBack: (draft) => notErased.has(draft),

    leave: () => {
      // Handing in erased it in its own transaction; what it was still lies in the log.
      if (inUse !== null) overwrite();
      inUse = null;
    },

    any: () => readDrafts(store).some(({ draft }) => !notErased.has(draft)),

    stop: () => {
      cancelCount();
      count();
    },
  };
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
