import assert from 'node:assert/strict';
import { maskName } from '../../../main/contract/masks.ts';
import { zh } from '../../../renderer/words/zh.ts';
import { button, handOf, heading, words } from '../hand.ts';
import type { ItemWords } from '../item-words.ts';
import type { CardText } from '../persons.ts';
import { seeOrChoosePlace } from '../place.ts';
import type { Stage } from '../stage.ts';
import {
  checkReceipt,
  chooseItem,
  cutNetwork,
  layCardAndRead,
  papersWhenThere,
  readAndAgree,
  submit,
  typed,
} from '../steps.ts';

/** Steps 1 to 3: the network is cut; the item is chosen, read and agreed to; the card is read. */
export async function comeIn(stage: Stage, item: ItemWords): Promise<CardText> {
  const { window, step, show } = stage;
  await step('the network is cut, and the screen says that it works all the same', async () => {
    await window.see(heading(zh.home.title));
    await show('home');
    await cutNetwork(stage);
    await show('home-offline');
  });
  await step('the item is chosen; what is taken, and why, is read and agreed to', async () => {
    await chooseItem(window, item);
    await window.see(heading(zh.notice.title));
    await show('notice');
    await readAndAgree(window);
    await window.see(heading(zh.identity.card.waiting.title));
    await show('card-waiting');
  });
  return step('the card is laid down and read', () => layCardAndRead(stage, item));
}

/** Step 4: one question a page, filled from the card where it can be; the recipient only for a courier. */
export async function answer(stage: Stage, item: ItemWords, card: CardText): Promise<void> {
  const { window, step, show } = stage;
  const hand = handOf(window);
  await step('the place of handling is filled in from the card', async () => {
    await seeOrChoosePlace(window, card);
    await show('question-place');
    await hand.continue();
  });
  await step('the reason, and the months from and until', async () => {
    await window.see(heading(item.ask('reason')));
    await hand.choose(item.option('reason', typed.reason));
    await show('question-reason');
    await hand.continue();
    await window.see(heading(item.ask('from')));
    await hand.chooseMonth(typed.from.year, typed.from.month);
    await show('question-from');
    await hand.continue();
    await window.see(heading(item.ask('until')));
    await hand.chooseMonth(typed.until.year, typed.until.month);
    await show('question-until');
    await hand.continue();
  });
  await step('courier is chosen, so the recipient is asked: the same as on the card', async () => {
    await window.see(heading(item.ask('collect')));
    await hand.choose(item.option('collect', typed.collect));
    await show('question-collect');
    await hand.continue();
    await window.see(heading(item.ask('recipient-name')));
    await window.see((page) => page.getByText(maskName(card.name)).first());
    await show('question-recipient-name');
    await hand.sameAsOnCard();
  });
  // Step 5.
  await step('a wrong phone number is refused in words', async () => {
    await window.see(heading(item.ask('recipient-phone')));
    await hand.typeDigits(typed.wrongPhone);
    await hand.continue();
    await window.see(words(zh.fault['phone-form']));
    await window.see(heading(item.ask('recipient-phone')));
    await show('question-phone-refused');
    await hand.clearDigits();
    await hand.typeDigits(typed.phone);
    await show('question-phone');
    await hand.continue();
    await window.see(heading(item.ask('recipient-address')));
    await show('question-recipient-address');
    await hand.sameAsOnCard();
  });
  await step('on the check page one answer is changed, and it comes straight back', async () => {
    await window.see(heading(zh.check.title));
    await window.see(words(item.option('reason', typed.reason)));
    await show('check-before-change');
    await window.tap(button(zh.check.changeWhat.replace('{{what}}', item.label('reason'))));
    await window.see(heading(item.ask('reason')));
    await hand.choose(item.option('reason', typed.otherReason));
    await show('question-changing');
    await window.tap(button(zh.buttons.changed));
    await window.see(heading(zh.check.title));
    await window.see(words(item.option('reason', typed.otherReason)));
    await show('check');
  });
}

/** Step 6: kept here by one transaction, then the receipt. Gives the case's number. */
export async function handIn(stage: Stage, card: CardText): Promise<string> {
  const { window, programs, step, show } = stage;
  const caseNumber = await step('handed in: kept here, not yet sent', async () => {
    const number = await submit(stage, 'down');
    await window.see(words(zh.line.offlineKept));
    await show('result-printing');
    assert.deepEqual(await programs.platform.cases(), [], 'nothing has come to the platform');
    return number;
  });
  await step('the receipt prints', async () => {
    const [paper] = await papersWhenThere(stage, 1);
    assert.ok(paper !== undefined);
    await window.see(words(zh.print.printed.title));
    await show('result-kept-here');
    await checkReceipt(stage, paper, caseNumber, card, '还没有送出去');
  });
  return caseNumber;
}
