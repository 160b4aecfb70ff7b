import assert from 'node:assert/strict';
import { z } from 'zod';
import { zh } from '../../renderer/words/zh.ts';
import { say } from '../workbench/control-line.ts';
import { button, heading, words } from './hand.ts';
import { valuesOfCard } from './persons.ts';
import type { Journey } from './play.ts';
import {
  answerToTheEnd,
  answerUntilCollect,
  checkReceipt,
  chooseAndAgree,
  journeyItem,
  layCardAndRead,
  papersWhenThere,
  shownCaseNumber,
  typed,
} from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';
import { until } from './until.ts';

const pagesAsked = z.object({ jobs: z.array(z.unknown()) });
const pagesPrinted = z.object({ printed: z.array(z.object({ pages: z.number() })) });

/** Ends in the middle of the receipt, which is longer. */
const paperLeftMm = 60;

/**
 * The paper ends in the middle of the receipt: the case is safe, the person is told, and then a whole one comes out. Then what
 * was handed in on A4, from a printer that has none at first.
 */
export const printerOutOfPaper: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const item = await journeyItem();

  const card = await step('everything is answered', async () => {
    await chooseAndAgree(stage, item);
    const read = await layCardAndRead(stage, item);
    await answerUntilCollect(stage, item, read);
    await answerToTheEnd(stage, item);
    return read;
  });

  const caseNumber = await step('the paper ends in the middle of the receipt, and the person is told', async () => {
    await say(programs.printerControl, { do: 'paper', mm: paperLeftMm });
    await window.tap(button(zh.check.submit));
    await window.see(words(zh.printStopped['no-paper'].title));
    await window.see(words(zh.printStopped['no-paper'].help));
    await window.see((page) => page.getByText(zh.print.part.title));
    await show('paper-has-ended');
    return shownCaseNumber(stage);
  });

  await step('the case is safe: it arrives all the same', async () => {
    await until('the case is opened on the platform', 60_000, async () =>
      (await programs.platform.cases()).some((each) => each.caseNumber === caseNumber && each.outcome === 'opened')
        ? true
        : undefined,
    );
    await window.see(heading(zh.result['received-there'].title));
  });

  const pieces = await step('new paper, and a whole receipt', async () => {
    // By itself, as the screen has said.
    await say(programs.printerControl, { do: 'new-paper' });
    const printed = await papersWhenThere(stage, 2);
    await window.see(words(zh.print.printed.title));
    await show('printed-after-all');
    return printed;
  });
  const [torn, whole, ...more] = pieces;
  assert.ok(torn !== undefined && whole !== undefined);
  assert.equal(more.length, 0, 'one torn piece and one whole receipt came out');
  assert.equal(torn.partial, true, 'the first piece is a torn one');
  assert.equal(torn.qr.length, 0, 'no code stands on it');
  await checkReceipt(stage, whole, caseNumber, card, '跨省通办平台已经收到');

  await step('what was handed in comes out on A4, when that printer has been given paper', async () => {
    const { pagePrinterControl } = programs;
    // Somebody else's pages come first: time enough for the tray to run empty.
    await say(pagePrinterControl, { do: 'busy', on: true });
    await window.tap(button(zh.pages.offer));
    await window.see(words(zh.pagesState.printing.title));
    await until('the printer has it', 20_000, async () =>
      pagesAsked.parse(await say(pagePrinterControl, { do: 'state' })).jobs.length > 0 ? true : undefined,
    );
    await say(pagePrinterControl, { do: 'paper', sheets: 0 });
    await window.see(words(zh.pagesTrouble['no-paper']));
    await window.see(words(zh.pages.waiting));
    await show('a4-out-of-paper');
    await say(pagePrinterControl, { do: 'paper', sheets: 250 });
    await say(pagePrinterControl, { do: 'busy', on: false });
    await window.see(words(zh.pagesState.printed.title));
    await show('a4-printed');
    const { printed } = pagesPrinted.parse(await say(pagePrinterControl, { do: 'printed' }));
    assert.deepEqual(
      printed.map(({ pages }) => pages),
      [1],
    );
  });

  await step('finished', async () => {
    await window.tap(button(zh.resultButton.finish));
    await window.see(heading(zh.goodbyeCard.title));
    await show('goodbye');
  });
  // The pages are packed, so that no text of theirs would be found: their first bytes would.
  const values = [
    ...valuesOfCard('resident', card),
    { what: 'resident: phone', text: typed.phone },
    { what: 'a page as PDF', text: '%PDF-1.' },
  ];
  const hits = await step('nothing of the person or of the pages is left', () => searchTerminal(folder, values));
  const cases = await programs.platform.cases();
  assert.equal(cases.length, 1, 'printing again is no second case');
  return {
    findings: { casesOnPlatform: cases.length, receiptsPrinted: 1 },
    afterwards: () => lastSearch(folder, values, hits),
  };
};
