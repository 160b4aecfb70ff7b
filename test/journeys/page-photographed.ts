import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { zh } from '../../renderer/words/zh.ts';
import { layUnderCamera } from '../workbench/camera-film.ts';
import { say } from '../workbench/control-line.ts';
import { button, heading, words } from './hand.ts';
import {
  answerToTheCheckPage,
  answerUntilStopped,
  papersFolderOf,
  pensionTransfer,
  whenPapersFolderIsEmpty,
} from './pension-transfer.ts';
import { valuesOfCard } from './persons.ts';
import type { Journey } from './play.ts';
import { handInWithReceipt, typed, whenOpened } from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';

/** Two pages by the camera, the first of them only after the sheet has been laid there: both arrive, and nothing of them stays. */
export const pagePhotographed: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const item = await pensionTransfer();

  const card = await step('the questions before the paper are answered', async () => {
    await say(programs.scannerControl, { do: 'unplug' });
    const read = await answerUntilStopped(stage, item, 'already');
    await window.see(heading(item.ask('payment-record')));
    return read;
  });

  await step('an empty table is no page, and whoever changes their mind goes back', async () => {
    await window.tap(button(zh.camera.open));
    await window.see(words(zh.camera['not-seen']));
    await show('nothing-there');
    await window.tap(button(zh.camera.close));
    await window.see(heading(item.ask('payment-record')));
  });

  await step('two pages are photographed', async () => {
    for (const [at, sheet] of (['certificate', 'form'] as const).entries()) {
      await layUnderCamera(folder.cameraFilm, sheet);
      await window.tap(button(at === 0 ? zh.camera.open : zh.camera.openMore));
      await window.see(words(zh.camera.seen), 60_000);
      await show(`seen-${sheet}`);
      await window.tap(button(zh.camera.take));
      await window.see(heading(zh.camera.corners.title));
      await window.tap(button(zh.camera.straighten));
      await window.see(heading(zh.camera.look.title));
      await show(`straight-${sheet}`);
      await window.tap(button(zh.camera.use));
      await window.see(words(zh.papers.page.replace('{{at}}', String(at + 1))), 60_000);
    }
    await window.see(button(zh.buttons.continue));
    await show('two-pages');
    assert.equal((await readdir(papersFolderOf(stage))).length, 2, 'one file a page');
  });

  const values = [...valuesOfCard('resident', card), { what: 'resident: phone', text: typed.phone }];
  const caseNumber = await step('it is handed in', async () => {
    await answerToTheCheckPage(stage, item, 2);
    return handInWithReceipt(stage);
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];

  const pictures = await step('both pages arrive as pictures, and are said to be photographs', async () => {
    const held = await whenOpened(stage, caseNumber);
    const source = held.content?.answers.find(({ question }) => question === 'payment-record')?.source;
    assert.equal(source, 'photographed');
    const found: Buffer[] = [];
    for (const { id } of held.content?.papers ?? []) found.push(await programs.platform.paper(held.caseDigest, id));
    assert.equal(found.length, 2);
    for (const jpeg of found) {
      const { width, height } = await loadImage(jpeg);
      assert.ok(Math.abs(height / width - Math.SQRT2) < 0.02, `A4, and not ${width} x ${height}`);
      assert.ok(width > 600, `as large as the camera saw it, and not ${width} px wide`);
    }
    return found;
  });
  const contentErased = await step('no file of the terminal holds any of them', async () => {
    await whenPapersFolderIsEmpty(stage);
    // Out of its middle: the beginning is the same in every JPEG of this size.
    const pieces = pictures.map((jpeg) => jpeg.subarray(jpeg.length >> 1, (jpeg.length >> 1) + 64));
    for (const entry of await readdir(folder.terminal.root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(path.join(entry.parentPath, entry.name));
      assert.ok(!pieces.some((piece) => bytes.includes(piece)), `${entry.name} holds a part of a photograph`);
    }
    return true;
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1, answersEqual: true, contentErased },
    afterwards: () => lastSearch(folder, values, hits),
  };
};
