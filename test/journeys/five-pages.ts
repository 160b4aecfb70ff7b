import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { zh } from '../../renderer/words/zh.ts';
import { say } from '../workbench/control-line.ts';
import { button, handOf, heading, words } from './hand.ts';
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

const scannedPages = z.object({ pages: z.array(z.object({ sha256: z.string() })) });
/** 十一, in shares of the field. */
const signed = [
  [
    [0.2, 0.5],
    [0.3, 0.49],
    [0.42, 0.5],
  ],
  [
    [0.31, 0.25],
    [0.31, 0.5],
    [0.3, 0.75],
  ],
  [
    [0.55, 0.5],
    [0.65, 0.49],
    [0.8, 0.5],
  ],
] as const;
const sheets = ['form', 'certificate', 'letter', 'form'] as const;

/** Four sheets from the feeder, one of them taken away again, two more from the glass: five pages, and all arrive. */
export const fivePages: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await pensionTransfer();
  const page = (at: number) => words(zh.papers.page.replace('{{at}}', String(at)));

  const card = await step('the questions before the paper are answered', async () => {
    const read = await answerUntilStopped(stage, item, 'still');
    await window.see(heading(item.ask('stop-consent')));
    await window.draw((page) => page.getByLabel(zh.signature.field), signed);
    await window.see(button(zh.signature.clear));
    await show('signature');
    await hand.continue();
    await window.see(heading(item.ask('payment-record')));
    await show('question-paper');
    return read;
  });

  await step('four sheets are scanned from the feeder', async () => {
    await say(programs.scannerControl, { do: 'load', pages: sheets });
    await window.see(words(zh.papers.feeder.loaded));
    await window.tap(button(zh.papers.scan));
    await window.see(page(1));
    await show('scanning');
    await window.see(button(zh.papers.scanMore), 60_000);
    await window.see(page(4));
    await show('four-pages');
  });

  await step('one is taken away, and two more come from the glass', async () => {
    await window.tap(button(zh.papers.removeWhich.replace('{{at}}', '4')));
    await window.seeGone(page(4));
    for (const [at, sheet] of [
      [4, 'letter'],
      [5, 'certificate'],
    ] as const) {
      await say(programs.scannerControl, { do: 'lay', page: sheet });
      await window.tap(button(zh.papers.scanMore));
      await window.see(page(at), 60_000);
    }
    await window.see(button(zh.buttons.continue), 60_000);
    await show('five-pages');
    assert.equal((await readdir(papersFolderOf(stage))).length, 5, 'one file a page, and none of the one taken away');
  });

  const values = [...valuesOfCard('resident', card), { what: 'resident: phone', text: typed.phone }];
  const caseNumber = await step('it is handed in', async () => {
    await answerToTheCheckPage(stage, item, 5);
    await window.see((page) => page.getByRole('img', { name: '已签名' }));
    await show('check');
    return handInWithReceipt(stage);
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];

  const held = await step('all of it arrives and is opened', () => whenOpened(stage, caseNumber));
  const answersEqual = await step('each page is, byte for byte, what the scanner gave', async () => {
    const given = scannedPages.parse(await say(programs.scannerControl, { do: 'scanned' })).pages;
    const wanted = given.filter((_, at) => at !== 3).map(({ sha256 }) => sha256);
    const found: string[] = [];
    for (const { id } of held.content?.papers ?? []) {
      const bytes = await programs.platform.paper(held.caseDigest, id);
      found.push(createHash('sha256').update(bytes).digest('hex'));
    }
    assert.deepEqual(found, wanted);
    return true;
  });
  await step('the signature is what was drawn, in millimetres', () => {
    const value = held.content?.answers.find(({ question }) => question === 'stop-consent')?.value;
    assert.ok(value?.kind === 'signature');
    const { widthMm, heightMm, strokes } = value;
    // The field is kept to a hundredth of a millimetre, and the finger to a whole px.
    const drawn = strokes.map((stroke) => stroke.map(([x, y]) => [x / widthMm, y / heightMm]));
    for (const [stroke, points] of signed.entries()) {
      for (const [at, [across, down]] of points.entries()) {
        const [x = 0, y = 0] = drawn[stroke]?.[at] ?? [];
        assert.ok(
          Math.abs(x - across) < 0.01 && Math.abs(y - down) < 0.01,
          `stroke ${stroke}, point ${at}: ${x}, ${y}`,
        );
      }
    }
    return Promise.resolve(true);
  });
  const contentErased = await step('its files are gone here', async () => {
    await whenPapersFolderIsEmpty(stage);
    return true;
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1, answersEqual, contentErased },
    afterwards: () => lastSearch(folder, values, hits),
  };
};
