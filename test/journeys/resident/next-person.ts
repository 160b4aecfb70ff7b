import assert from 'node:assert/strict';
import { zh } from '../../../renderer/words/zh.ts';
import { button, handOf, heading, words } from '../hand.ts';
import type { ItemWords } from '../item-words.ts';
import { type CardText, layCard, liftCard, readerStage } from '../persons.ts';
import { seeOrChoosePlace } from '../place.ts';
import type { Stage } from '../stage.ts';
import { chooseItem, readAndAgree } from '../steps.ts';

/** Step 7, the first part: the card that still lies there is noticed, and the next screen is another process's. */
export async function finish({ window, programs, step, show }: Stage): Promise<void> {
  await step('finished: the card that still lies there is noticed', async () => {
    const processBefore = await window.pageProcess();
    await window.tap(button(zh.resultButton.finish));
    await window.see(heading(zh.goodbyeCard.title));
    await show('goodbye-card');
    assert.notEqual(await window.pageProcess(), processBefore, 'the goodbye is shown by another process');
  });
  await step('the card is taken, and the first screen comes back', async () => {
    await liftCard(programs.readerControl);
    await window.see(heading(zh.goodbye.finished.title));
    await show('goodbye');
    await window.see(heading(zh.home.title));
  });
}

/**
 * Step 7, the second part. The first one puts the card back while packing up, and the second one begins: only what is
 * laid down after that is read. The second one then leaves without handing in. Gives the second card.
 */
export async function secondPerson({ window, programs, step, show }: Stage, item: ItemWords): Promise<CardText> {
  const hand = handOf(window);
  await step('a second resident begins, and the first card does not enter', async () => {
    await layCard(programs.readerControl, 'resident-wang');
    await chooseItem(window, item);
    await readAndAgree(window);
    await window.see(heading(zh.identity.card['lift-first'].title));
    await show('second-card-lift-first');
    assert.notEqual(await readerStage(programs.readerControl), 'read', 'the first card is not read again');
  });
  const card = await step("the second one's own card is read", async () => {
    await liftCard(programs.readerControl);
    await window.see(heading(zh.identity.card.waiting.title));
    const second = await layCard(programs.readerControl, 'resident-li');
    await window.see(heading(item.ask('place')));
    await seeOrChoosePlace(window, second);
    await show('second-question-place');
    await hand.continue();
    await window.see(heading(item.ask('reason')));
    return second;
  });
  await step('the second one leaves, and nothing is handed in', async () => {
    await window.tap(button(zh.bottom.leave));
    await window.see((page) => page.getByRole('heading', { name: zh.leave.title, exact: true }));
    await show('second-leave');
    await window.tap(button(zh.leave.leave));
    await window.see(heading(zh.goodbyeCard.title));
    await liftCard(programs.readerControl);
    await window.see(heading(zh.goodbye.left.title));
    await window.see(heading(zh.home.title));
    await window.see(words(zh.line.offline));
  });
  return card;
}
