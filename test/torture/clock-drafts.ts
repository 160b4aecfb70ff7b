import type { FaultCount } from './fault-count.ts';
import { comeBack, visitAndStrike } from './interruption.ts';
import type { Lane } from './lane.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { attach, whileThere } from './service-shell.ts';
import { strike } from './strike.ts';
import { type Before, isOfferedDraft } from './visit.ts';

/** The platform's clock, as libfaketime reads it. */
export type SetPlatformClock = (clock: '+0' | '+25h') => Promise<void>;

/**
 * Somebody who agreed vanishes with the machine in the middle of the form, and comes back while the clock is anywhere. Their
 * draft is minutes old by every clock that counts, and must be there.
 */
export async function vanishAndComeBack(
  lane: Lane,
  person: Person,
  { random, count, jump }: { readonly random: Random; readonly count: FaultCount; readonly jump: () => Promise<void> },
): Promise<void> {
  const before = await vanish(lane, person, random);
  await jump();
  await lane.tray?.pullPlug();
  await lane.restart();
  await jump();
  if (before === null) return;
  count.note('came back to a draft');
  await comeBack(lane, person, before);
}

/** A draft that was begun under the platform's time, one day and one hour later by that time: nobody gets it any more. */
export async function outliveDraft(
  lane: Lane,
  person: Person,
  { random, count, setPlatformClock }: OutlivingParts,
): Promise<void> {
  await untilOnline(lane);
  const before = await vanish(lane, person, random);
  if (before === null) throw new Error('somebody who was to vanish handed in');
  await setPlatformClock('+25h');
  await lane.restart();
  await untilOnline(lane);
  count.note('came back a day later');
  if (await isOfferedDraft(lane, person)) lane.readable.push('a draft was offered after its day');
}

interface OutlivingParts {
  readonly random: Random;
  readonly count: FaultCount;
  readonly setPlatformClock: SetPlatformClock;
}

async function vanish(lane: Lane, person: Person, random: Random): Promise<Before | null> {
  const before = await visitAndStrike(lane, person, {
    moment: 'answer-accepted',
    random,
    strike: () => strike(lane.service.pid),
  });
  await lane.service.ended;
  return before;
}

/** The platform's time is known in each run from its first contact on. */
async function untilOnline({ socket }: Lane): Promise<void> {
  const shell = await attach(socket);
  try {
    await whileThere(shell)(shell.untilAny(({ online }) => online));
  } finally {
    shell.close();
  }
}
