import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { outliveDraft, type SetPlatformClock, vanishAndComeBack } from './clock-drafts.ts';
import { countFaults } from './fault-count.ts';
import { forgetLastCase } from './forget.ts';
import { type Lane, openLane, settle } from './lane.ts';
import { digestOf } from './paper-tray.ts';
import { type Person, personFor, personWithPapers } from './people.ts';
import { startPlatformSide } from './platform-side.ts';
import { preloadedLibrary } from './preloaded-library.ts';
import type { Random } from './random.ts';
import { ServiceGone } from './service-shell.ts';
import { steps, visit } from './visit.ts';

/** `late-day`: the platform's day after never comes, and a draft is as good as new when it should be gone. */
export const clockPlants = ['lost-case', 'refusal', 'late-day'] as const;

type ClockPlant = (typeof clockPlants)[number];

export interface ClockWish {
  readonly cases: number;
  readonly plants: readonly ClockPlant[];
}

/** As libfaketime reads them: a date from which the clock goes on, or so far from the true one. */
const clocks = [
  ...(['@1970-01-01 00:00:01', '@1999-12-31 23:59:58', '@2040-02-29 12:00:00', '@2099-06-01 08:00:00'] as const),
  ...(['+0', '+90s', '-90s', '+25h', '-25h', '+40d', '-40d', '-9y', '+9y'] as const),
] as const;
/** How often a service is started anew under a wrong clock, which may be long before or behind what it wrote itself. */
const restarts = 0.2;
/** So many come with papers. */
const withPapers = 0.4;
/** How often somebody vanishes in the middle, with the machine, and comes back. */
const vanishing = 0.3;

/**
 * People hand in while the terminal's clock is anywhere and jumps under their hands, and under sync's. Nothing may be
 * refused, erased or repeated for it. The platform's clock is right, and goes a day forward in the end, for drafts: they die
 * by its time, and by no other.
 */
export async function tortureClock({ cases, plants }: ClockWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const isClean = plants.length === 0;
  const library = await preloadedLibrary('faketime/libfaketime.so.1', 'libfaketime');
  const clockFile = path.join(runFolder, 'clock');
  const setClock = async (clock: (typeof clocks)[number]): Promise<void> => {
    count.note(clock);
    await writeFile(clockFile, `${clock}\n`);
  };
  // With a planted fault the clock stays right: an expired card is refused only where somebody knows what day it is.
  await setClock(isClean ? random.pick(clocks) : '+0');
  const setPlatformClock: SetPlatformClock = (clock) => writeFile(`${clockFile}-platform`, `${clock}\n`);
  await setPlatformClock('+0');
  const under = (file: string) => ({
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // Only the wall clock goes wrong: what counts since the machine's start does not.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  });
  const platform = await startPlatformSide(runFolder, {
    ...{ database: 'embedded', processes: 1 },
    env: under(`${clockFile}-platform`),
  });
  const lanes: Lane[] = [];
  try {
    const lane = await openLane({ runFolder, nth: 0, platform, env: under(clockFile), withScanner: true });
    lanes.push(lane);
    const jump = (): Promise<void> => setClock(random.pick(clocks));
    for (let nth = 1; isClean && nth <= cases; nth += 1) {
      const person = random.chance(withPapers) ? personWithPapers(random, nth) : personFor(random, nth);
      lane.brought.set(person.card.idNumber, person.sheets.map(digestOf));
      if (random.chance(vanishing)) {
        await vanishAndComeBack(lane, person, { random, count, jump });
        continue;
      }
      const jumps = new Set([random.pick(steps), random.pick(steps)]);
      await visitUnder(lane, person, async (step) => {
        if (jumps.has(step)) await jump();
      });
      if (!random.chance(restarts)) continue;
      await jump();
      await lane.service.stop();
      await lane.restart();
    }
    if (isClean || plants.includes('late-day')) {
      const day: SetPlatformClock = isClean ? setPlatformClock : async () => {};
      await outliveDraft(lane, personFor(random, cases + 3), { random, count, setPlatformClock: day });
    }
    // Last: whoever is refused stands there, and nobody else comes to the screen.
    if (plants.includes('lost-case')) await loseOne(lane, personFor(random, 2));
    if (plants.includes('refusal')) await visitUnder(lane, expired(personFor(random, 1)), async () => {});
    const refused = lane.stranded.length;
    const { lostBy, ...outcome } = await settle(lanes, platform);
    const seen: { readonly [Plant in ClockPlant]: number } = {
      ...{ 'lost-case': lostBy.cases, refusal: refused },
      'late-day': outcome.readable,
    };
    const uncaught = plants.filter((plant) => seen[plant] === 0);
    return { ...outcome, refused, uncaught, happened: count.byKind };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
  }
}

/** Handed in while nobody is online, and forgotten. */
async function loseOne(lane: Lane, person: Person): Promise<void> {
  lane.tap.setOpen(false);
  await visitUnder(lane, person, async () => {});
  await lane.service.stop();
  forgetLastCase(lane.folder);
  lane.tap.setOpen(true);
  await lane.restart();
}

async function visitUnder(
  lane: Lane,
  person: Person,
  onStep: (step: (typeof steps)[number]) => Promise<void>,
): Promise<void> {
  const waitFor = new Set(['received-there'] as const);
  const going = visit(lane, { person, waitFor, onStep });
  try {
    await going.done;
  } catch (error) {
    lane.stranded.push(String(error));
    if (error instanceof ServiceGone) await lane.restart();
  }
  const caseNumber = going.shownNumber();
  if (caseNumber !== null) lane.handedIn.push({ caseNumber, idNumber: person.card.idNumber, phone: person.phone });
}

const expired = (person: Person): Person => ({ ...person, card: { ...person.card, validUntil: '2019-01-01' } });
