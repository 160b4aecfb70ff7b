import type { Result } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view/waiting.ts';

export interface LineRequest {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH';
  /** Begins with a slash; no query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** May go over the connection of the one before of its kind, if that is less than a second ago. */
  readonly inARow?: 'deliveries' | 'papers';
}

export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** An answer that came whole, as far as HTTP can tell, and is not believed yet. */
export interface LineAnswer {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** Why a contact came to nothing. `detail` is for the log and for staff: status and error codes, never content. */
export interface LineFault {
  readonly reason: WaitReason;
  readonly detail: string;
  /**
   * `wait`: try again later. `smaller-batch`: the platform believes this terminal and refuses this very body.
   * `newer-key-list`: signed or secured with a key that the list here does not have. `enrol-again`: it no longer takes this enrolment.
   */
  readonly remedy: 'wait' | 'smaller-batch' | 'newer-key-list' | 'enrol-again';
  /** The platform's own word on when to come again. */
  readonly retryAfterMs: number | null;
  /** The lease to come again with at once, where the one that was sent is too old to say who sent it. */
  readonly challenge: string | null;
}

export type Transport = (request: LineRequest) => Promise<Result<LineAnswer, LineFault>>;

export const waitingFor = (reason: WaitReason, detail: string): LineFault => ({
  reason,
  detail,
  remedy: 'wait',
  retryAfterMs: null,
  challenge: null,
});
