import assert from 'node:assert/strict';
import { zh } from '../../renderer/words/zh.ts';
import { button, handOf, heading } from './hand.ts';
import { itemWords } from './item-words.ts';
import { layCard, liftCard, valuesOfCard } from './persons.ts';
import type { Journey } from './play.ts';
import { chooseAndAgree, handInWithReceipt, typed, whenOpened } from './steps.ts';
import { lastSearch } from './terminal-search.ts';

/** After the card, and without the keys of what is typed. */
const mostTouches = 12;

/** Proof of tax paid: no paper, and what the card says is not asked. From the card to leaving it takes few touches. */
export const shortestItem: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await itemWords('tax-certificate');
  const choices = [
    ['tax', 'income'],
    ['period', 'last-year'],
    ['collect', 'download'],
  ] as const;

  const card = await step('the card is read', async () => {
    await chooseAndAgree(stage, item);
    await window.see(heading(zh.identity.card.waiting.title));
    const read = await layCard(programs.readerControl, 'resident-wang');
    await window.see(heading(item.ask('place')));
    return read;
  });
  const before = window.touches();
  await step('the city is there already, and three choices are made', async () => {
    await hand.continue();
    for (const [question, option] of choices) {
      await window.see(heading(item.ask(question)));
      await hand.choose(item.option(question, option));
      await hand.continue();
    }
    await window.see(heading(item.ask('phone')));
    await hand.typeDigits(typed.phone);
    await hand.continue();
    await window.see(heading(zh.check.title));
    await show('check');
  });
  const values = [...valuesOfCard('resident', card), { what: 'resident: phone', text: typed.phone }];
  const caseNumber = await step('it is handed in', () => handInWithReceipt(stage));
  await step(`from the card to leaving it took ${mostTouches} touches at most`, async () => {
    await window.tap(button(zh.resultButton.finish));
    await window.see(heading(zh.goodbyeCard.title));
    const touches = window.touches() - before;
    assert.ok(touches <= mostTouches, `${touches} touches`);
  });
  await step('all of it arrives and is opened, and the next person can come', async () => {
    await whenOpened(stage, caseNumber);
    await liftCard(programs.readerControl);
    await window.see(heading(zh.home.title));
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1 },
    afterwards: () => lastSearch(folder, values, []),
  };
};
