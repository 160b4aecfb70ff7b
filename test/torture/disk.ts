import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseCaseNumber } from '../../main/contract/case-number.ts';
import { handInDirectly } from './direct-hand-in.ts';
import { type Ext4Disk, makeExt4Disk } from './ext4-disk.ts';
import { countFaults, type FaultCount } from './fault-count.ts';
import { forgetLastCase } from './forget.ts';
import { type Lane, openLane, searchFor, settle, withService } from './lane.ts';
import { personFor } from './people.ts';
import { type PlatformSide, startPlatformSide } from './platform-side.ts';
import type { Random } from './random.ts';
import { attach, ServiceGone, whileThere } from './service-shell.ts';
import { isAlive, strike } from './strike.ts';
import { enrolAgain, type TerminalFolder } from './terminal-folder.ts';
import { tearPages } from './torn-pages.ts';
import { type Step, steps, visit } from './visit.ts';

export interface DiskWish {
  readonly trials: number;
  readonly plants: readonly DiskPlant[];
}

export const diskPlants = ['lost-case', 'given-up'] as const;
type DiskPlant = (typeof diskPlants)[number];

/** So many wait when the database is torn. */
const waitingWhenTorn = 20;

/**
 * A disk that is full, read-only or fails under the service while people hand in, and databases with torn pages: a case
 * that was called kept is on the platform in the end, or staff were told its number as lost.
 */
export async function tortureDisk({ trials, plants }: DiskWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const disks: Ext4Disk[] = [];
  const prepareData = async (data: string): Promise<void> => {
    disks.push(await makeExt4Disk(path.join(runFolder, 'disk'), data, 'disk'));
  };
  const platform = await startPlatformSide(runFolder, { database: 'embedded', processes: 1 });
  const lanes: Lane[] = [];
  const mayBeLost = new Set<string>();
  try {
    const lane = await openLane({ runFolder, nth: 0, platform, prepareData });
    lanes.push(lane);
    const [disk] = disks;
    if (disk === undefined) throw new Error('the data folder was not prepared');
    for (let trial = 1; trial <= trials && plants.length === 0; trial += 1) {
      if (random.chance(0.3)) await tear(lane, platform, { random, count, mayBeLost });
      else await failUnderVisit(lane, disk, random, trial, count);
    }
    if (plants.length > 0) {
      await lane.service.stop();
      for (const plant of plants) {
        lane.handedIn.push(...(await handInDirectly(lane.folder, 1, random)));
        forgetLastCase(lane.folder);
        if (plant === 'given-up') await giveUpLastCase(lane);
      }
      await lane.restart();
    }
    const saidLost = numbersSaidLost(lane.folder);
    const { lostBy, ...outcome } = await settle(lanes, platform, { saidLost, mayBeLost });
    const seen: { readonly [Plant in DiskPlant]: number } = { 'lost-case': lostBy.cases, 'given-up': lostBy.givenUp };
    const uncaught = plants.filter((plant) => seen[plant] === 0);
    const told = { saidLost: saidLost.size, mayBeLost: mayBeLost.size };
    return { trials, ...outcome, uncaught, ...told, happened: count.byKind };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
    for (const disk of disks) await disk.remove();
  }
}

const faults = ['full', 'input-output', 'read-only'] as const;
/** What is left on a full disk: nothing, or enough for a part of what is to be written. */
const mostBytesLeft = 64 * 1024;

/** One visit; from one of its steps on the disk fails, until the person is told so or is gone. */
async function failUnderVisit(
  lane: Lane,
  disk: Ext4Disk,
  random: Random,
  trial: number,
  count: FaultCount,
): Promise<void> {
  const fault = random.pick(faults);
  const from = random.pick(steps.filter((step) => !['not-kept', 'scan-asked', 'page-shown'].includes(step)));
  const bytesLeft = random.between(0, mostBytesLeft);
  const person = personFor(random, trial);
  // It may have ended by itself behind the last one: its database was found damaged.
  if (!isAlive(lane.service.pid)) await lane.restart();
  const { service } = lane;
  const fail = (): void => {
    count.note(`${fault}, from ${from}`);
    if (fault === 'full') disk.fill(bytesLeft);
    else if (fault === 'read-only') disk.turnReadOnly();
    else disk.cutPower();
  };
  const onStep = async (step: Step): Promise<void> => {
    if (step === from) fail();
    if (step !== 'not-kept') return;
    count.note(`${fault}: not kept, and said so`);
    // Room can be made under a person who waits; a disk that is broken takes the machine with it.
    if (fault === 'full') await disk.makeRoom();
    else strike(service.pid);
  };
  const going = visit(lane, { person, onStep });
  try {
    await going.done;
  } catch (error) {
    if (!(error instanceof ServiceGone)) lane.stranded.push(`${fault} from ${from}: ${String(error)}`);
    else count.note(`${fault}: the service was gone`);
  }
  const caseNumber = going.shownNumber();
  if (caseNumber !== null) lane.handedIn.push({ caseNumber, idNumber: person.card.idNumber, phone: person.phone });
  if (fault === 'full' && random.chance(0.5)) {
    await disk.makeRoom();
    return;
  }
  strike(service.pid);
  await service.ended;
  await disk.mountAgain();
  await disk.makeRoom();
  await searchFor(person, lane, `after ${fault}`);
  await lane.restart();
}

/** Pages of the database become noise while the machine is off, with cases waiting in it. */
async function tear(
  lane: Lane,
  platform: PlatformSide,
  {
    random,
    count,
    mayBeLost,
  }: { readonly random: Random; readonly count: FaultCount; readonly mayBeLost: Set<string> },
): Promise<void> {
  lane.tap.setOpen(false);
  await lane.service.stop();
  lane.handedIn.push(...(await handInDirectly(lane.folder, waitingWhenTorn, random)));
  const torn = tearPages(lane.folder, random);
  count.note(torn === null ? 'pages torn before, and not read since' : 'pages torn');
  for (const caseNumber of torn ?? []) mayBeLost.add(caseNumber);
  lane.tap.setOpen(true);
  await lane.restart();
  if ((await firstScreen(lane)) !== 'must enrol again') return;
  count.note('enrolled again');
  await lane.service.stop();
  const [first] = lane.handedIn;
  const parsed = parseCaseNumber(first?.caseNumber ?? '');
  if (!parsed.ok) throw new Error('no case that names the terminal');
  await enrolAgain(lane.folder, platform, parsed.value.terminal);
  await lane.restart();
}

const firstScreen = (lane: Lane): Promise<'must enrol again' | 'another'> =>
  withService(lane, async () => {
    const shell = await attach(lane.folder.socket);
    try {
      const { screen } = await whileThere(shell)(shell.untilAny(() => true));
      const enrolAnew = screen.screen === 'out-of-service' && screen.code.startsWith('enrolment');
      return enrolAnew ? 'must enrol again' : 'another';
    } finally {
      shell.close();
    }
  });

/** As a recovery would that gives up what it could have had. */
async function giveUpLastCase({ folder, handedIn }: Lane): Promise<void> {
  const planted = path.join(folder.data, 'planted');
  await mkdir(planted);
  await writeFile(path.join(planted, 'report.json'), JSON.stringify({ casesLost: handedIn.slice(-1) }));
}

const report = z.looseObject({ casesLost: z.array(z.looseObject({ caseNumber: z.string() })) });

/** What the staff page names as lost, in the report beside each database that was put aside. */
function numbersSaidLost({ data }: TerminalFolder): ReadonlySet<string> {
  const said = new Set<string>();
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (path.basename(name) !== 'report.json') continue;
    const { casesLost } = report.parse(JSON.parse(readFileSync(path.join(data, name), 'utf8')));
    for (const { caseNumber } of casesLost) said.add(caseNumber);
  }
  return said;
}
