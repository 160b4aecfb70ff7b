import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareRun } from '../../build/run-environment.ts';
import { film } from '../electron/camera-film.ts';
import { cutOff } from '../electron/in-page.ts';
import type { Look } from '../electron/sample-views/sampling.ts';
import { sampleViews } from '../electron/sample-views.ts';
import { openWindow } from '../electron/open-window.ts';
import { startScriptedService } from '../electron/scripted-service.ts';
import { showInPlace } from '../electron/show-view.ts';
import { oneMoments, showState, touchedSamples } from '../electron/touched-samples.ts';

/**
 * Draws every screen in both languages, ordinary and in elderly mode, into out/gallery/, to be looked at in full size:
 * `node test/gallery/main.ts [--size 540x960] [--panel-mm 600] [--only check]`.
 */

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '' },
    'panel-mm': { type: 'string', default: '600' },
    only: { type: 'string', default: '' },
  },
});

const looks: readonly Look[] = (['zh', 'en'] as const).flatMap((language) =>
  [false, true].map((elderly) => ({ language, elderly, panelHeightMm: Number(values['panel-mm']) })),
);
const folder = path.resolve(import.meta.dirname, '../../out/gallery', values.size || 'full');

const run = await prepareRun('terminal');
Object.assign(process.env, run.env);
const service = await startScriptedService();
service.reply({ reply: 'done' });
const shooting = film('sheet');
const opened = await openWindow(service, values.size, shooting.switches);
try {
  const page = await opened.page();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const complaints = new Set<string>();
  page.on('console', (message) => complaints.add(`${message.type()}: ${message.text()}`));
  const picture = async (name: string): Promise<void> => {
    await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
    for (const fault of await page.evaluate(cutOff)) complaints.add(`${name}: ${fault}`);
  };
  for (const look of looks) {
    const suffix = `${look.language}${look.elderly ? '.elderly' : ''}`;
    for (const { name, view } of sampleViews(look)) {
      if (!name.includes(values.only)) continue;
      await showInPlace(service, page, view);
      await picture(`${name}.${suffix}`);
    }
    for (const { name, view, touch } of touchedSamples(look)) {
      if (!name.includes(values.only)) continue;
      await showInPlace(service, page, view);
      await touch(page);
      await picture(`${name}.${suffix}`);
    }
  }
  for (const [name, state] of oneMoments) {
    if (!name.includes(values.only)) continue;
    await showState(opened.app, page, state);
    await picture(name);
  }
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  process.stdout.write(`Pictures in ${folder}\n`);
} finally {
  await opened.close();
  shooting.remove();
  await service.close();
  await run.remove();
}
