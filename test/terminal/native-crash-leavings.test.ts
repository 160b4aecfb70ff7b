import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePage } from '../../native/document-scanner/virtual-pages.ts';
import { sampleCard } from '../../native/id-card/sample-cards.ts';
import { goToIdentity, layAsAsked } from './hall.ts';
import { type FullHall, openFullHall } from './native-crash-hall.ts';

/** What devices leave behind of a person: looked for by planted bytes in every place that a device's stack writes to. */
let hall: FullHall;
beforeAll(async () => {
  hall = await openFullHall({ through: 'sane', mmPerSecond: 150 });
}, 60_000);
afterAll(() => hall.end(), 60_000);

/** Memory that looks like a disk, the machine's temporary files, the spool of a print server, and the terminal's own. */
const places = (): readonly string[] => [
  '/dev/shm',
  '/var/spool/cups',
  hall.temporary,
  hall.folder.data,
  hall.folder.log,
];

function filesIn(place: string): readonly string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [place];
  return found.isDirectory() ? readdirSync(place).flatMap((name) => filesIn(path.join(place, name))) : [];
}

it('leaves nothing of a session with a scan and a receipt, behind SANE and in print', {
  timeout: 120_000,
}, async () => {
  const { shell, end, devicesPid } = await hall.open();
  await goToIdentity(shell, 'pension-transfer');
  await layAsAsked(hall.folder, shell, 'resident-li');
  for (const [question, value] of [
    ['insurance', { kind: 'choice', option: 'employees' }],
    ['from', { kind: 'region', code: '130100' }],
    ['to', { kind: 'region', code: '140100' }],
    ['stopped', { kind: 'choice', option: 'already' }],
  ] as const) {
    await shell.until('question', (screen) => screen.question === question);
    await shell.act({ act: 'answer', question, value });
  }
  await shell.until('question', ({ view }) => view.kind === 'paper' && view.scanner.state === 'ready');
  await hall.scanner({ do: 'load', pages: ['letter'] });
  await shell.act({ act: 'scan' });
  const { screen } = await shell.until(
    'question',
    ({ view, value }) => view.kind === 'paper' && view.scan.state !== 'running' && value?.kind === 'paper',
  );
  // The sheet has two sides.
  expect(screen.value?.kind === 'paper' && screen.value.papers.length).toBe(2);
  await shell.act({ act: 'answer', question: 'payment-record', value: screen.value });
  await shell.until('question', ({ question }) => question === 'social-card');
  await shell.act({ act: 'answer', question: 'social-card', value: { kind: 'choice', option: 'without' } });
  await shell.until('question', ({ question }) => question === 'phone');
  await shell.act({ act: 'answer', question: 'phone', value: { kind: 'phone', digits: '13987654321' } });
  await shell.until('check');
  await shell.act({ act: 'submit' });
  await shell.until('result', ({ print }) => print.state === 'printed');
  await shell.act({ act: 'finish' });
  await shell.until('goodbye');

  const { name, idNumber } = sampleCard('resident-li');
  const page = samplePage('letter');
  const planted = [
    ...[name, idNumber, '13987654321'].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]),
    page.subarray(page.length >> 1, (page.length >> 1) + 64),
  ];
  const leavings = (): readonly string[] =>
    places()
      .flatMap(filesIn)
      .filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined)
      .filter((file) => {
        const bytes = readFileSync(file);
        return planted.some((each) => bytes.includes(each));
      });
  expect(leavings()).toEqual([]);
  expect(readdirSync(hall.temporary)).toEqual([]);
  // By whose they are: other terminals may be tested on this machine just now.
  expect(readdirSync('/dev/shm').filter((one) => one.startsWith(`tongban-pages-${devicesPid()}-`))).toEqual([]);
  await end();
  expect(leavings()).toEqual([]);
});
