import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { NotPossible } from '../../../build/commands.ts';
import type { Random } from '../random.ts';
import { codeReaderFamily, usbCodeReaderFamily } from './code-reader.ts';
import { documentScannerFamily, saneScannerFamily } from './document-scanner.ts';
import type { Bench, Family, Limits } from './family.ts';
import { Crashed, Hung, NotSeen, startWatchedHost, type WatchedHost } from './host.ts';
import { idCardReaderFamily, usbIdCardReaderFamily } from './id-card-reader.ts';
import { keypadFamily } from './keypad.ts';
import { pagePrinterFamily } from './page-printer.ts';
import { receiptPrinterFamily, serialReceiptPrinterFamily, usbReceiptPrinterFamily } from './receipt-printer.ts';
import { smartCardFamily } from './smart-card.ts';

/** Those that take longest first. */
const families: readonly Family[] = [
  smartCardFamily,
  saneScannerFamily,
  idCardReaderFamily,
  usbIdCardReaderFamily,
  documentScannerFamily,
  pagePrinterFamily,
  receiptPrinterFamily,
  serialReceiptPrinterFamily,
  usbReceiptPrinterFamily,
  codeReaderFamily,
  usbCodeReaderFamily,
  keypadFamily,
];
/** Each is half a dozen processes: all at once they would wait for each other and not for their devices. */
const familiesAtOnce = 4;
/** A host that loads its modules while much else goes on. */
const startedWithinMs = 60_000;

/** The promise of the terminal: ready again within five seconds. */
const usualLimits: Limits = { noticedWithinMs: 15_000, answeredWithinMs: 30_000, backWithinMs: 5_000 };
const mayShowWithinMs = 6_000;

export interface Settings {
  /** Of all cells, 0 to 1; which, the seed decides. At least one of each family. */
  readonly share: number;
  readonly plant: 'not-mended' | null;
  /** The only one that is taken; null: all. */
  readonly family: string | null;
}

interface Cell {
  readonly state: string;
  readonly fault: string;
}

type Verdict = 'ok' | 'hung' | 'crashed' | 'leaked' | 'wrong';

/**
 * Every family in every state under every fault: what stands on the staff page, that whatever was asked for is answered, that the device
 * is ready within five seconds of the cause's end and does its work again, and that the host holds nothing more than before.
 */
export async function tortureDevices({ share, plant, family: only }: Settings, random: Random, folder: string) {
  const taken = families.filter(({ name }) => only === null || name === only);
  if (taken.length === 0) throw new NotPossible(`Families are: ${families.map(({ name }) => name).join(', ')}`);
  const verdicts: Verdict[] = [];
  const waiting = [...taken];
  const runNext = async (): Promise<void> => {
    for (let family = waiting.shift(); family !== undefined; family = waiting.shift()) {
      const { name, states, faults } = family;
      const own = random.branch(name);
      const all = states.flatMap((state) => faults.map((fault) => ({ state, fault })));
      const chosen = share === 1 ? all : all.filter(() => own.chance(share));
      const ownFolder = path.join(folder, name);
      await mkdir(ownFolder);
      verdicts.push(...(await runFamily(family, chosen.length > 0 ? chosen : [own.pick(all)], plant, own, ownFolder)));
    }
  };
  await Promise.all(Array.from({ length: familiesAtOnce }, runNext));
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return {
    cells: verdicts.length,
    ok: count('ok'),
    hung: count('hung'),
    crashed: count('crashed'),
    leaked: count('leaked'),
    wrong: count('wrong'),
  };
}

async function runFamily(
  family: Family,
  cells: readonly Cell[],
  plant: Settings['plant'],
  random: Random,
  folder: string,
): Promise<readonly Verdict[]> {
  const { limits = usualLimits } = family;
  const bench = await family.open(folder, random);
  const verdicts: Verdict[] = [];
  let host: WatchedHost | undefined;
  try {
    for (const cell of cells) {
      let outcome: Outcome;
      try {
        host ??= await startReady(bench, path.join(folder, 'host.log'));
        outcome = await runCell(bench, limits, host, cell, plant);
      } catch (error) {
        outcome = outcomeOf(error);
      }
      verdicts.push(outcome.verdict);
      process.stderr.write(
        `${outcome.verdict.padEnd(7)} ${family.name}, ${cell.state}, ${cell.fault}: ${outcome.said}\n`,
      );
      if (outcome.verdict === 'ok') continue;
      // What is wrong after one cell is not to be laid at the next one's door.
      await host?.end();
      host = undefined;
    }
  } finally {
    await host?.end();
    await bench.close();
  }
  return verdicts;
}

async function startReady(bench: Bench, logFile: string): Promise<WatchedHost> {
  const host = startWatchedHost(bench.settings, logFile, bench.env);
  try {
    // What the cell before left in it is taken out by what is done first.
    await untilReads(bench, host, ['ready', bench.working], startedWithinMs);
    // Once through, so that what is opened at the first use is not taken for a leak.
    await bench.use(host);
    return host;
  } catch (error) {
    await host.end();
    throw error;
  }
}

interface Outcome {
  readonly verdict: Verdict;
  readonly said: string;
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Error)) throw error;
  const verdict = error instanceof Hung ? 'hung' : error instanceof Crashed ? 'crashed' : 'wrong';
  return { verdict, said: error.message };
}

async function runCell(
  bench: Bench,
  limits: Limits,
  host: WatchedHost,
  { state, fault }: Cell,
  plant: Settings['plant'],
): Promise<Outcome> {
  const before = host.held();
  let isMended = false;
  try {
    // What a device reads after its last work may come a moment after that work's outcome.
    await untilReads(bench, host, ['ready'], limits.backWithinMs);
    const reached = await bench.reach(host, state);
    await bench.cause(fault);
    const sentence = await readsUnder(bench, limits, host, bench.expected(fault));
    if (plant === null) await bench.mend(fault);
    isMended = plant === null;
    const mendedMs = performance.now();
    await untilReads(bench, host, ['ready', bench.working], limits.backWithinMs);
    const backMs = Math.round(performance.now() - mendedMs);
    await reached.answered(limits.answeredWithinMs);
    await untilReads(bench, host, ['ready'], limits.backWithinMs);
    await bench.use(host);
    const leaked = await host.leakedSince([...before, ...(bench.mayLeave?.(fault) ?? [])]);
    if (leaked.length > 0) return { verdict: 'leaked', said: leaked.join(', ') };
    return { verdict: 'ok', said: `${sentence} (back after ${backMs} ms)` };
  } catch (error) {
    if (!isMended) await bench.mend(fault);
    return outcomeOf(error);
  }
}

/** A fault that may as well not show, such as a slow line, is given time to. */
async function readsUnder(
  bench: Bench,
  limits: Limits,
  host: WatchedHost,
  expected: readonly string[],
): Promise<string> {
  if (!expected.includes('ready')) return untilReads(bench, host, expected, limits.noticedWithinMs);
  const others = expected.filter((state) => state !== 'ready');
  try {
    return await untilReads(bench, host, others, mayShowWithinMs);
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
    return untilReads(bench, host, expected, mayShowWithinMs);
  }
}

/** Waits until one of these states is read, and gives its sentence. A state without words for it is as bad as none. */
async function untilReads(
  bench: Bench,
  host: WatchedHost,
  states: readonly string[],
  withinMs: number,
): Promise<string> {
  const look = (): string | undefined => {
    const { state, sentence } = bench.reads(host);
    if (!states.includes(state)) return undefined;
    if (sentence === null) throw new Error(`${state} has no words`);
    return sentence;
  };
  return look() ?? host.until(`one of ${states.join(', ')}`, withinMs, look);
}
