import type { Acknowledgements, SignedAcknowledgements } from '../../contract/wire/deliveries.ts';
import type { SignedKeyList } from '../../contract/wire/keys.ts';
import type { WaitReason } from '../../contract/view/waiting.ts';
import type { StuckCases } from '../../contract/wire/stuck-cases.ts';

/** Where in the queue a case stands. */
export interface QueuePlace {
  readonly incarnation: number;
  readonly sequence: number;
}

/** A case as it waits: the bytes exactly as stored. */
export interface WaitingCase extends QueuePlace {
  readonly caseNumber: string;
  /** base64url. */
  readonly caseDigest: string;
  readonly envelope: {
    readonly header: Uint8Array;
    readonly manifest: Uint8Array;
    readonly answers: Uint8Array;
    readonly signature: Uint8Array;
  };
  /** Header, manifest, answers and papers' ciphertext together. */
  readonly bytes: number;
}

/** A case whose wait, as it was noted last, may have no end of its own. */
export type StuckCase = QueuePlace & StuckCases['cases'][number];

/** What an answered contact leaves behind. */
export interface Contact {
  /** To be carried by the next request. */
  readonly lease: string;
  /** The highest epoch that a verified acknowledgement, or the platform's verified word, named. */
  readonly epoch: number;
  /** Platform's clock minus this terminal's, the answer's travel halved. */
  readonly offsetMs: number;
  /** The platform's time, ISO 8601. */
  readonly at: string;
}

/**
 * What sync needs of the store. Every call is durable when it returns; sync keeps nothing of its own that a restart would
 * miss, and only `finishAll` may end a case.
 */
export interface Outbox {
  /**
   * Oldest first, at most `max`, all of one incarnation, because an acknowledgement names one: what came out of an earlier
   * enrolment goes first, the rest in a batch of its own. Behind `after`: what stands before it was offered in this round
   * already. Without that, a batch that the platform cannot open would stand before all others for ever.
   */
  nextBatch(max: number, after: QueuePlace | null): readonly WaitingCase[];
  /** `detail` is for whoever is called to help: status and error codes, how far papers are; never content. */
  noteWait(caseNumbers: readonly string[], reason: WaitReason, detail: string): void;
  /**
   * Whether a paper of the case is here as it was sealed, to the last byte. `not-now`: this reading failed, and a later one
   * may not; only of a `lost` one it may be said that it will never come.
   */
  paperCondition(caseNumber: string, id: string): 'sound' | 'lost' | 'not-now';
  /** Ciphertext of a paper from `at` on, `most` bytes or what is left; null when the disk does not give it. */
  readPaper(id: string, at: number, most: number): Uint8Array | null;
  /** The platform answered a request that carried these. They are not ended by it. */
  noteSent(caseNumbers: readonly string[]): void;
  /**
   * `list` is what `signed` says; signature, key, terminal and epoch hold. The store recomputes digest and bytes of each
   * entry from its own rows, and erases only on a full match. Returns the numbers that are ended, now or before.
   */
  finishAll(list: Acknowledgements, signed: SignedAcknowledgements): ReadonlySet<string>;
  /** Of those that are stuck, the oldest `most` behind `after`. */
  stuckCases(most: number, after: QueuePlace | null): readonly StuckCase[];
  /** What was erased is overwritten; to be called when a round is over, however it went. In a long one it comes by itself. */
  overwriteErased(): void;
  /** The last lease saved. */
  lease(): string;
  /** The highest epoch saved; an acknowledgement of an older one ends nothing. */
  epoch(): number;
  saveContact(contact: Contact): void;
  /** The platform's signed lists by which cases were ended here, behind the place of one handed out before; 0 for the first. */
  tombstones(after: number, most: number): { readonly lists: readonly SignedAcknowledgements[]; readonly last: number };
  /** The last epoch under which the platform was told of them all. */
  toldEpoch(): number;
  saveToldEpoch(epoch: number): void;
  /** By its own signed word the platform takes this enrolment no longer: revoked, replaced, or gone by two machines. */
  noteNotAccepted(): void;
  /** One that was verified, and is newer: called before it is in force. */
  saveKeyList(keyList: SignedKeyList): void;
  /** Head of the audit log: JSON bytes and the terminal's signature, as `signAuditHead` makes them. */
  auditHead(): { readonly bytes: Uint8Array; readonly signature: Uint8Array };
}
