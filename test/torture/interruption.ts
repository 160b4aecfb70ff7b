import { statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { type Lane, papersIn } from './lane.ts';
import type { Passing } from './line-tap.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { TerminalFolder } from './terminal-folder.ts';
import { ServiceGone } from './service-shell.ts';
import { type Before, type Step, type Visit, visit } from './visit.ts';

/** A whole visit takes about this long, so a random moment falls anywhere in it. */
const visitMs = 1500;
/** What a moment that is awaited may take; then it has passed unseen, and the strike comes now. */
const momentMs = 5000;

const moments = [
  ...(['any', 'any', 'any', 'card-laid', 'card-read', 'answer-accepted', 'submit-sent', 'log-grows'] as const),
  ...(['log-grows', 'result-shown', 'printed', 'request-on-its-way', 'answer-held', 'answer-given'] as const),
  ...(['answer-given-log-grows', 'received-there', 'finished'] as const),
] as const;

/** With papers, from the first byte of a page on the disk to the last one's end. */
const paperMoments = [
  ...(['any', 'scan-asked', 'page-file', 'page-file', 'page-row', 'page-row', 'page-shown'] as const),
  ...(['log-grows', 'result-shown', 'pages-on-their-way', 'pages-on-their-way', 'pages-answered'] as const),
  ...(['page-erased', 'page-erased', 'received-there'] as const),
] as const;
export type Moment = (typeof moments)[number] | (typeof paperMoments)[number];

/** A moment that there is for this person. */
export const momentFor = (random: Random, { sheets }: Person): Moment =>
  sheets.length > 0 ? random.pick(paperMoments) : random.pick(moments);

export interface Interruption {
  readonly moment: Moment;
  readonly random: Random;
  readonly strike: () => void;
  /** That their answers are kept. */
  readonly agrees?: boolean;
  /** After the strike nobody sees or hears any more what the terminal says, though it may say something for a while yet. */
  readonly isLastLook?: boolean;
}

/**
 * One person's visit, struck once at `moment`, all of which can be seen from outside: nothing in the service knows of
 * it. Returns when the visit is over: null when a number was shown, which is noted in `lane.handedIn`, else what the
 * person had come to.
 */
export async function visitAndStrike(
  lane: Lane,
  person: Person,
  { moment, random, strike, agrees = true, isLastLook = false }: Interruption,
): Promise<Before | null> {
  const nth = random.between(0, person.answers.length - 1);
  const anyMs = random.between(0, visitMs);
  let struck = false;
  let going: Visit | null = null;
  const strikeOnce = (): void => {
    if (struck) return;
    struck = true;
    lane.tap.listen(null);
    lane.tap.weigh(null);
    strike();
    if (isLastLook) going?.lookAway();
  };
  const timer = moment === 'any' ? setTimeout(strikeOnce, anyMs) : undefined;
  const waitFor = new Set<Step>(moment === 'printed' || moment === 'received-there' ? [moment] : []);
  const onStep = async (step: Step, at: number): Promise<void> => {
    if (step === 'scan-asked') await watchScan(lane, moment, strikeOnce);
    if (step === 'submit-sent') {
      watchPapers(lane, moment, { random, sheets: person.sheets, strike: strikeOnce });
      await watch(lane, moment, strikeOnce);
    }
    if (step === 'result-shown') await momentPassed(moment, () => struck);
    if (step === moment && (step !== 'answer-accepted' || at === nth)) strikeOnce();
  };
  going = visit(lane, { person, waitFor, onStep, agrees });
  try {
    await going.done;
  } catch (error) {
    if (!(error instanceof ServiceGone) || !struck) lane.stranded.push(String(error));
  } finally {
    strikeOnce();
    clearTimeout(timer);
    lane.tap.listen(null);
    lane.tap.weigh(null);
  }
  return noteEnd(lane, person, going);
}

/** The same person again, as soon as the machine is back; what they had been promised must still be there. */
export async function comeBack(
  lane: Lane,
  person: Person,
  before: Before,
  withDraft: 'resume' | 'begin-anew' = 'resume',
): Promise<void> {
  const going = visit(lane, { person, before, agrees: before.agreed, withDraft });
  try {
    await going.done;
  } catch (error) {
    lane.stranded.push(String(error));
  }
  // Without a number and without a draft the case itself must have been kept.
  if (noteEnd(lane, person, going) !== null && before.agreed && before.submitSent)
    lane.unseen.push(person.card.idNumber);
}

function noteEnd(lane: Lane, person: Person, going: Visit): Before | null {
  lane.missing.push(...going.missing());
  lane.readable.push(...going.leaked());
  const caseNumber = going.shownNumber();
  if (caseNumber === null) return going.reached();
  lane.handedIn.push({ caseNumber, idNumber: person.card.idNumber, phone: person.phone });
  return null;
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

/** From the moment a scan was asked for on. */
async function watchScan({ folder }: Lane, moment: Moment, strike: () => void): Promise<void> {
  if (moment === 'page-row') await untilLogGrows(folder);
  else if (moment === 'page-file') await untilPapersChange(folder, (before, now) => now.size > before.size);
  else return;
  strike();
}

/** Of what becomes of papers once they are handed in. */
function watchPapers(
  { tap, folder }: Lane,
  moment: Moment,
  {
    random,
    sheets,
    strike,
  }: { readonly random: Random; readonly sheets: readonly Buffer[]; readonly strike: () => void },
): void {
  const bytes = sheets.reduce((sum, { length }) => sum + length, 0);
  switch (moment) {
    case 'pages-on-their-way': {
      const from = random.between(envelopeBytes, bytes);
      tap.weigh(({ up }) => up >= from && strike());
      return;
    }
    case 'pages-answered':
      tap.weigh(({ up }, from) => from === 'platform' && up > bytes && strike());
      return;
    case 'page-erased':
      void untilPapersChange(folder, (before, now) => [...before].some((paper) => !now.has(paper))).then(strike);
      return;
    default:
      return;
  }
}

/** An envelope goes first, and is smaller; so is any page. */
const envelopeBytes = 8000;

async function untilPapersChange(
  { data }: TerminalFolder,
  isIt: (before: ReadonlySet<string>, now: ReadonlySet<string>) => boolean,
): Promise<void> {
  const there = (): ReadonlySet<string> => new Set(papersIn(data));
  const before = there();
  const untilMs = performance.now() + momentMs;
  while (!isIt(before, there()) && performance.now() < untilMs) await breathe();
}

/** The person stands there until what the tap waits for has come. */
const awaited: readonly Moment[] = [
  ...(['request-on-its-way', 'answer-held', 'answer-given', 'answer-given-log-grows'] as const),
  ...(['pages-on-their-way', 'pages-answered', 'page-erased'] as const),
];

async function momentPassed(moment: Moment, struck: () => boolean): Promise<void> {
  const untilMs = performance.now() + momentMs;
  while (awaited.includes(moment) && !struck() && performance.now() < untilMs) await sleep(5);
}

/** The first bytes of a transaction in the write-ahead log, before anybody says that it is durable. */
async function untilLogGrows({ data }: TerminalFolder): Promise<void> {
  const file = path.join(data, 'terminal.sqlite-wal');
  const state = (): string => {
    try {
      const about = statSync(file, { throwIfNoEntry: false });
      return `${about?.size} ${about?.mtimeMs}`;
    } catch {
      // The power has been cut meanwhile.
      return 'gone';
    }
  };
  const before = state();
  const untilMs = performance.now() + momentMs;
  while (state() === before && performance.now() < untilMs) await breathe();
}
