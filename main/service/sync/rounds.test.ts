import { describe, expect, test } from 'vitest';
import { err, ok, type Result } from '../../contract/result.ts';
import { createManualTimers } from '../manual-timers.ts';
import type { RoundFault, RoundOutcome } from './delivery.ts';
import { startRounds } from './rounds.ts';
import { type LineFault, waitingFor } from './transport.ts';

type Outcome = Result<RoundOutcome, RoundFault>;
const failed = (fault: LineFault, progressed = false): Outcome => err({ ...fault, progressed });
const nothingWaits: Outcome = ok({ endedCases: 0, stillWaiting: 0 });
const stuck: Outcome = ok({ endedCases: 0, stillWaiting: 1 });
const progress: Outcome = ok({ endedCases: 1, stillWaiting: 1 });
const noNetwork: Outcome = failed(waitingFor('no-network', 'ECONNREFUSED'));
const platformError: Outcome = failed(waitingFor('platform-error', 'HTTP 500'));

/** Rounds whose every outcome the test gives by hand. `random` is 1, so each pause is its longest. */
function stage(random = 1) {
  const timers = createManualTimers();
  const online: boolean[] = [];
  const faults: (LineFault | Error)[] = [];
  const under: { end: (outcome: Outcome) => void; breakOff: (error: Error) => void }[] = [];
  let pauseSet = (_: number) => {};
  let begun = 0;
  const rounds = startRounds(
    {
      offerAll: () => {
        begun += 1;
        return new Promise((end, breakOff) => under.push({ end, breakOff }));
      },
    },
    {
      timers: {
        nowMs: timers.nowMs,
        elapsedMs: timers.elapsedMs,
        after: (delayMs, act) => {
          pauseSet(delayMs);
          return timers.after(delayMs, act);
        },
      },
      random: () => random,
      events: { onOnline: (now) => online.push(now), onFault: (fault) => faults.push(fault) },
    },
  );
  /** Ends the round under way and gives the pause that follows. */
  const end = (outcome: Outcome | Error): Promise<number> =>
    new Promise((resolve) => {
      pauseSet = resolve;
      const round = under.pop();
      if (round === undefined) throw new Error('no round is under way');
      if (outcome instanceof Error) round.breakOff(outcome);
      else round.end(outcome);
    });
  /** Lets the pause pass, then ends the round that began. */
  const next = async (outcome: Outcome | Error): Promise<number> => {
    timers.pass(60_000);
    return end(outcome);
  };
  return { timers, rounds, online, faults, end, next, begun: () => begun };
}

describe('the pace of contacts', () => {
  test('the first is at once, then a sign of life twice a minute', async () => {
    const { begun, end } = stage();
    expect(begun()).toBe(1);
    expect(await end(nothingWaits)).toBe(30_000);
  });

  test('without a network every few seconds, however long it lasts', async () => {
    const { end, next } = stage(0.5);
    expect(await end(noNetwork)).toBe(3_500);
    for (let n = 0; n < 50; n++) expect(await next(noNetwork)).toBe(3_500);
  });

  test('slower and slower while the platform fails, to once a minute, and never no more', async () => {
    const { end, next } = stage();
    const pauses = [await end(platformError)];
    for (let n = 0; n < 8; n++) pauses.push(await next(platformError));
    expect(pauses.map((ms) => ms / 1000)).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 60]);
    for (let n = 0; n < 1000; n++) expect(await next(platformError)).toBe(60_000);
    expect(await next(nothingWaits)).toBe(30_000);
    expect(await next(platformError)).toBe(2_000);
  });

  test('is spread, so that a town’s terminals do not come back in the same second', async () => {
    expect(await stage(0).end(platformError)).toBe(1_000);
    expect(await stage(0).end(noNetwork)).toBe(2_000);
    expect(await stage(0).end(nothingWaits)).toBe(27_000);
  });

  test('not before the platform asks for it, up to a minute', async () => {
    const busy = (retryAfterMs: number): Outcome =>
      failed({ ...waitingFor('platform-busy', 'HTTP 429'), retryAfterMs });
    expect(await stage().end(busy(7_000))).toBe(7_000);
    expect(await stage().end(busy(86_400_000))).toBe(60_000);
  });

  test('a contact that failed half-way, and had achieved something, is made again soon', async () => {
    const { end, next } = stage();
    const cut = failed(waitingFor('platform-does-not-answer', 'UND_ERR_SOCKET'), true);
    const pauses = [await end(platformError), await next(platformError), await next(cut), await next(cut)];
    expect(pauses).toEqual([2_000, 4_000, 2_000, 2_000]);
  });

  test('a case that does not end is offered more and more rarely, until one ends', async () => {
    const { end, next } = stage();
    const pauses = [await end(stuck), await next(stuck), await next(stuck), await next(progress), await next(stuck)];
    expect(pauses).toEqual([2_000, 4_000, 8_000, 2_000, 4_000]);
  });
});

describe('a new submission', () => {
  test('goes out at once', async () => {
    const { rounds, begun, end } = stage();
    await end(nothingWaits);
    rounds.kick();
    expect(begun()).toBe(2);
  });

  test('during a round goes out right after it, and not beside it', async () => {
    const { rounds, begun, end, timers } = stage();
    rounds.kick();
    rounds.kick();
    expect(begun()).toBe(1);
    expect(await end(nothingWaits)).toBe(0);
    timers.pass(0);
    expect(begun()).toBe(2);
    expect(await end(nothingWaits)).toBe(30_000);
  });

  test('does not hurry a contact that fails', async () => {
    const { rounds, end } = stage();
    rounds.kick();
    expect(await end(platformError)).toBe(2_000);
  });

  test('takes the place of the pause: no second row of rounds begins', async () => {
    const { rounds, begun, end, timers } = stage();
    await end(nothingWaits);
    rounds.kick();
    await end(nothingWaits);
    timers.pass(30_000);
    expect(begun()).toBe(3);
  });
});

describe('what others are told', () => {
  test('online or not, on a change only', async () => {
    const { online, end, next } = stage();
    await end(noNetwork);
    for (const outcome of [noNetwork, nothingWaits, stuck, platformError, noNetwork, nothingWaits]) await next(outcome);
    expect(online).toEqual([false, true, false, true]);
  });

  test('a broken disk is told, and the rounds go on', async () => {
    const { faults, end, next } = stage();
    const broken = new Error('disk I/O error');
    expect(await end(broken)).toBe(2_000);
    expect(faults).toEqual([broken]);
    expect(await next(nothingWaits)).toBe(30_000);
  });
});

describe('stopping', () => {
  test('in a pause: no round begins again', async () => {
    const { rounds, begun, end, timers } = stage();
    await end(nothingWaits);
    await rounds.stop();
    timers.pass(120_000);
    rounds.kick();
    expect(begun()).toBe(1);
  });

  test('in a round: waits for it, and no other begins', async () => {
    const { rounds, begun, end, timers } = stage();
    let over = false;
    const stopped = rounds.stop().then(() => (over = true));
    await Promise.resolve();
    expect(over).toBe(false);
    void end(noNetwork);
    await stopped;
    timers.pass(120_000);
    expect(begun()).toBe(1);
  });
});
