import { randomBytes } from 'node:crypto';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { submitCase } from '../../main/service/cases/submit.ts';
import { testKeys } from '../../main/service/sealing/test-case.ts';
import { readWaiting } from '../../main/service/store/case-rows.ts';
import type { Store } from '../../main/service/store/store.ts';
import { makeTerminalFolder, type TerminalFolder } from '../terminal/enrolled-folder.ts';
import { startService } from '../terminal/hall.ts';
import { atMost, median, type Report } from './report.ts';
import { contentFor } from './submit.ts';
import { open, queueCases } from './terminal-under-load.ts';

const backlog = 100_000;
const casesPerTransaction = 5_000;
const starts = 7;
const submissions = 150;
const rowsOnDesk = 6;

const keys = testKeys();

/** What 100,000 waiting cases cost a person who comes to the terminal that holds them, against one that holds none. */
export async function measureBacklog(): Promise<Report> {
  const none = makeTerminalFolder({ enrolled: true });
  const many = makeTerminalFolder({ enrolled: true });
  try {
    // The first start takes the enrolment over.
    for (const folder of [none, many]) await startMs(folder);
    fill(many);
    const start = { none: [] as number[], many: [] as number[] };
    for (let time = 0; time < starts; time += 1) {
      start.none.push(await startMs(none));
      start.many.push(await startMs(many));
    }
    const stores = { none: open(none.data), many: open(many.data) };
    const submit = { none: [] as number[], many: [] as number[] };
    const desk = { none: [] as number[], many: [] as number[] };
    for (let time = 0; time < submissions; time += 1) {
      submit.none.push(await submitMs(stores.none, none));
      submit.many.push(await submitMs(stores.many, many));
      desk.none.push(deskMs(stores.none));
      desk.many.push(deskMs(stores.many));
    }
    stores.none.close();
    stores.many.close();
    return {
      name: 'backlog',
      ratios: {
        startRatio: atMost(median(start.many) / median(start.none), 1.2),
        submitRatio: atMost(median(submit.many) / median(submit.none), 1.2),
      },
      measured: {
        startMs: median(start.none),
        startWithBacklogMs: median(start.many),
        submitMs: median(submit.none),
        submitWithBacklogMs: median(submit.many),
        staffPageMs: median(desk.none),
        staffPageWithBacklogMs: median(desk.many),
      },
    };
  } finally {
    none.remove();
    many.remove();
  }
}

function fill(folder: TerminalFolder): void {
  const terminal = { keys, store: open(folder.data) };
  for (let queued = 0; queued < backlog; queued += casesPerTransaction) {
    queueCases(terminal, casesPerTransaction, queued + 1);
  }
  terminal.store.close();
}

/** From the first instruction of the service until it lets the window in. */
async function startMs(folder: TerminalFolder): Promise<number> {
  const beganMs = performance.now();
  const service = await startService(folder);
  const tookMs = performance.now() - beganMs;
  await service.stop();
  return tookMs;
}

async function submitMs(store: Store, folder: TerminalFolder): Promise<number> {
  const beganMs = performance.now();
  const submitted = await submitCase(
    {
      ...{ store, keys: keys.enrolled, keyList: keys.list },
      nowMs: Date.now(),
      papersFolder: papersFolderIn(folder.data),
    },
    {
      identity: { assurance: 'card-read', samId: '05.03-20130515-0001234567-0012345678', samStatus: '000090' },
      itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
      content: contentFor(randomBytes(16).toString('hex')),
      papers: [],
    },
  );
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
  return performance.now() - beganMs;
}

function deskMs(store: Store): number {
  const beganMs = performance.now();
  readWaiting(store, rowsOnDesk, 0);
  return performance.now() - beganMs;
}
