import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { searchForPersonalData } from '../journeys/search/search.ts';
import { type Program, startAndWait } from '../workbench/child.ts';
import { drainAtDesk } from './desk.ts';
import { type LineTap, tapLine } from './line-tap.ts';
import { type PaperTray, startPaperTray } from './paper-tray.ts';
import { findWrongPapers } from './papers-there.ts';
import { type Person, valuesOf } from './people.ts';
import type { PlatformSide } from './platform-side.ts';
import { ServiceGone } from './service-shell.ts';
import { type HandedIn, tally } from './tally.ts';
import { enrolTerminalFolder, startTerminalService, type TerminalFolder, terminalFolder } from './terminal-folder.ts';

/** So long what waits may take to get out after the last trial. */
const stuckMs = 60_000;

/** Ends of the service in a row that are put up with: it may have found its database damaged, and recovers it. */
const mostRestarts = 5;

/** A terminal with its devices, whose service dies and is started again. */
export interface Lane {
  readonly folder: TerminalFolder;
  readonly socket: string;
  readonly readerControl: string;
  /** Null where nobody comes with papers. */
  readonly tray: PaperTray | null;
  readonly tap: LineTap;
  readonly handedIn: HandedIn[];
  /** What everybody brought who came with papers, by their ID number: digests of the pages, in their order. */
  readonly brought: Map<string, readonly string[]>;
  /** Files of pages that belong to nobody any more, and were there after a start that should have swept them. */
  readonly leftOver: string[];
  /** What was found of somebody in a file, and where. */
  readonly readable: string[];
  /** Visits that came to nothing without anybody having struck: somebody stood there and could not go on. */
  readonly stranded: string[];
  /** Answers that a kept draft did not bring back. */
  readonly missing: string[];
  /** ID numbers of people who came back to no draft after "submit": their cases must have been kept, unseen. */
  readonly unseen: string[];
  service: Program;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface LaneSettings {
  readonly runFolder: string;
  readonly nth: number;
  readonly platform: PlatformSide;
  /** Puts something between the data folder and the disk, before anything lies there. */
  readonly prepareData?: (data: string) => Promise<void>;
  readonly env?: NodeJS.ProcessEnv;
  readonly withScanner?: boolean;
}

export async function openLane(settings: LaneSettings): Promise<Lane> {
  const { runFolder, nth, platform, prepareData, env = {}, withScanner = false } = settings;
  const folder = terminalFolder(runFolder, `terminal-${nth}`);
  const beside = (name: string): string => path.join(runFolder, `${name}-${nth}`);
  const tap = await tapLine(platform.ports[0]);
  const device = (name: string, file: string, args: readonly string[]) =>
    startAndWait({
      name,
      command: [process.execPath, path.join(import.meta.dirname, '../../native', file), ...args, '--exit-with-parent'],
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
  const tray = withScanner ? await startPaperTray(beside) : null;
  const devices = {
    idCardReader: { transport: 'serial', path: beside('reader-port'), baud: 115200 },
    receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port, paperWidthMm: 80 },
    ...(tray === null ? {} : { documentScanner: { transport: 'escl', url: tray.url } }),
  };
  await enrolTerminalFolder(folder, platform, { port: tap.port, devices }, prepareData);
  await (await startTerminalService(folder)).stop();
  const lane: Lane = {
    folder,
    socket: folder.socket,
    readerControl: beside('reader'),
    tray,
    tap,
    handedIn: [],
    brought: new Map(),
    leftOver: [],
    readable: [],
    stranded: [],
    missing: [],
    unseen: [],
    service: await startTerminalService(folder, env),
    async restart() {
      for (let tries = 1; ; tries += 1) {
        try {
          lane.service = await startTerminalService(folder, env);
          return;
        } catch (error) {
          // As systemd does: a service that finds its database damaged while it starts recovers it at the next start.
          if (tries === mostRestarts) throw error;
        }
      }
    },
    async stop() {
      await lane.service.stop();
      await Promise.all([reader.stop(), printer.stop(), tray?.stop()]);
      await tap.close();
    },
  };
  return lane;
}

/** Searches every byte that lies on the terminal's disk now. */
export async function searchFor(person: Person, { folder, readable }: Lane, when: string): Promise<void> {
  for (const { file, what, encoding } of await searchForPersonalData([folder.root], valuesOf(person))) {
    readable.push(`${what} (${encoding}) in ${path.relative(folder.root, file)} ${when}`);
  }
}

/** What is lost, by what was promised: so that of several planted faults each is seen to be caught. */
export interface LostBy {
  readonly cases: number;
  readonly answers: number;
  readonly pages: number;
  readonly givenUp: number;
}

export interface Outcome {
  readonly lost: number;
  readonly duplicated: number;
  readonly readable: number;
  readonly stuck: number;
  readonly leftOver: number;
  readonly papers: number;
  readonly cases: number;
  readonly shown: number;
  readonly wrong: readonly string[];
}

/**
 * Lets every terminal send what it has, ends them, and compares. `beforeCounting` is for a planted fault. Of `saidLost`
 * staff were told by number that it is gone, which is right for `mayBeLost`, and for nothing else that is not on the platform.
 */
export async function settle(
  lanes: readonly Lane[],
  platform: PlatformSide,
  settings: {
    readonly beforeCounting?: () => Promise<void>;
    readonly saidLost?: ReadonlySet<string>;
    readonly mayBeLost?: ReadonlySet<string>;
  } = {},
): Promise<Outcome & { readonly lostBy: LostBy }> {
  const { saidLost = new Set(), mayBeLost = new Set() } = settings;
  const stuck = await Promise.all(lanes.map(drain));
  const kept = lanes.flatMap(({ folder }) => numbersIn(folder));
  for (const lane of lanes) await sweepOnceMore(lane);
  await settings.beforeCounting?.();
  const held = await platform.cases();
  const handedIn = lanes.flatMap((lane) => lane.handedIn).filter(({ caseNumber }) => !saidLost.has(caseNumber));
  const { lost, duplicated, faults } = tally(handedIn, held);
  const there = new Set(held.map(({ caseNumber }) => caseNumber));
  const told = new Set([...handedIn.map(({ caseNumber }) => caseNumber), ...saidLost]);
  // Kept, though nobody was told: the power went between commit and screen. It is somebody's all the same.
  const vanished = kept.filter((caseNumber) => !there.has(caseNumber) && !told.has(caseNumber));
  const givenUp = [...saidLost]
    .filter((caseNumber) => !mayBeLost.has(caseNumber) && !there.has(caseNumber))
    .map((caseNumber) => `${caseNumber}: said to be lost, and nothing of it was torn`);
  const brought = new Map(lanes.flatMap((lane) => [...lane.brought]));
  const wrongPapers = await findWrongPapers(held, brought, platform.paper);
  const applicants = new Set(held.map(({ content }) => content?.applicant.idNumber));
  const neverKept = lanes.flatMap(({ unseen }) => unseen).filter((idNumber) => !applicants.has(idNumber));
  const missing = [
    ...lanes.flatMap((lane) => lane.missing),
    ...neverKept.map((idNumber) => `${idNumber}: neither a draft nor a case`),
  ];
  const readable = lanes.flatMap((lane) => lane.readable);
  const stranded = lanes.flatMap((lane) => lane.stranded);
  const leftOver = lanes.flatMap((lane) => lane.leftOver);
  const lostBy = {
    ...{ cases: lost + vanished.length, answers: missing.length },
    ...{ pages: wrongPapers.length, givenUp: givenUp.length },
  };
  return {
    lost: Object.values(lostBy).reduce((sum, many) => sum + many, 0),
    lostBy,
    duplicated,
    readable: readable.length,
    stuck: stuck.reduce((sum, waiting) => sum + waiting, stranded.length),
    leftOver: leftOver.length,
    papers: held.reduce((sum, { content }) => sum + (content?.papers.length ?? 0), 0),
    cases: held.length,
    shown: handedIn.length,
    wrong: [
      ...faults,
      ...vanished,
      ...missing,
      ...wrongPapers,
      ...givenUp,
      ...readable,
      ...stranded,
      ...leftOver,
    ].slice(0, 5),
  };
}

async function drain(lane: Lane): Promise<number> {
  lane.tap.setOpen(true);
  try {
    return await withService(lane, () => drainAtDesk(lane.folder.socket, stuckMs));
  } catch (error) {
    lane.stranded.push(String(error));
    return 0;
  } finally {
    await lane.service.stop();
  }
}

/**
 * What is done at a terminal's screen, again from its beginning where the service goes meanwhile, which is then started as
 * systemd does it: one that finds its database damaged ends by itself, at work or just after it has started.
 */
export async function withService<T>(lane: Pick<Lane, 'service' | 'restart'>, act: () => Promise<T>): Promise<T> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ServiceGone) || restarts === mostRestarts) throw error;
      await lane.service.stop();
      await lane.restart();
    }
  }
}

/** The files of pages. Empty where the disk does not say. */
export function papersIn(data: string): readonly string[] {
  try {
    return readdirSync(path.join(data, 'papers'));
  } catch {
    return [];
  }
}

/** How long a file may outlive its row while the service is at work: it goes after the commit. */
const unlinkMs = 2000;

/** A start sweeps: what is left behind one is left for good. */
async function sweepOnceMore(lane: Lane): Promise<void> {
  if (lane.tray === null) return;
  await lane.restart();
  await lane.service.stop();
  await noteLeftOver(lane, 'in the end');
}

const papersOfSomebody = `SELECT paper AS value FROM papers
                          WHERE case_number IS NOT NULL OR draft IN (SELECT draft FROM drafts)`;

/** To be called right after a start, before anybody scans: it sweeps what is nobody's. */
export async function noteLeftOver({ folder, leftOver }: Lane, when: string): Promise<void> {
  const ownerless = (): readonly string[] => {
    const files = papersIn(folder.data);
    if (files.length === 0) return [];
    const named = new Set(column(folder, papersOfSomebody));
    return files.filter((file) => !named.has(file));
  };
  const untilMs = performance.now() + unlinkMs;
  for (;;) {
    const left = ownerless();
    if (left.length > 0 && performance.now() < untilMs) {
      await sleep(20);
      continue;
    }
    leftOver.push(...left.map((file) => `papers/${file} ${when}`));
    return;
  }
}

/** Every number that this terminal has given, seen or not. */
const numbersIn = (folder: TerminalFolder): readonly string[] =>
  column(folder, 'SELECT case_number AS value FROM cases');

function column({ data }: TerminalFolder, sql: string): readonly string[] {
  const database = new DatabaseSync(path.join(data, 'terminal.sqlite'), { readOnly: true, timeout: 2000 });
  const rows = z.array(z.object({ value: z.string() })).parse(database.prepare(sql).all());
  database.close();
  return rows.map(({ value }) => value);
}
