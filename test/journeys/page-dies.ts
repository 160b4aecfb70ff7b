import assert from 'node:assert/strict';
import { zh } from '../../renderer/words/zh.ts';
import { button, handOf, heading, words } from './hand.ts';
import { seeOrChoosePlace, seePlace } from './place.ts';
import type { Journey } from './play.ts';
import {
  answerToTheEnd,
  chooseItem,
  journeyItem,
  layCardAndRead,
  papersWhenThere,
  readAndAgree,
  submit,
  typed,
} from './steps.ts';
import { until } from './until.ts';

/** The page's process is killed on question three: it is back on question three, with the answers. */
export const pageDies: Journey = async (stage) => {
  const { window, programs, step, show } = stage;
  const hand = handOf(window);
  const item = await journeyItem();

  const card = await step('two questions are answered, and the third stands there', async () => {
    await chooseItem(window, item);
    await readAndAgree(window);
    const read = await layCardAndRead(stage, item);
    await seeOrChoosePlace(window, read);
    await hand.continue();
    await window.see(heading(item.ask('reason')));
    await hand.choose(item.option('reason', typed.reason));
    await hand.continue();
    await window.see(heading(item.ask('from')));
    await show('question-three');
    return read;
  });

  await step('the page is killed, and question three is back', async () => {
    const before = await window.pageProcess();
    await window.killPage();
    await window.see(heading(item.ask('from')));
    await show('question-three-again');
    assert.notEqual(await window.pageProcess(), before, 'it is another process');
  });

  await step('the answers before it are there', async () => {
    await window.tap(button(zh.buttons.back));
    await window.see(heading(item.ask('reason')));
    await window.see((page) => page.getByRole('radio', { name: item.option('reason', typed.reason), checked: true }));
    await show('question-two-with-its-answer');
    await window.tap(button(zh.buttons.back));
    await window.see(heading(item.ask('place')));
    await seePlace(window, card);
    await hand.continue();
    await hand.continue();
    await window.see(heading(item.ask('from')));
  });

  const caseNumber = await step('it goes on to the end', async () => {
    await hand.chooseMonth(typed.from.year, typed.from.month);
    await hand.continue();
    await window.see(heading(item.ask('until')));
    await hand.chooseMonth(typed.until.year, typed.until.month);
    await hand.continue();
    await window.see(heading(item.ask('collect')));
    await answerToTheEnd(stage, item);
    await window.see(words(item.option('reason', typed.reason)));
    await show('check');
    const number = await submit(stage, 'up');
    await papersWhenThere(stage, 1);
    await show('result');
    return number;
  });

  const cases = await step('the case arrives', () =>
    until('the case is opened on the platform', 60_000, async () => {
      const held = await programs.platform.cases();
      return held.some((each) => each.caseNumber === caseNumber && each.outcome === 'opened') ? held : undefined;
    }),
  );
  return { findings: { casesOnPlatform: cases.length, receiptsPrinted: 1 } };
};
