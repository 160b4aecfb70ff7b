import assert from 'node:assert/strict';
import { zh } from '../../renderer/words/zh.ts';
import { enterPerson, nameOf, scanOne, sign, type Somebody, turnTo } from './answers.ts';
import { button, handOf, heading, words } from './hand.ts';
import { itemWords } from './item-words.ts';
import { layCard, valuesOfCard } from './persons.ts';
import type { Journey } from './play.ts';
import { chooseItem, handInWithReceipt, readAndAgree, typed, whenOpened } from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';

const child: Somebody = {
  name: [
    { letters: 'wang', text: '王' },
    { letters: 'xiao', text: '小' },
    { letters: 'ming', text: '明' },
  ],
  idNumber: '341202201506010016',
  relation: '儿子',
};
/** Born in 1979. */
const grownUp = '341202197905050016';

/** A mother asks for a child's social-security card: she agrees as the guardian, and the case says who is who. */
export const minor: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await itemWords('child-social-card');

  const card = await step('the guardian agrees, and lays down her own card', async () => {
    await chooseItem(window, item);
    await window.see(words(zh.notice.forChild));
    await show('notice');
    await readAndAgree(window);
    await window.see(heading(zh.identity.card.waiting.title));
    const read = await layCard(programs.readerControl, 'resident-wang');
    await window.see(heading(item.ask('child')));
    await show('child');
    return read;
  });

  await step('somebody grown up is refused in the item’s own words', async () => {
    await enterPerson(stage, { ...child, idNumber: grownUp });
    await window.see(words(item.olderChild));
    await show('too-old');
    await hand.clearDigits();
    await hand.typeDigits(child.idNumber);
    await hand.continue();
    await hand.continue();
  });

  await step('without her consent it does not go on', async () => {
    await window.see(heading(item.ask('guardian-agrees')));
    await window.tap(button(zh.promise.decline));
    await window.see(words(zh.fault['promise-needed']));
    await show('declined');
    await window.tap(button(zh.promise.accept));
    await window.see(heading(item.ask('guardian')));
  });

  await step('the questions, the papers and the signature', async () => {
    await hand.choose(item.option('guardian', 'mother'));
    await hand.continue();
    await window.see(heading(item.ask('place')));
    await hand.continue();
    for (const [question, option] of [
      ['why', 'first'],
      ['bank', 'icbc'],
    ] as const) {
      await window.see(heading(item.ask(question)));
      await hand.choose(item.option(question, option));
      await hand.continue();
    }
    for (const paper of ['photo', 'household-booklet']) {
      await window.see(heading(item.ask(paper)));
      await show(paper);
      await scanOne(stage);
      await hand.continue();
    }
    await window.see(heading(item.ask('collect')));
    await hand.choose(item.option('collect', 'bank'));
    await hand.continue();
    await window.see(heading(item.ask('phone')));
    await hand.typeDigits(typed.phone);
    await hand.continue();
    await window.see(heading(item.ask('signature')));
    await sign(stage);
    await window.see(heading(zh.check.title));
    await window.see((page) => page.getByText(nameOf(child)).first());
    await show('check');
  });

  const values = [
    ...valuesOfCard('guardian', card),
    { what: 'child: name', text: nameOf(child) },
    { what: 'child: ID number', text: child.idNumber },
  ];
  const caseNumber = await step('it is handed in', async () => {
    await turnTo(stage, button(zh.check.submit));
    return handInWithReceipt(stage);
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];
  const answersEqual = await step('what arrives says who is the applicant and who the guardian', async () => {
    const { content } = await whenOpened(stage, caseNumber);
    assert.deepEqual(content?.child, {
      question: 'child',
      name: nameOf(child),
      idNumber: child.idNumber,
      relation: child.relation,
    });
    assert.equal(content.applicant.idNumber, card.idNumber);
    assert.equal(content.answers.find(({ question }) => question === 'guardian-agrees')?.text, zh.promise.accept);
    return true;
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1, answersEqual },
    afterwards: () => lastSearch(folder, values, hits),
  };
};
