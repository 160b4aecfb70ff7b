import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Film, film } from './camera-film.ts';
import { cutOff } from './in-page.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import type { Look } from './sample-views/sampling.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showInPlace } from './show-view.ts';
import { oneMoments, showState, touchedSamples } from './touched-samples.ts';

let service: ScriptedService;
let shooting: Film;
let window: OpenWindow;
let page: Page;

const looks: readonly Look[] = (['zh', 'en'] as const).flatMap((language) =>
  [false, true].map((elderly) => ({ language, elderly, panelHeightMm: 600 })),
);

beforeAll(async () => {
  service = await startScriptedService();
  service.reply({ reply: 'done' });
  shooting = film('sheet');
  window = await openWindow(service, '', shooting.switches);
  page = await window.page();
});

afterAll(async () => {
  await window.close();
  shooting.remove();
  await service.close();
});

async function expectToFit(): Promise<void> {
  expect(await page.evaluate(cutOff)).toEqual([]);
}

async function expectToBeAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual(
    [],
  );
}

describe.each(looks)('in $language, elderly $elderly', (look) => {
  it.each(sampleViews(look))('$name fits the screen and is accessible', async ({ view }) => {
    await showInPlace(service, page, view);
    await expectToFit();
    // The other two looks have the same elements with other words or other sizes; half a minute is better spent.
    if ((look.language === 'zh') === look.elderly) return;
    await expectToBeAccessible();
  });

  it.each(touchedSamples(look))('$name fits the screen', async ({ view, touch }) => {
    await showInPlace(service, page, view);
    await touch(page);
    await expectToFit();
  });
});

it.each(oneMoments)('%s fits the screen and is accessible', async (_name, state) => {
  await showState(window.app, page, state);
  await expectToFit();
  await expectToBeAccessible();
});
