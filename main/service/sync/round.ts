import type { QueuePlace, WaitingCase } from './outbox.ts';
import type { Owing } from './paper-upload.ts';

/** What has come of a round so far. */
export interface Round {
  /** Answers so far. */
  contacts: number;
  /** One over which the platform fails is looked for. */
  hunting: boolean;
  after: QueuePlace | null;
  offered: number;
  endedCases: number;
  /** Whose envelopes the platform has, and whose papers it wants. */
  readonly owing: Owing[];
  /** Whose papers are all there now, and who are to be offered again. */
  readonly complete: WaitingCase[];
  /** Cases whose papers were all sent in this round: what is wanted of them again can wait for the next. */
  readonly sent: Set<string>;
  papersProgressed: boolean;
}
