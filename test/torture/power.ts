import path from 'node:path';
import { countFaults } from './fault-count.ts';
import { forgetLastCase } from './forget.ts';
import { comeBack, type Moment, momentFor, visitAndStrike } from './interruption.ts';
import { type Lane, noteLeftOver, openLane, searchFor, settle } from './lane.ts';
import { digestOf } from './paper-tray.ts';
import { personFor, personWithPapers } from './people.ts';
import { startPlatformSide } from './platform-side.ts';
import { makePowerDisk, type PowerDisk } from './power-disk.ts';
import { preloadedLibrary } from './preloaded-library.ts';
import type { Random } from './random.ts';
import { strike } from './strike.ts';

/**
 * `no-flush`: a disk that says it has what it has not, as with a service that flushed nothing. `no-page-flush`: a service that
 * flushes all but pages.
 */
export const powerPlants = ['lost-commit', 'no-flush', 'no-page-flush'] as const;

export interface PowerWish {
  readonly trials: number;
  readonly plant: (typeof powerPlants)[number] | null;
}

/** So many come with papers. */
const withPapers = 0.5;

/**
 * Cuts the power of a real ext4, on which the terminal's data lies, while people hand in and the service runs: what had not
 * been flushed is gone, as at a kill it is not. Throws NotPossible without root, a loop device or XFS.
 */
export async function torturePower({ trials, plant }: PowerWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const disks: PowerDisk[] = [];
  const prepareData = async (data: string): Promise<void> => {
    disks.push(await makePowerDisk(runFolder, data));
  };
  const platform = await startPlatformSide(runFolder, { database: 'embedded', processes: 1 });
  const lanes: Lane[] = [];
  try {
    const lane = await openLane({
      runFolder,
      nth: 0,
      platform,
      prepareData,
      env: await plantIn(plant),
      withScanner: true,
    });
    lanes.push(lane);
    const [disk] = disks;
    if (disk === undefined) throw new Error('the data folder was not prepared');
    const startedMs = performance.now();
    if (plant !== null) lane.tap.setOpen(false);
    for (let trial = 1; trial <= trials; trial += 1) {
      const comesWithPapers = plant === null ? random.chance(withPapers) : plant === 'no-page-flush';
      const person = comesWithPapers ? personWithPapers(random, trial) : personFor(random, trial);
      const moment = plant === null ? momentFor(random, person) : plantedMoment(plant);
      if (comesWithPapers) lane.brought.set(person.card.idNumber, person.sheets.map(digestOf));
      const before = await visitAndStrike(lane, person, {
        moment,
        random,
        isLastLook: true,
        // In one turn, without a breath: until its process is gone, the machine that has no power any more reaches nobody.
        strike: () => {
          count.note(moment);
          disk.cutPower();
          lane.tap.setOpen(false);
          strike(lane.service.pid);
        },
      });
      await lane.service.ended;
      await disk.mountAgain();
      lane.tap.setOpen(plant === null);
      await searchFor(person, lane, `after ${moment}`);
      if (plant === 'lost-commit') forgetLastCase(lane.folder);
      await lane.tray?.pullPlug();
      await lane.restart();
      await noteLeftOver(lane, `after ${moment}`);
      if (before !== null) await comeBack(lane, person, before);
    }
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const { lostBy: _lostBy, ...outcome } = await settle(lanes, platform);
    return { trials, ...outcome, seconds, happened: count.byKind };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
    for (const disk of disks) await disk.remove();
  }
}

async function plantIn(plant: PowerWish['plant']): Promise<NodeJS.ProcessEnv> {
  switch (plant) {
    case 'no-flush':
      return { LD_PRELOAD: await preloadedLibrary('libeatmydata.so', 'libeatmydata1') };
    case 'no-page-flush':
      return { NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'no-page-flush.ts')}` };
    default:
      return {};
  }
}

/** A planted fault needs what somebody was promised, at once: a page, or a case. */
const plantedMoment = (plant: NonNullable<PowerWish['plant']>): Moment =>
  plant === 'no-page-flush' ? 'page-shown' : 'result-shown';
