import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { preparedWindow } from '../workbench/window-runtime.ts';
import { bundleUpdate } from './bundle-update.ts';
import { fivePages } from './five-pages.ts';
import { fivePapers } from './five-papers.ts';
import { handwriting } from './handwriting.ts';
import { minor } from './minor.ts';
import { keepPictures } from './pictures.ts';
import { pageDies } from './page-dies.ts';
import { pagePhotographed } from './page-photographed.ts';
import { playJourney } from './play.ts';
import { powerCut } from './power-cut.ts';
import { printerOutOfPaper } from './printer-out-of-paper.ts';
import { readerUnplugged } from './reader-unplugged.ts';
import { repeatedGroup } from './repeated-group.ts';
import { reportFile } from './report.ts';
import { resident } from './resident.ts';
import { shortestItem } from './shortest-item.ts';

/*
 * npm run journey [-- NAME] [--reader-port PATH --reader-control SOCKET] [--keep FOLDER] [--pictures]
 *
 * Plays the journeys in the real Electron, with the real programs, by touch alone. All of them when none is named.
 */
const journeys = {
  resident,
  'printer-out-of-paper': printerOutOfPaper,
  'page-dies': pageDies,
  'power-cut': powerCut,
  'five-pages': fivePages,
  'five-papers': fivePapers,
  'reader-unplugged': readerUnplugged,
  'page-photographed': pagePhotographed,
  handwriting,
  'shortest-item': shortestItem,
  'bundle-update': bundleUpdate,
  'repeated-group': repeatedGroup,
  minor,
};
type JourneyName = keyof typeof journeys;
const names = Object.keys(journeys) as readonly JourneyName[];

const output = path.resolve(import.meta.dirname, '../../out/journey');

function wish() {
  return parseArgs({
    allowPositionals: true,
    options: {
      'reader-port': { type: 'string' },
      'reader-control': { type: 'string' },
      keep: { type: 'string' },
      pictures: { type: 'boolean', default: false },
    },
  });
}

function usage(why: string): 2 {
  console.error(why);
  console.error(`usage: npm run journey -- [${names.join('|')}] [--reader-port PATH --reader-control SOCKET]`);
  console.error('       [--keep FOLDER] [--pictures]');
  return 2;
}

async function main(): Promise<number> {
  let given: ReturnType<typeof wish>;
  try {
    given = wish();
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = given;
  const chosen = names.filter((name) => positionals.length === 0 || positionals.includes(name));
  const unknown = positionals.filter((name) => !names.some((known) => known === name));
  const { 'reader-port': port, 'reader-control': control, keep } = values;
  if (unknown.length > 0) return usage(`There is no journey ${unknown.join(', ')}.`);
  if ((port === undefined) !== (control === undefined))
    return usage('A reader of your own needs its port and its control socket.');
  const runtime = preparedWindow(process.env);
  const reader = port === undefined || control === undefined ? undefined : { port, control };
  let failed = 0;
  for (const name of chosen) {
    const results = path.join(output, name);
    const keepIn = keep === undefined ? results : path.resolve(keep, ...(chosen.length > 1 ? [name] : []));
    const report = await playJourney({ name, play: journeys[name], runtime, reader, results, keepIn });
    if (!report.ok) failed += 1;
    if (name === 'resident') await copyFile(reportFile(results), reportFile(output));
    if (name === 'resident' && report.ok && values.pictures) await keepPictures(results);
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

// Ended in the middle: leaving by exit() takes everything along that was started (test/workbench/child.ts).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main();
