import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareRun } from '../../build/run-environment.ts';
import type { Item } from '../../main/contract/item.ts';
import { loadItems } from '../../main/service/catalog/item-files.ts';
import { openHere } from '../../main/service/catalog/open-here.ts';
import { personWith } from '../../main/service/items/walk.ts';
import { fittingCard, walkCard } from '../../main/service/items/walk-card.ts';
import { memberPath } from '../../main/service/sessions/paths.ts';
import { type ScreenSurroundings, screenOf } from '../../main/service/sessions/screens.ts';
import type { Stage } from '../../main/service/sessions/stage.ts';
import { cutOff } from '../electron/in-page.ts';
import { openWindow } from '../electron/open-window.ts';
import { type Look, samplesIn } from '../electron/sample-views/sampling.ts';
import { startScriptedService } from '../electron/scripted-service.ts';
import { showInPlace } from '../electron/show-view.ts';

/**
 * Draws what is taken and every question of items as a terminal shows them, in both languages, ordinary and in elderly mode,
 * into out/gallery/items/, and says what does not fit: `node test/gallery/items.ts [ITEM] [--items FOLDER] [--size 540x960]`.
 * Nothing is answered yet; conditions do not matter.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    items: { type: 'string', default: path.resolve(import.meta.dirname, '../../kiosk-config/services') },
    size: { type: 'string', default: '' },
  },
});

const today = '2026-11-24';
const looks: readonly Look[] = (['zh', 'en'] as const).flatMap((language) =>
  [false, true].map((elderly) => ({ language, elderly, panelHeightMm: 600 })),
);

const around = ({ language, elderly }: Look): ScreenSurroundings => ({
  items: [],
  looking: {
    screen: () => ({ screen: 'goodbye', because: 'left', draft: 'none', cardPresent: false, chipCardPresent: false }),
  },
  reader: { state: 'ready', samId: '' },
  wording: { language, elderly },
  scanning: { status: () => ({ state: 'ready', feeder: 'loaded' }), state: () => ({ state: 'none' }) },
  codes: {
    atHome: () => null,
    isUsable: () => true,
    forQuestion: () => ({ state: 'none', canLight: true, text: null, nth: 0 }),
  },
  socialCards: { forQuestion: () => ({ state: 'none', text: null, nth: 0 }) },
  paperReading: { forQuestion: () => null },
  stick: { forQuestion: () => null },
  cardPhoto: { shown: () => null },
  pages: { state: () => null },
  photographing: { state: () => ({ state: 'none' }) },
  camera: 'HD USB Camera',
  portraitCamera: null,
  draftTrouble: () => null,
  today: () => today,
});

/** What is taken, and each question; of a group's members those of the first. */
function stagesOf(item: Item): readonly { readonly name: string; readonly stage: Stage }[] {
  const { kind, ageYears } = fittingCard(item);
  const person = personWith(item, walkCard(kind, ageYears, today), today);
  const paths = item.questions.flatMap((question) => [
    question.id,
    ...(question.kind === 'group'
      ? question.questions.map(({ id }) => memberPath({ group: question.id, at: 1, question: id }))
      : []),
  ]);
  return [
    { name: 'notice', stage: { stage: 'notice', person } },
    ...paths.map((question) => ({
      name: question,
      stage: { stage: 'question', person, question, fault: null, changing: false } as const,
    })),
  ];
}

const { items, faults } = loadItems(values.items);
for (const { file, line, wrong } of faults) process.stdout.write(`${file}:${line}  ${wrong.en}\n`);
const here = openHere(items, { region: '341202', today });
const drawn = here.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
const folder = path.resolve(import.meta.dirname, '../../out/gallery/items');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const run = await prepareRun('terminal');
Object.assign(process.env, run.env);
const service = await startScriptedService();
service.reply({ reply: 'done' });
const opened = await openWindow(service, values.size);
try {
  const page = await opened.page();
  const complaints = new Set<string>();
  for (const look of looks) {
    const suffix = `${look.language}${look.elderly ? '.elderly' : ''}`;
    for (const item of drawn) {
      for (const { name, stage } of stagesOf(item)) {
        const screen = screenOf(stage, around(look));
        const [sample] = samplesIn(look, [({ add }) => add(name, screen)]);
        if (sample === undefined) continue;
        await showInPlace(service, page, sample.view);
        const picture = `${item.id}.${name}.${suffix}`;
        await page.screenshot({ path: path.join(folder, `${picture}.png`), animations: 'disabled' });
        for (const fault of await page.evaluate(cutOff)) complaints.add(`${picture}: ${fault}`);
      }
    }
  }
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  process.stdout.write(`Pictures in ${folder}\n`);
  process.exitCode = complaints.size === 0 && faults.length === 0 ? 0 : 1;
} finally {
  await opened.close();
  await service.close();
  await run.remove();
}
