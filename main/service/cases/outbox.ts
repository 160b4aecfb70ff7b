import type { WaitReason } from '../../contract/view.ts';
import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import { caseManifest } from '../../contract/wire/envelope.ts';
import type { SignedKeyList } from '../../contract/wire/keys.ts';
import { appendAudit, auditHead } from '../audit/audit-log.ts';
import { type SignedAuditHead, signAuditHead } from '../sealing/audit-head.ts';
import { digestFor } from '../sealing/envelope.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import {
  type EnvelopeBytes,
  endCase,
  giveBackFreePages,
  noteSent,
  noteWait,
  overwriteErased,
  type QueuePlace,
  readCase,
  readEnvelope,
  readWaitingEnvelopes,
  saveAcknowledgements,
} from '../store/case-rows.ts';
import { isDiskFault, type Store } from '../store/database.ts';
import { noteNotAccepted, readTerminalState, saveContact, saveEpoch, saveKeyList } from '../store/terminal-state.ts';

type Ending = Acknowledgements['entries'][number];

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
  { nowIso, elapsedMs }: { readonly nowIso: () => string; readonly elapsedMs: () => number },
  events: OutboxEvents,
) {
  const state = () => {
    const read = readTerminalState(store);
    if (read === null) throw new Error('the outbox of a terminal that is not enrolled');
    return read;
  };
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
  return {
    nextBatch: (max: number, after: QueuePlace | null) =>
      readWaitingEnvelopes(store, max, after).map(({ header, manifest, answers, signature, ...one }) => ({
        ...one,
        envelope: { header, manifest, answers, signature },
      })),

    noteWait: (caseNumbers: readonly string[], reason: WaitReason) => {
      store.transaction(() => noteWait(store, caseNumbers, reason, nowIso()));
      caseNumbers.forEach(events.onCaseChanged);
    },

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
      const endedNow = store.transaction(() => {
        const now: string[] = [];
        let acknowledgement: number | null = null;
        for (const entry of list.entries) {
          const found = lookFor(store, entry, list.incarnation);
          if (found === 'does-not-match') continue;
          ended.add(entry.caseNumber);
          if (found === 'ended-before') continue;
          const { outcome } = entry.ending;
          const state = outcome === 'opened' ? 'received-there' : 'refused-there';
          acknowledgement ??= saveAcknowledgements(store, signed);
          endCase(store, entry.caseNumber, state, acknowledgement, at);
          appendAudit(store, { event: 'case-ended', reference: entry.caseNumber, outcome }, at);
          now.push(entry.caseNumber);
        }
        return now;
      });
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
        saveContact(store, { lease: contact.lease, offsetMs: contact.offsetMs, contactAt: contact.at });
        saveEpoch(store, contact.epoch);
      });
    },

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

function lookFor(store: Store, entry: Ending, incarnation: number): 'waits' | 'ended-before' | 'does-not-match' {
  const known = readCase(store, entry.caseNumber);
  if (known === null || known.incarnation !== incarnation || known.caseDigest !== entry.caseDigest)
    return 'does-not-match';
  const envelope = readEnvelope(store, entry.caseNumber);
  if (envelope === null) return 'ended-before';
  return isWhatWasSigned(envelope, entry) ? 'waits' : 'does-not-match';
}

/** The whole chain from the stored bytes up: parts to manifest, manifest to the digest that was signed. */
function isWhatWasSigned({ header, manifest, answers }: EnvelopeBytes, { caseDigest, bytes }: Ending): boolean {
  if (bytes !== header.length + manifest.length + answers.length) return false;
  if (digestOf('manifest', manifest) !== caseDigest) return false;
  // Made by this program, and just found to be what the platform signed.
  const named = caseManifest.parse(JSON.parse(Buffer.from(manifest).toString('utf8')));
  return named.hh === digestOf('header', header) && named.answers.digest === digestOf('ciphertext', answers);
}

const digestOf = (purpose: 'manifest' | 'header' | 'ciphertext', bytes: Uint8Array): string =>
  digestFor(purpose, bytes).toString('base64url');
