import path from 'node:path';
import { countFaults } from './fault-count.ts';
import { forgetLastCase } from './forget.ts';
import { comeBack, momentFor, visitAndStrike } from './interruption.ts';
import { type Ext4Disk, makeExt4Disk } from './ext4-disk.ts';
import { type Lane, noteLeftOver, openLane, searchFor, settle } from './lane.ts';
import { digestOf } from './paper-tray.ts';
import { personFor, personWithPapers } from './people.ts';
import { startPlatformSide } from './platform-side.ts';
import { preloadedLibrary } from './preloaded-library.ts';
import type { Random } from './random.ts';
import { cutPowerUnder } from './strike.ts';

/** `no-flush`: a disk that says it has what it has not, as with a service that flushed nothing. */
export const powerPlants = ['lost-commit', 'no-flush'] as const;

export interface PowerWish {
  readonly trials: number;
  readonly plant: (typeof powerPlants)[number] | null;
}

/** So many come with papers. */
const withPapers = 0.5;

/**
 * Cuts the power of a real ext4, on which the terminal's data lies, while people hand in: what had not been flushed is
 * gone, as at a kill it is not. Throws NotPossible without root or a loop device.
 */
export async function torturePower({ trials, plant }: PowerWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const disks: Ext4Disk[] = [];
  const prepareData = async (data: string): Promise<void> => {
    disks.push(await makeExt4Disk(path.join(runFolder, 'disk'), data, 'power'));
  };
  const platform = await startPlatformSide(runFolder, { database: 'embedded', processes: 1 });
  const lanes: Lane[] = [];
  try {
    const env = plant === 'no-flush' ? { LD_PRELOAD: await preloadedLibrary('libeatmydata.so', 'libeatmydata1') } : {};
    const lane = await openLane({ runFolder, nth: 0, platform, prepareData, env, withScanner: true });
    lanes.push(lane);
    const [disk] = disks;
    if (disk === undefined) throw new Error('the data folder was not prepared');
    const startedMs = performance.now();
    if (plant !== null) lane.tap.setOpen(false);
    for (let trial = 1; trial <= trials; trial += 1) {
      const comesWithPapers = plant === null && random.chance(withPapers);
      const person = comesWithPapers ? personWithPapers(random, trial) : personFor(random, trial);
      const moment = plant === null ? momentFor(random, person) : 'result-shown';
      if (comesWithPapers) lane.brought.set(person.card.idNumber, person.sheets.map(digestOf));
      const before = await visitAndStrike(lane, person, {
        moment,
        random,
        strike: () => {
          count.note(moment);
          cutPowerUnder(lane.service.pid, disk.cutPower);
        },
      });
      await lane.service.ended;
      await disk.mountAgain();
      await searchFor(person, lane, `after ${moment}`);
      if (plant === 'lost-commit') forgetLastCase(lane.folder);
      await lane.tray?.pullPlug();
      await lane.restart();
      await noteLeftOver(lane, `after ${moment}`);
      if (before !== null) await comeBack(lane, person, before);
    }
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return { trials, ...(await settle(lanes, platform)), seconds, happened: count.byKind };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
    for (const disk of disks) await disk.remove();
  }
}
