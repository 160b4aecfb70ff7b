import type { KeyObject } from 'node:crypto';
import type { Result } from '../../main/contract/result.ts';
import type { SignedBundleNotice } from '../../main/contract/wire/bundles.ts';
import type { CaseLookUpRequest, CaseLookUpResponse } from '../../main/contract/wire/case-look-ups.ts';
import type {
  CaseDelivery,
  SignedAcknowledgements,
  SignedEpoch,
  Unfinished,
} from '../../main/contract/wire/deliveries.ts';
import type { EnrolmentRequest } from '../../main/contract/wire/enrolment.ts';
import type { SignedFleetList } from '../../main/contract/wire/fleet.ts';
import type { SignedKeyList } from '../../main/contract/wire/keys.ts';
import type { StuckCasesRequest } from '../../main/contract/wire/stuck-cases.ts';
import type { Standing } from '../database/schema.ts';
import type { Incarnation } from '../incarnation.ts';
import type { PaperName } from '../papers/paper-files.ts';

/**
 * All that the gateway may ask of the inner zone. Here both run in one process; where they are two machines, this is the
 * line between them, and it carries nothing that the gateway could open, alter unseen, or end a case with.
 */
export interface InnerZone {
  keyList(): Promise<{ readonly signed: SignedKeyList; readonly version: number }>;
  /** The keys of all terminals, for checking receipts. */
  fleet(): Promise<SignedFleetList>;
  /** Null when it never enrolled. */
  terminalKey(sender: Incarnation): Promise<{ readonly key: KeyObject; readonly standing: Standing } | null>;
  /** `proof` as contract/wire/enrolment.ts; one error for every reason, so that a guess learns nothing. */
  enrol(request: EnrolmentRequest): Promise<Result<Incarnation & { readonly proof: string }, 'code-not-accepted'>>;
  /** `sender` has proven itself to the gateway. Returns after everything acknowledged is committed. */
  receive(sender: Incarnation, deliveries: readonly CaseDelivery[]): Promise<Received>;
  /**
   * The length of a paper's ciphertext, in bytes, as the case's manifest has it. Null unless the case's envelope is here, is
   * this terminal's, and waits for its papers. The gateway writes what comes into the folder of papers; it can read none.
   */
  awaitedPaper(sender: Incarnation, paper: PaperName): Promise<number | null>;
  /** How many of these cases, acknowledged under this platform's own signature, it no longer has. Each is noted. */
  takeTombstones(sender: Incarnation, lists: readonly SignedAcknowledgements[]): Promise<number>;
  /**
   * Notes what a terminal says it cannot get rid of, for the operator to end, and returns the ends of those that have one.
   * Null where the word is not signed by `sender`, or says what he cannot know.
   */
  takeStuckCases(
    sender: Incarnation,
    word: Pick<StuckCasesRequest, 'bytes' | 'signature'>,
  ): Promise<readonly SignedAcknowledgements[] | null>;
  /** The gateway saw an old lease or a shortened audit log. */
  markForked(sender: Incarnation): Promise<void>;
  /** What is newest, signed as of now; null where nothing was published. */
  bundleNotice(): Promise<SignedBundleNotice | null>;
  /** From 0; null where there is no such bundle or no such part of it. */
  bundlePart(digest: string, part: number): Promise<Uint8Array | null>;
  lookUp(request: CaseLookUpRequest): Promise<Pick<CaseLookUpResponse, 'found' | 'state'>>;
}

export interface Received {
  /** Null when nothing was finished. */
  readonly acknowledged: SignedAcknowledgements | null;
  readonly unfinished: readonly Unfinished[];
  /** Null where `acknowledged` says it. */
  readonly epoch: SignedEpoch | null;
}
