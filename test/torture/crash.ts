import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { countFaults, type FaultCount } from './fault-count.ts';
import { forgetDrafts, forgetLastCase } from './forget.ts';
import { comeBack, type Moment, momentFor, visitAndStrike } from './interruption.ts';
import { type Lane, noteLeftOver, openLane, searchFor, settle } from './lane.ts';
import { digestOf } from './paper-tray.ts';
import { type Person, personFor, personWithPapers } from './people.ts';
import { lostPages, secondDelivery, startPlatformSide } from './platform-side.ts';
import type { Random } from './random.ts';
import { hostOf, isAlive, strike } from './strike.ts';
import { type Before, isOfferedDraft } from './visit.ts';

export const crashPlants = [
  ...(['lost-commit', 'lost-draft', 'second-delivery', 'plain-text', 'lost-page', 'left-page'] as const),
] as const;
type CrashPlant = (typeof crashPlants)[number];

export interface CrashWish {
  /** None where faults are planted: each of these has one. */
  readonly trials: number;
  readonly plants: readonly CrashPlant[];
}

/** Each has its own folder, reader and service; two cores are busy with three. Few trials are not worth the start of many. */
const terminals = (trials: number): number => Math.min(3, Math.ceil(trials / 4));

/**
 * Kills the service, or the device host under it, again and again while people hand in. The platform and the reader live
 * on; they are the witnesses.
 */
export async function tortureCrash({ trials, plants }: CrashWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const platform = await startPlatformSide(runFolder, { database: 'embedded', processes: 1 });
  const lanes: Lane[] = [];
  try {
    const many = plants.length === 0 ? terminals(trials) : 1;
    for (let nth = 0; nth < many; nth += 1) lanes.push(await openLane({ runFolder, nth, platform, withScanner: true }));
    let begun = 0;
    const startedMs = performance.now();
    const crashAgainAndAgain = async (lane: Lane, nth: number): Promise<void> => {
      const ofLane = random.branch(`terminal-${nth}`);
      while (plants.length === 0 && begun < trials) {
        begun += 1;
        await crashOnce(lane, begun, ofLane, null, count);
      }
      for (const [at, plant] of plants.entries()) await plantOne(lane, at + 1, ofLane, plant, count);
    };
    await Promise.all(lanes.map(crashAgainAndAgain));
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const { lostBy, ...outcome } = await settle(lanes, platform, {
      beforeCounting: async () => {
        if (plants.includes('second-delivery')) await platform.tamper(secondDelivery);
        if (plants.includes('lost-page')) await platform.tamper(lostPages);
      },
    });
    const seen: { readonly [Plant in CrashPlant]: number } = {
      'lost-commit': lostBy.cases,
      'lost-draft': lostBy.answers,
      'second-delivery': outcome.duplicated,
      'plain-text': outcome.readable,
      'lost-page': lostBy.pages,
      'left-page': outcome.leftOver,
    };
    const uncaught = plants.filter((plant) => seen[plant] === 0);
    return { trials: Math.max(begun, plants.length), ...outcome, uncaught, seconds, happened: count.byKind };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
  }
}

/** One visit with the fault. A case is forgotten before anybody can have sent it. */
async function plantOne(
  lane: Lane,
  trial: number,
  random: Random,
  plant: CrashPlant,
  count: FaultCount,
): Promise<void> {
  const isForgotten = plant === 'lost-commit';
  if (isForgotten) lane.tap.setOpen(false);
  await crashOnce(lane, trial, random, plant, count);
  if (!isForgotten) return;
  await loseLastCase(lane);
  lane.tap.setOpen(true);
}

async function crashOnce(
  lane: Lane,
  trial: number,
  random: Random,
  plant: CrashPlant | null,
  count: FaultCount,
): Promise<void> {
  const isPaperPlant = plant === 'lost-page' || plant === 'left-page';
  const comesWithPapers = plant === null ? random.chance(withPapers) : isPaperPlant;
  const person = comesWithPapers ? personWithPapers(random, trial) : personFor(random, trial);
  const moment = plant === null ? momentFor(random, person) : plantedMoment(plant);
  const victim = plant === null && random.chance(0.2) ? 'device host' : 'service';
  const agrees = plant !== null || random.chance(agreeing);
  if (comesWithPapers) lane.brought.set(person.card.idNumber, person.sheets.map(digestOf));
  const before = await visitAndStrike(lane, person, {
    moment,
    random,
    agrees,
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
  await lane.tray?.pullPlug();
  await lane.restart();
  if (plant === 'left-page') await writeFile(path.join(lane.folder.data, 'papers', 'left-page'), 'a page');
  await noteLeftOver(lane, `after ${moment}`);
  if (before !== null) await comeBackOneWayOrAnother(lane, person, before, { random, count });
}

/** So many come with papers: enough for every moment of theirs, and few enough that a thousand visits take no hour. */
const withPapers = 0.4;
/** So many agree that their answers are kept. */
const agreeing = 0.85;
/** Of drafts: so often somebody else comes first, and so often it is thrown away by its person. */
const strangers = 0.2;
const beginningAnew = 0.1;

async function comeBackOneWayOrAnother(
  lane: Lane,
  person: Person,
  before: Before,
  { random, count }: { readonly random: Random; readonly count: FaultCount },
): Promise<void> {
  if (before.acceptedAnswers > 0 && random.chance(strangers)) {
    count.note('somebody else came first');
    // Far from every trial's number: no two people of a run have one ID number.
    const stranger = personFor(random, random.between(500_000, 999_999));
    try {
      if (await isOfferedDraft(lane, stranger)) lane.readable.push('a draft was offered to somebody with another card');
    } catch (error) {
      lane.stranded.push(String(error));
    }
  }
  const withDraft = random.chance(beginningAnew) ? 'begin-anew' : 'resume';
  if (before.acceptedAnswers > 0)
    count.note(before.agreed ? `came back to a draft: ${withDraft}` : 'came back to none');
  await comeBack(lane, person, before, withDraft);
}

/** A planted fault needs what somebody was promised, at once: a case, or a draft. */
const plantedMoment = (plant: CrashPlant): Moment => (plant === 'lost-draft' ? 'answer-accepted' : 'result-shown');

/** With the service down: one that has just read the case would still send it. */
async function loseLastCase(lane: Lane): Promise<void> {
  await lane.service.stop();
  forgetLastCase(lane.folder);
  await lane.restart();
}
