import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { countFaults, type FaultCount } from './fault-count.ts';
import { forgetDrafts, forgetLastCase } from './forget.ts';
import { comeBack, type Moment, moments, visitAndStrike } from './interruption.ts';
import { type Lane, openLane, searchFor, settle } from './lane.ts';
import { personFor } from './people.ts';
import { secondDelivery, startPlatformSide } from './platform-side.ts';
import type { Random } from './random.ts';
import { hostOf, isAlive, strike } from './strike.ts';

export interface CrashWish {
  readonly trials: number;
  readonly plant: 'lost-commit' | 'lost-draft' | 'second-delivery' | 'plain-text' | null;
}

/** Each has its own folder, reader and service; two cores are busy with three. */
const terminals = 3;

/**
 * Kills the service, or the device host under it, again and again while people hand in. The platform and the reader live
 * on; they are the witnesses.
 */
export async function tortureCrash({ trials, plant }: CrashWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const platform = await startPlatformSide(runFolder, { database: 'embedded', processes: 1 });
  const lanes: Lane[] = [];
  try {
    const many = plant === null ? Math.min(terminals, trials) : 1;
    for (let nth = 0; nth < many; nth += 1) lanes.push(await openLane({ runFolder, nth, platform }));
    let begun = 0;
    const startedMs = performance.now();
    if (plant === 'lost-commit') for (const { tap } of lanes) tap.setOpen(false);
    const crashAgainAndAgain = async (lane: Lane, nth: number): Promise<void> => {
      const ofLane = random.branch(`terminal-${nth}`);
      while (begun < trials) {
        begun += 1;
        await crashOnce(lane, begun, ofLane, plant, count);
      }
    };
    await Promise.all(lanes.map(crashAgainAndAgain));
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    if (plant === 'lost-commit') await Promise.all(lanes.map(loseLastCase));
    const plantSecond = () => (plant === 'second-delivery' ? platform.tamper(secondDelivery) : Promise.resolve());
    const outcome = await settle(lanes, platform, plantSecond);
    return { trials, ...outcome, seconds, happened: count.byKind };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
  }
}

async function crashOnce(
  lane: Lane,
  trial: number,
  random: Random,
  plant: CrashWish['plant'],
  count: FaultCount,
): Promise<void> {
  const moment = plant === null ? random.pick(moments) : momentFor(plant);
  const victim = plant === null && random.chance(0.2) ? 'device host' : 'service';
  const person = personFor(random, trial);
  const before = await visitAndStrike(lane, person, {
    moment,
    random,
    strike: () => {
      count.note(`${victim}, ${moment}`);
      strike(victim === 'service' ? lane.service.pid : hostOf(lane.service.pid));
    },
  });
  // Where the service ended with it, that was noted, and the next one finds it running all the same.
  if (victim === 'device host' && isAlive(lane.service.pid)) return;
  await lane.service.ended;
  if (plant === 'plain-text') await writeFile(path.join(lane.folder.data, 'left-behind'), `…${person.card.name}…`);
  await searchFor(person, lane, `after ${moment}`);
  if (plant === 'lost-draft') forgetDrafts(lane.folder);
  await lane.restart();
  if (before !== null) await comeBack(lane, person, before);
}

/** A planted fault needs what somebody was promised, at once: a case, or a draft. */
const momentFor = (plant: NonNullable<CrashWish['plant']>): Moment =>
  plant === 'lost-draft' ? 'answer-accepted' : 'result-shown';

/** With the service down: one that has just read the case would still send it. */
async function loseLastCase(lane: Lane): Promise<void> {
  await lane.service.stop();
  forgetLastCase(lane.folder);
  await lane.restart();
}
