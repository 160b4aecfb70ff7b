import { readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { searchForPersonalData } from '../journeys/search/search.ts';
import { type Program, startAndWait } from '../workbench/child.ts';
import { drainAtDesk } from './desk.ts';
import { countFaults, type FaultCount } from './fault-count.ts';
import { forgetLastCase } from './forget-last-case.ts';
import { type LineTap, type Passing, tapLine } from './line-tap.ts';
import { personFor, valuesOf } from './people.ts';
import { type PlatformSide, secondDelivery, startPlatformSide } from './platform-side.ts';
import type { Random } from './random.ts';
import { type HandedIn, tally } from './tally.ts';
import { enrolTerminalFolder, startTerminalService, type TerminalFolder, terminalFolder } from './terminal-folder.ts';
import { ServiceGone, type Step, visit } from './visit.ts';

export interface CrashWish {
  readonly trials: number;
  readonly plant: 'lost-commit' | 'second-delivery' | 'plain-text' | null;
}

/** Each has its own folder, reader and service; two cores are busy with three. */
const terminals = 3;
/** A whole visit takes about this long, so a random moment falls anywhere in it. */
const visitMs = 1500;
/** So long what waits may take to get out after the last crash. */
const stuckMs = 60_000;
/** What a moment that is awaited may take; then it has passed unseen, and the kill comes now. */
const momentMs = 5000;

const moments = [
  ...(['any', 'any', 'any', 'card-laid', 'card-read', 'answer-accepted', 'submit-sent', 'log-grows'] as const),
  ...(['log-grows', 'result-shown', 'printed', 'request-on-its-way', 'answer-held', 'answer-given'] as const),
  ...(['answer-given-log-grows', 'received-there', 'finished'] as const),
] as const;
type Moment = (typeof moments)[number];

/**
 * Kills the service, or the device host under it, again and again while people hand in, at moments that can be seen from
 * outside. Nothing in the service knows of it. The platform and the reader live on; they are the witnesses.
 */
export async function tortureCrash({ trials, plant }: CrashWish, random: Random, runFolder: string): Promise<object> {
  const count = countFaults();
  const platform = await startPlatformSide(runFolder, { database: 'embedded', processes: 1 });
  const lanes: Lane[] = [];
  try {
    const startedMs = performance.now();
    const many = plant === null ? Math.min(terminals, trials) : 1;
    for (let nth = 0; nth < many; nth += 1) lanes.push(await openLane(runFolder, nth, platform, random, count));
    let left = trials;
    const nextTrial = (): number | null => {
      left -= 1;
      return left < 0 ? null : trials - left - 1;
    };
    if (plant === 'lost-commit') for (const lane of lanes) lane.tap.setOpen(false);
    await Promise.all(lanes.map((lane) => crashAgainAndAgain(lane, nextTrial, plant)));
    const seconds = Math.round((performance.now() - startedMs) / 1000);

    const handedIn = lanes.flatMap((lane) => lane.handedIn);
    if (plant === 'lost-commit') for (const { folder } of lanes) forgetLastCase(folder);
    const stuck = await Promise.all(lanes.map(drainLane));
    const kept = lanes.flatMap(({ folder }) => numbersIn(folder));
    if (plant === 'second-delivery') await platform.tamper(secondDelivery);
    const held = await platform.cases();
    const { lost, duplicated, faults } = tally(handedIn, held);
    const there = new Set(held.map(({ caseNumber }) => caseNumber));
    const vanished = kept.filter((caseNumber) => !there.has(caseNumber));
    return {
      trials,
      lost: lost + vanished.length,
      duplicated,
      readable: lanes.reduce((sum, { readable }) => sum + readable.length, 0),
      stuck: stuck.reduce((sum, waiting) => sum + waiting, 0),
      cases: held.length,
      shown: handedIn.length,
      seconds,
      happened: count.byKind,
      wrong: [...faults, ...vanished, ...lanes.flatMap(({ readable }) => readable)].slice(0, 5),
    };
  } finally {
    for (const lane of lanes) await lane.stop();
    await platform.stop();
  }
}

interface Lane {
  readonly folder: TerminalFolder;
  readonly readerControl: string;
  readonly tap: LineTap;
  readonly random: Random;
  readonly count: FaultCount;
  readonly handedIn: HandedIn[];
  /** What was found of somebody in a file, and where. */
  readonly readable: string[];
  service: Program;
  stop(): Promise<void>;
}

async function openLane(
  runFolder: string,
  nth: number,
  platform: PlatformSide,
  random: Random,
  count: FaultCount,
): Promise<Lane> {
  const folder = terminalFolder(runFolder, `terminal-${nth}`);
  const beside = (name: string): string => path.join(runFolder, `${name}-${nth}`);
  const tap = await tapLine(platform.ports[0]);
  const device = (name: string, file: string, args: readonly string[]) =>
    startAndWait({
      name,
      command: [process.execPath, path.join(import.meta.dirname, '../../native', file), ...args],
      logFile: beside(`${name}.log`),
    });
  // The reader's line ten times as fast as a real one: the time is for killing.
  const [reader] = await device('reader', 'id-card/virtual.ts', [
    ...['--link', beside('reader-port'), '--control', beside('reader'), '--baud', '1000000'],
  ]);
  const [printer, said] = await device('printer', 'receipt-printer/virtual.ts', [
    ...['--control', beside('printer'), '--paper-folder', beside('paper'), '--mm-per-second', '5000'],
    ...['--paper-mm', '100000000'],
  ]);
  const { port } = z.object({ port: z.number().int() }).parse(said);
  const devices = {
    idCardReader: { transport: 'serial', path: beside('reader-port'), baud: 115200 },
    receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port, paperWidthMm: 80 },
  };
  await enrolTerminalFolder(folder, platform, { port: tap.port, devices });
  await (await startTerminalService(folder)).stop();
  const service = await startTerminalService(folder);
  const lane: Lane = {
    folder,
    readerControl: beside('reader'),
    tap,
    random: random.branch(`terminal-${nth}`),
    count,
    handedIn: [],
    readable: [],
    service,
    async stop() {
      await lane.service.stop();
      await Promise.all([reader.stop(), printer.stop()]);
      await tap.close();
    },
  };
  return lane;
}

type Plant = CrashWish['plant'];

async function crashAgainAndAgain(lane: Lane, nextTrial: () => number | null, plant: Plant): Promise<void> {
  for (let trial = nextTrial(); trial !== null; trial = nextTrial()) await crashOnce(lane, trial, plant);
}

async function crashOnce(lane: Lane, trial: number, plant: Plant): Promise<void> {
  const { random, folder, count } = lane;
  // A planted fault needs a case that somebody saw, at once.
  const moment = plant === null ? random.pick(moments) : 'result-shown';
  const victim = plant === null && random.chance(0.2) ? 'device host' : 'service';
  const person = personFor(random, trial);
  const nth = random.between(0, person.answers.length - 1);
  const anyMs = random.between(0, visitMs);

  let struck = false;
  const strike = (): void => {
    if (struck) return;
    struck = true;
    lane.tap.listen(null);
    count.note(`${victim}, ${moment}`);
    kill(victim === 'service' ? lane.service.pid : hostOf(lane.service.pid));
  };
  const timer = moment === 'any' ? setTimeout(strike, anyMs) : undefined;
  const waitFor = new Set<Step>(moment === 'printed' || moment === 'received-there' ? [moment] : []);
  const going = await visit(
    { socket: folder.socket, readerControl: lane.readerControl },
    person,
    waitFor,
    async (step, at) => {
      if (step === 'submit-sent') await watch(lane, moment, strike);
      if (step === 'result-shown') await momentPassed(moment, () => struck);
      if (step !== moment || (step === 'answer-accepted' && at !== nth)) return;
      strike();
    },
  );
  try {
    await going.done;
    strike();
  } catch (error) {
    if (!(error instanceof ServiceGone) || !struck) throw error;
  } finally {
    clearTimeout(timer);
    lane.tap.listen(null);
  }
  const caseNumber = going.shownNumber();
  if (caseNumber !== null) lane.handedIn.push({ caseNumber, idNumber: person.card.idNumber, phone: person.phone });
  if (victim === 'device host') return;
  await lane.service.ended;
  if (plant === 'plain-text') await writeFile(path.join(folder.data, 'left-behind'), `…${person.card.name}…`);
  for (const { file, what, encoding } of await searchForPersonalData([folder.root], valuesOf(person))) {
    lane.readable.push(`${what} (${encoding}) in ${path.relative(folder.root, file)} after ${moment}`);
  }
  lane.service = await startTerminalService(folder);
}

/** From the moment "submit" was sent on: strikes at what is seen from outside. */
async function watch({ tap, folder }: Lane, moment: Moment, strike: () => void): Promise<void> {
  switch (moment) {
    case 'log-grows':
      await untilLogGrows(folder);
      strike();
      return;
    case 'request-on-its-way':
    case 'answer-held':
    case 'answer-given':
      tap.listen((passing: Passing) => {
        if (passing === moment) strike();
      });
      return;
    case 'answer-given-log-grows':
      tap.listen((passing) => {
        if (passing === 'answer-given') void untilLogGrows(folder).then(strike);
      });
      return;
    default:
      return;
  }
}

/** The person stands there until what the tap waits for has come. */
async function momentPassed(moment: Moment, struck: () => boolean): Promise<void> {
  const isAwaited =
    moment.startsWith('request') || moment.startsWith('answer-held') || moment.startsWith('answer-given');
  const untilMs = performance.now() + momentMs;
  while (isAwaited && !struck() && performance.now() < untilMs) await sleep(5);
}

/** The first bytes of a transaction in the write-ahead log, before anybody says that it is durable. */
async function untilLogGrows({ data }: TerminalFolder): Promise<void> {
  const file = path.join(data, 'terminal.sqlite-wal');
  const size = (): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const stamp = (): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const [sizeBefore, stampBefore] = [size(), stamp()];
  const untilMs = performance.now() + momentMs;
  while (size() === sizeBefore && stamp() === stampBefore && performance.now() < untilMs) await breathe();
}

/** The service's only child; itself when it has none just now. */
function hostOf(servicePid: number): number {
  const children = readFileSync(`/proc/${servicePid}/task/${servicePid}/children`, 'utf8').trim().split(' ');
  return Number(children[0]) || 0;
}

function kill(pid: number): void {
  if (pid === 0) return;
  process.kill(pid, 'SIGKILL');
}

async function drainLane({ folder, tap, service }: Lane): Promise<number> {
  tap.setOpen(true);
  const waiting = await drainAtDesk(folder.socket, stuckMs);
  await service.stop();
  return waiting;
}

/** Every number that this terminal has given, seen or not. */
function numbersIn({ data }: TerminalFolder): readonly string[] {
  const database = new DatabaseSync(path.join(data, 'terminal.sqlite'), { readOnly: true });
  const rows = z
    .array(z.object({ case_number: z.string() }))
    .parse(database.prepare('SELECT case_number FROM cases').all());
  database.close();
  return rows.map(({ case_number }) => case_number);
}
