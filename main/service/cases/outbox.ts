import type { WaitReason } from '../../contract/view/waiting.ts';
import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import type { CaseManifest } from '../../contract/wire/envelope.ts';
import { exactly } from '../../contract/wire/encoded.ts';
import type { SignedKeyList } from '../../contract/wire/keys.ts';
import { appendAudit, appendAuditEach, auditHead, pruneAuditLog } from '../audit/audit-log.ts';
import { type SignedAuditHead, signAuditHead } from '../sealing/audit-head.ts';
import type { Log } from '../log.ts';
import { digestTextFor } from '../sealing/envelope.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import { noteSegmentsHeld } from '../store/audit-segments.ts';
import { endCases, type KeptCase, noteSent, readKeptCases } from '../store/case-rows.ts';
import { pruneProofs, readAcknowledgements, saveAcknowledgements } from '../store/ended-proofs.ts';
import { giveBackFreePages, overwriteErased } from '../store/overwriting.ts';
import { noteWait, type QueuePlace, readStuck, readWaitingEnvelopes, readWaitReason } from '../store/queue-rows.ts';
import { isDiskFault } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { deleteCasePapers, type PaperRow, readCasePapers } from '../store/paper-rows.ts';
import {
  noteNotAccepted,
  readTerminalState,
  saveContact,
  saveEpoch,
  saveKeyList,
  saveToldEpoch,
} from '../store/terminal-state.ts';

import { createPaperConditions, readPaperPart } from './kept-papers.ts';
import { erasePaperFiles } from './paper-files.ts';

type Ending = Acknowledgements['entries'][number];

export interface OutboxPorts {
  readonly nowIso: () => string;
  readonly elapsedMs: () => number;
  /** Where the files of papers lie. */
  readonly papersFolder: string;
  readonly log: Log;
}

export interface OutboxEvents {
  /** A case of this number now stands elsewhere than before. */
  onCaseChanged(caseNumber: string): void;
  onKeyList(keyList: SignedKeyList): void;
  /** The platform no longer takes this enrolment. */
  onNotAccepted(): void;
}

/** While a long queue is ended, what was erased is overwritten this often: for each list apart it took half the time. */
const overwriteWithinMs = 1000;

/** The store's side of sync. Every call is durable when it returns. */
export function createOutbox(
  store: Store,
  keys: EnrolledKeys,
  { nowIso, elapsedMs, papersFolder, log }: OutboxPorts,
  events: OutboxEvents,
) {
  const state = () => {
    const read = readTerminalState(store);
    if (read === null) throw new Error('the outbox of a terminal that is not enrolled');
    return read;
  };
  const conditionOf = createPaperConditions(papersFolder, elapsedMs);
  // An erasure before a crash counts too.
  let toOverwrite = true;
  let overwrittenAtMs = elapsedMs();
  const overwrite = () => {
    overwrittenAtMs = elapsedMs();
    try {
      if (giveBackFreePages(store)) toOverwrite = true;
      if (toOverwrite) toOverwrite = !overwriteErased(store);
    } catch (error) {
      // On a full disk the queue is to go on being sent: it is what makes room.
      if (!isDiskFault(error)) throw error;
      toOverwrite = true;
    }
  };
  overwrite();

  function end(outcomes: ReadonlyMap<string, Ending['ending']['outcome']>, acknowledgement: number, at: string): void {
    const numbersOf = (outcome: Ending['ending']['outcome']) =>
      [...outcomes].filter((one) => one[1] === outcome).map(([caseNumber]) => caseNumber);
    noteSegmentsHeld(store, numbersOf('opened'));
    endCases(store, numbersOf('opened'), 'received-there', acknowledgement, at);
    endCases(store, numbersOf('refused'), 'refused-there', acknowledgement, at);
    const events = [...outcomes].map(([reference, outcome]) => ({ event: 'case-ended' as const, reference, outcome }));
    appendAuditEach(store, events, at);
  }

  return {
    nextBatch: (max: number, after: QueuePlace | null) =>
      readWaitingEnvelopes(store, max, after).map(({ header, manifest, answers, signature, ...one }) => ({
        ...one,
        envelope: { header, manifest, answers, signature },
      })),

    noteWait: (caseNumbers: readonly string[], reason: WaitReason, detail: string) => {
      store.transaction(() => noteWait(store, caseNumbers, { reason, detail, at: nowIso() }));
      caseNumbers.forEach(events.onCaseChanged);
    },

    stuckCases: (most: number, after: QueuePlace | null) =>
      readStuck(store, most, after).map(({ detail, ...one }) => ({
        ...one,
        paper: one.because === 'paper-not-readable-here' ? (exactly(16).safeParse(detail).data ?? null) : null,
      })),

    paperCondition: (caseNumber: string, id: string): 'sound' | 'lost' | 'not-now' => {
      const paper = readCasePapers(store, caseNumber).find((one) => one.id === id);
      return paper === undefined ? 'lost' : conditionOf(paper);
    },

    readPaper: (id: string, at: number, most: number) => readPaperPart(papersFolder, id, at, most),

    noteSent: (caseNumbers: readonly string[]) => {
      store.transaction(() => noteSent(store, caseNumbers));
      caseNumbers.forEach(events.onCaseChanged);
    },

    /**
     * Erases only what the platform signed for: each digest is computed again from this terminal's own rows, so that a
     * signature over something else, however good, ends nothing. The incarnation is the case's own, not the terminal's
     * present one: after a new enrolment the cases of the one before still wait.
     * One transaction for the list: a flush for each case took longer than all else together.
     */
    finishAll: (list: Acknowledgements, signed: SignedAcknowledgements): ReadonlySet<string> => {
      const at = nowIso();
      const ended = new Set<string>();
      const erased: string[] = [];
      const endedNow = store.transaction(() => {
        const kept = readKeptCases(store, [...new Set(list.entries.map(({ caseNumber }) => caseNumber))]);
        const ending = new Map<string, Ending['ending']['outcome']>();
        for (const entry of list.entries) {
          const found = judge(store, kept.get(entry.caseNumber), entry, list.incarnation);
          if (found.state === 'does-not-match') continue;
          ended.add(entry.caseNumber);
          if (found.state === 'ended-before' || ending.has(entry.caseNumber)) continue;
          ending.set(entry.caseNumber, entry.ending.outcome);
          if (found.hasPapers) erased.push(...deleteCasePapers(store, entry.caseNumber));
        }
        if (ending.size > 0) end(ending, saveAcknowledgements(store, signed), at);
        return [...ending.keys()];
      });
      // After the commit: cut in between, files without a row are swept at the next start.
      erasePaperFiles(papersFolder, erased, log);
      if (endedNow.length > 0) {
        toOverwrite = true;
        if (elapsedMs() - overwrittenAtMs >= overwriteWithinMs) overwrite();
      }
      endedNow.forEach(events.onCaseChanged);
      return ended;
    },

    lease: (): string => state().lease,

    epoch: (): number => state().epoch,

    saveContact: (contact: {
      readonly lease: string;
      readonly epoch: number;
      readonly offsetMs: number;
      readonly at: string;
    }) => {
      store.transaction(() => {
        const { lease, offsetMs, at: contactAt } = contact;
        const isAnotherDay = saveContact(store, { lease, offsetMs, contactAt });
        saveEpoch(store, contact.epoch);
        if (isAnotherDay) {
          pruneProofs(store);
          pruneAuditLog(store, nowIso());
        }
      });
    },

    tombstones: (after: number, most: number) => {
      const rows = readAcknowledgements(store, after, most);
      return { lists: rows.map(({ id: _id, ...list }) => list), last: rows.at(-1)?.id ?? after };
    },

    toldEpoch: (): number => state().toldEpoch,

    saveToldEpoch: (epoch: number) => store.transaction(() => saveToldEpoch(store, epoch)),

    overwriteErased: overwrite,

    noteNotAccepted: () => {
      const isNews = store.transaction(() => {
        if (!noteNotAccepted(store)) return false;
        const { terminal, incarnation } = keys.enrolment;
        appendAudit(store, { event: 'terminal-not-accepted', reference: `${terminal}/${incarnation}` }, nowIso());
        return true;
      });
      if (isNews) events.onNotAccepted();
    },

    saveKeyList: (keyList: SignedKeyList) => {
      store.transaction(() => {
        const version = saveKeyList(store, keyList);
        if (version !== null) appendAudit(store, { event: 'key-list-taken', reference: `${version}` }, nowIso());
      });
      events.onKeyList(keyList);
    },

    auditHead: (): SignedAuditHead => signAuditHead(auditHead(store), keys),
  };
}

type Found =
  | { readonly state: 'does-not-match' }
  | { readonly state: 'ended-before' }
  | { readonly state: 'waits'; readonly hasPapers: boolean };

function judge(store: Store, known: KeptCase | undefined, entry: Ending, incarnation: number): Found {
  if (known === undefined || known.incarnation !== incarnation || known.caseDigest !== entry.caseDigest)
    return { state: 'does-not-match' };
  const { envelope } = known;
  if (envelope === null) return { state: 'ended-before' };
  if (digestTextFor('manifest', envelope.manifest) !== entry.caseDigest) return judgeDamaged(store, known, entry);
  // Made by this program, and just found to be what the platform signed: its form needs no second look.
  const manifest = JSON.parse(Buffer.from(envelope.manifest).toString('utf8')) as CaseManifest;
  const hasPapers = manifest.papers.length > 0;
  const papers = hasPapers ? readCasePapers(store, entry.caseNumber) : [];
  return isWhatWasSigned(envelope, manifest, papers, entry)
    ? { state: 'waits', hasPapers }
    : judgeDamaged(store, known, entry);
}

/**
 * What this disk gives of the case is not what was handed in, and would match nothing for ever. Where that was found and noted
 * before, digest and bytes as they were recorded at handing in are enough: by them the platform has opened the case, or an
 * operator has refused it, and what lies here is good for nobody.
 */
function judgeDamaged(store: Store, known: KeptCase, { bytes }: Ending): Found {
  const reason = readWaitReason(store, known.caseNumber);
  return known.bytes === bytes && reason !== null && foundDamaged.includes(reason)
    ? { state: 'waits', hasPapers: true }
    : { state: 'does-not-match' };
}

const foundDamaged: readonly WaitReason[] = [
  'damaged-here',
  'paper-not-readable-here',
  'acknowledgement-does-not-match',
];

/** The rest of the chain from the stored parts up to the manifest. A paper's digest was taken while it was sealed. */
function isWhatWasSigned(
  { header, manifest, answers }: NonNullable<KeptCase['envelope']>,
  named: CaseManifest,
  papers: readonly PaperRow[],
  { bytes }: Ending,
): boolean {
  const ciphertextBytes = papers.reduce((total, paper) => total + paper.bytes, 0);
  return (
    bytes === header.length + manifest.length + answers.length + ciphertextBytes &&
    named.hh === digestTextFor('header', header) &&
    named.answers.digest === digestTextFor('ciphertext', answers) &&
    named.papers.length === papers.length &&
    named.papers.every(({ id, digest }, at) => papers[at]?.id === id && papers[at]?.digest === digest)
  );
}
