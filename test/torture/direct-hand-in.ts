import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import {
  type PapersGone,
  type Submission,
  type SubmitFault,
  submitCase,
  type NamedPaper,
} from '../../main/service/cases/submit.ts';
import { openLog } from '../../main/service/log.ts';
import { startPaper } from '../../main/service/sealing/paper.ts';
import { type StartUp, startUp } from '../../main/service/start-up.ts';
import { insertPaper } from '../../main/service/store/paper-rows.ts';
import type { Store } from '../../main/service/store/store.ts';
import { systemTimers } from '../../main/service/timers.ts';
import { digestOf } from './paper-tray.ts';
import { type Person, personFor } from './people.ts';
import type { Random } from './random.ts';
import type { HandedIn } from './tally.ts';
import type { TerminalFolder } from './terminal-folder.ts';

/** Who brings a page, and what it was: by ID number, as findWrongPapers takes it. */
export interface PapersBrought {
  readonly share: number;
  readonly brought: Map<string, readonly string[]>;
}

/**
 * So many people's cases, by the service's own submission and without sessions: ten thousand people need no card reader.
 * To be called while no service runs. Where a database turns out to be damaged, it is started up anew, as the service would
 * be, which recovers it; where that leaves a terminal that has to enrol again, fewer have handed in. Throws when the terminal
 * is out of service from the beginning, or refuses one.
 */
export async function handInDirectly(
  folder: TerminalFolder,
  many: number,
  people: Random,
  papers: PapersBrought | null = null,
): Promise<readonly HandedIn[]> {
  const handedIn: HandedIn[] = [];
  for (let faults = 0; ; faults += 1) {
    const started = startUp(
      { dataFolder: folder.data, profileFile: folder.profile, itemsFolder: folder.items },
      openLog('/dev/null'),
      () => new Date().toISOString(),
    );
    if (started.state !== 'ready') {
      if (faults > 0) return handedIn;
      throw new Error(`The terminal is out of service: ${started.code}`);
    }
    const refused = await handInUntilRefused(started, people, many, handedIn, papers);
    if (refused === null) return handedIn;
    if (refused !== 'disk-fault' || faults === mostFaults) {
      throw new Error(`A case could not be kept: ${JSON.stringify(refused)}`);
    }
  }
}

/** Pages of one tearing that nobody has read until now: each may show by itself. */
const mostFaults = 3;

/** Closes the store in any case. Null when all have handed in. */
async function handInUntilRefused(
  { dataFolder, store, keys, keyList }: Extract<StartUp, { state: 'ready' }>,
  people: Random,
  many: number,
  handedIn: HandedIn[],
  papers: PapersBrought | null,
): Promise<SubmitFault | PapersGone | null> {
  const papersFolder = papersFolderIn(dataFolder);
  try {
    while (handedIn.length < many) {
      const person = personFor(people, handedIn.length);
      const around = { store, keys, keyList, nowMs: systemTimers.nowMs(), papersFolder };
      const submission = submissionOf(person);
      const draft = submission.content.caseId;
      const brought = papers !== null && people.chance(papers.share);
      const kept = brought ? [await keepPage(store, papersFolder, draft, people, papers, person)] : [];
      const submitted = await submitCase(around, { ...submission, papers: kept });
      if (!submitted.ok) return submitted.error;
      const { caseNumber } = submitted.value;
      handedIn.push({ caseNumber, idNumber: person.card.idNumber, phone: person.phone });
    }
    return null;
  } finally {
    store.close();
  }
}

/** A page of some kilobytes of noise, sealed and kept as a scan's is. */
async function keepPage(
  store: Store,
  folder: string,
  draft: string,
  people: Random,
  papers: PapersBrought,
  { card }: Person,
): Promise<NamedPaper> {
  const page = Buffer.from(Array.from({ length: people.sized(200, 20_000) }, () => people.between(0, 255)));
  // The service makes it at its start, and none has run here yet.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const begun = startPaper(folder);
  if (!begun.ok) throw new Error(`A page could not be begun: ${begun.error}`);
  const written = begun.value.write(page);
  const finished = written.ok ? await begun.value.finish() : written;
  if (!finished.ok) throw new Error(`A page could not be kept: ${finished.error}`);
  const { id, sealedBytes: bytes, chunks, digest } = finished.value;
  store.transaction(() => insertPaper(store, draft, { id, bytes, chunks, digest }));
  papers.brought.set(card.idNumber, [digestOf(page)]);
  return { name: 'payment-record', type: 'image/jpeg', paper: finished.value };
}

function submissionOf({ card, answers, phone }: Person): Submission {
  return {
    identity: { assurance: 'card-read', samId: '05.03-20130515-0001234567-0012345678', samStatus: '000090' },
    itemName: { zh: '无犯罪记录证明', en: 'Certificate of no criminal record' },
    content: {
      caseId: randomBytes(16).toString('hex'),
      item: { id: 'no-criminal-record', version: 1, name: '无犯罪记录证明' },
      applicant: card,
      answers: answers.flatMap(({ question, value }) =>
        value.kind === 'as-on-card'
          ? []
          : [{ question, label: question, value, text: value.kind === 'phone' ? phone : question, source: 'typed' }],
      ),
      agreedAt: '2026-11-23T06:30:00.000Z',
      language: 'zh',
      elderly: false,
    },
    papers: [],
  };
}
