import type { QueuePlace, WaitingCase } from './outbox.ts';
import type { LineFault } from './transport.ts';

/** Rounds in a row that broke off at the same place, until the one to blame is looked for. */
const oftenEnough = 4;
const firstPauseMs = 30_000;
const longestPauseMs = 15 * 60_000;
/** In one round. When more cases than these seem to be to blame, it is the platform after all. */
const mostSetAside = 3;

/**
 * Cases that the platform fails over, each time: by its own signed word, or by dying without one. No fault of one case may
 * hold up the queue, so each of these waits apart, at its own pace. Known in this run only: after a restart they are found
 * again, within a few rounds.
 */
export interface Stumbling {
  /** A request broke off at the case that stood first in it. True when this has come in several rounds, one after the other. */
  brokeOffAt(caseNumber: string): boolean;
  /** For longer each time. False when enough others were set aside in this round. */
  setAside(one: Pick<WaitingCase, 'caseNumber'> & QueuePlace): boolean;
  isAside(caseNumber: string): boolean;
  /** Those whose pause is over. */
  due(): readonly QueuePlace[];
  /** The platform has answered it. */
  forget(caseNumber: string): void;
  roundBegins(): void;
}

export function createStumbling(elapsedMs: () => number): Stumbling {
  const aside = new Map<string, QueuePlace & { readonly times: number; readonly untilMs: number }>();
  let last = { caseNumber: '', rounds: 0 };
  let setAside = 0;
  return {
    brokeOffAt: (caseNumber) => {
      last = { caseNumber, rounds: last.caseNumber === caseNumber ? last.rounds + 1 : 1 };
      return last.rounds >= oftenEnough;
    },
    setAside: ({ caseNumber, incarnation, sequence }) => {
      const before = aside.get(caseNumber);
      if (before === undefined && setAside === mostSetAside) return false;
      if (before === undefined) setAside += 1;
      const times = (before?.times ?? 0) + 1;
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(times - 1, 10));
      aside.set(caseNumber, { incarnation, sequence, times, untilMs: elapsedMs() + pauseMs });
      return true;
    },
    isAside: (caseNumber) => aside.has(caseNumber),
    due: () => [...aside.values()].filter(({ untilMs }) => untilMs <= elapsedMs()),
    forget: (caseNumber) => void aside.delete(caseNumber),
    roundBegins: () => {
      setAside = 0;
    },
  };
}

/** May be about what was sent, and may be about the platform as a whole: only a request without it tells. */
export const mayBeItsContent = ({ reason, remedy }: LineFault): boolean =>
  remedy === 'wait' && (reason === 'platform-error' || reason === 'platform-does-not-answer');
