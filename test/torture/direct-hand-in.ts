import { randomBytes } from 'node:crypto';
import { papersFolderIn } from '../../main/service/cases/paper-files.ts';
import { type Submission, submitCase } from '../../main/service/cases/submit.ts';
import { openLog } from '../../main/service/log.ts';
import { startUp } from '../../main/service/start-up.ts';
import { systemTimers } from '../../main/service/timers.ts';
import { type Person, personFor } from './people.ts';
import type { Random } from './random.ts';
import type { HandedIn } from './tally.ts';
import type { TerminalFolder } from './terminal-folder.ts';

/**
 * So many people's cases, by the service's own submission and without sessions: ten thousand people need no card reader.
 * To be called while no service runs. Throws when the terminal is out of service or refuses one.
 */
export async function handInDirectly(
  folder: TerminalFolder,
  many: number,
  people: Random,
): Promise<readonly HandedIn[]> {
  const started = startUp(
    { dataFolder: folder.data, profileFile: folder.profile, itemsFolder: folder.items },
    openLog('/dev/null'),
    () => new Date().toISOString(),
  );
  if (started.state !== 'ready') throw new Error(`The terminal is out of service: ${started.code}`);
  const { store, keys, keyList } = started;
  const handedIn: HandedIn[] = [];
  try {
    for (let nth = 0; nth < many; nth += 1) {
      const person = personFor(people, nth);
      const around = {
        ...{ store, keys, keyList },
        nowMs: systemTimers.nowMs(),
        papersFolder: papersFolderIn(folder.data),
      };
      const submitted = await submitCase(around, submissionOf(person));
      if (!submitted.ok) throw new Error(`A case could not be kept: ${JSON.stringify(submitted.error)}`);
      handedIn.push({
        caseNumber: submitted.value.caseNumber,
        idNumber: person.card.idNumber,
        phone: person.phone,
      });
    }
  } finally {
    store.close();
  }
  return handedIn;
}

function submissionOf({ card, answers, phone }: Person): Submission {
  return {
    samId: '05.03-20130515-0001234567-0012345678',
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
