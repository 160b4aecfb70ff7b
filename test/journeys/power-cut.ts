import assert from 'node:assert/strict';
import { zh } from '../../renderer/words/zh.ts';
import { button, buttonWith, handOf, heading, words } from './hand.ts';
import { layCard, liftCard, valuesOfCard } from './persons.ts';
import { seeOrChoosePlace } from './place.ts';
import type { Journey } from './play.ts';
import { answerToTheEnd, chooseItem, journeyItem, layCardAndRead, papersWhenThere, submit, typed } from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';
import { until } from './until.ts';

/**
 * Somebody agreed that their answers are kept. The machine dies on question three and comes back: another card does not
 * get in, their own brings them back to question three, and what they hand in then arrives once.
 */
export const powerCut: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await journeyItem();
  const begin = async (keep: boolean): Promise<void> => {
    await chooseItem(window, item);
    await window.see(heading(zh.notice.title));
    if (keep) await window.tap(buttonWith(zh.notice.keepDraft));
    if (keep) await show('notice-kept');
    await window.tap(button(zh.notice.agree));
  };

  const lay = async (name: 'resident-wang' | 'resident-li', then: string): Promise<void> => {
    await window.see(heading(zh.identity.card.waiting.title));
    await layCard(programs.readerControl, name);
    await window.see(heading(then));
  };

  const card = await step('two questions are answered by somebody who wants them kept', async () => {
    await begin(true);
    const read = await layCardAndRead(stage, item);
    await seeOrChoosePlace(window, read);
    await hand.continue();
    await window.see(heading(item.ask('reason')));
    await hand.choose(item.option('reason', typed.reason));
    await hand.continue();
    await window.see(heading(item.ask('from')));
    return read;
  });
  const values = [...valuesOfCard('resident', card), { what: 'resident: phone', text: typed.phone }];

  await step('the power goes, and the machine says how to go on', async () => {
    await programs.killService();
    await window.see(words(zh.home.draftWaits));
    await show('home-draft-waits');
    await liftCard(programs.readerControl);
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];

  await step('another card begins at the beginning, and its person leaves', async () => {
    await begin(false);
    await lay('resident-li', item.ask('place'));
    await show('another-card');
    await window.tap(button(zh.bottom.leave));
    await window.tap(button(zh.leave.leave));
    await window.see(heading(zh.goodbyeCard.title));
    await liftCard(programs.readerControl);
    await window.see(heading(zh.home.title));
  });

  await step('the same card goes on at question three, with the answers before it', async () => {
    await begin(false);
    await lay('resident-wang', zh.resume.title);
    await show('resume');
    await window.tap(button(zh.resume.goOn));
    await window.see(heading(item.ask('from')));
    await show('question-three-again');
    await window.tap(button(zh.buttons.back));
    await window.see(heading(item.ask('reason')));
    await window.see((page) => page.getByRole('radio', { name: item.option('reason', typed.reason), checked: true }));
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
    const number = await submit(stage, 'up');
    await papersWhenThere(stage, 1);
    return number;
  });

  const casesOnPlatform = await step('the case arrives, once', () =>
    until('the case is opened on the platform', 60_000, async () => {
      const held = await programs.platform.cases();
      return held.some((each) => each.caseNumber === caseNumber && each.outcome === 'opened') ? held.length : undefined;
    }),
  );
  assert.equal(casesOnPlatform, 1);

  await step('nothing is offered to the same card any more', async () => {
    await window.tap(button(zh.resultButton.finish));
    await window.see(heading(zh.goodbyeCard.title));
    await liftCard(programs.readerControl);
    await window.see(heading(zh.home.title));
    await begin(false);
    await lay('resident-wang', item.ask('place'));
  });
  return { findings: { casesOnPlatform, receiptsPrinted: 1 }, afterwards: () => lastSearch(folder, values, hits) };
};
