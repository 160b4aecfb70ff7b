import assert from 'node:assert/strict';
import { zh } from '../../renderer/words/zh.ts';
import { enterPerson, nameOf, scanOne, sign, type Somebody, turnTo, typeInPinyin } from './answers.ts';
import { button, handOf, heading, words } from './hand.ts';
import { itemWords } from './item-words.ts';
import { layCard, valuesOfCard } from './persons.ts';
import { seeOrChoosePlace } from './place.ts';
import type { Journey } from './play.ts';
import { chooseAndAgree, handInWithReceipt, typed, whenOpened } from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';

const daughter: Somebody = {
  name: [
    { letters: 'wang', text: '王' },
    { letters: 'xiao', text: '小' },
    { letters: 'yu', text: '雨' },
  ],
  idNumber: '341202201706010029',
  relation: '女儿',
};
const son: Somebody = {
  name: [
    { letters: 'wang', text: '王' },
    { letters: 'xiao', text: '小' },
    { letters: 'ming', text: '明' },
  ],
  idNumber: '341202201506010016',
  relation: '儿子',
};
const school = [
  { letters: 'yi', text: '一' },
  { letters: 'xiao', text: '小' },
] as const;

/**
 * Children come to their parents' household: two are entered one after the other, one is taken away again from the check page,
 * and the other one, who is the first by then, is handed in.
 */
export const repeatedGroup: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await itemWords('household-children');
  const nth = (at: number) => `${item.one('children')} ${at}`;
  const list = heading(item.ask('children'));
  const childPage = heading(item.ask('child'));
  const removeFirst = button(zh.group.removeWhich.replace('{{who}}', nth(1)));

  const card = await step('the questions before the children are answered', async () => {
    await chooseAndAgree(stage, item);
    await window.see(heading(zh.identity.card.waiting.title));
    const read = await layCard(programs.readerControl, 'resident-wang');
    await window.see(heading(item.ask('to')));
    await seeOrChoosePlace(window, read);
    await hand.continue();
    await window.see(heading(item.ask('from')));
    for (const place of ['河北省', '石家庄市', '长安区']) await window.tap(button(place));
    await hand.continue();
    return read;
  });

  await step('the first child is asked for at once, one question a page', async () => {
    await window.see(childPage);
    await window.see(words(nth(1)));
    await show('child-1');
    await enterPerson(stage, daughter);
    for (const question of ['adopted', 'at-school']) {
      await window.see(heading(item.ask(question)));
      await hand.choose(zh.yesNo.no);
      await hand.continue();
    }
    await window.see(list);
    await window.see(words(nth(1)));
    await show('list-of-one');
  });

  await step('a second child is added, who is asked for the school besides', async () => {
    await window.tap(button(zh.group.addAnother.replace('{{one}}', item.one('children'))));
    await window.see(childPage);
    await window.see(words(nth(2)));
    await enterPerson(stage, son);
    await window.see(heading(item.ask('adopted')));
    await hand.choose(zh.yesNo.no);
    await hand.continue();
    await window.see(heading(item.ask('at-school')));
    await hand.choose(zh.yesNo.yes);
    await hand.continue();
    await window.see(heading(item.ask('school')));
    await typeInPinyin(stage, school);
    await hand.continue();
    await window.see(list);
    await window.see(words(nth(2)));
    await show('list-of-two');
  });

  await step('a third is begun by mistake, and back leads to the list', async () => {
    await window.tap(button(zh.group.addAnother.replace('{{one}}', item.one('children'))));
    await window.see(childPage);
    await window.see(words(nth(3)));
    await window.tap(button(zh.buttons.back));
    await window.see(list);
    await window.seeGone(words(nth(3)));
    await window.tap(button(zh.group.thatIsAll));
  });

  await step('the questions and papers after them', async () => {
    await window.see(heading(item.ask('marriage')));
    await hand.choose(item.option('marriage', 'widowed'));
    await hand.continue();
    for (const paper of ['household-booklet', 'birth-certificate']) {
      await window.see(heading(item.ask(paper)));
      await scanOne(stage);
      await hand.continue();
    }
    await window.see(heading(item.ask('phone')));
    await hand.typeDigits(typed.phone);
    await hand.continue();
    await window.see(heading(item.ask('signature')));
    await sign(stage);
    await window.see(heading(zh.check.title));
    await show('check-of-two');
  });

  await step('from the check page the first child is taken away, and the second becomes the first', async () => {
    const change = button(zh.check.changeWhat.replace('{{what}}', item.label('children')));
    await turnTo(stage, change);
    await window.tap(change);
    await window.see(list);
    await window.tap(removeFirst);
    await show('removing');
    await window.tap(button(zh.papers.remove));
    await window.seeGone(words(nth(2)));
    await show('list-after-removal');
    await window.tap(button(zh.buttons.changed));
    await window.see(heading(zh.check.title));
    await turnTo(stage, (page) => page.getByText(nameOf(son)).first());
    await show('check-of-one');
    await window.seeGone(words(nth(2)));
  });

  const values = [
    ...valuesOfCard('resident', card),
    { what: 'daughter: ID number', text: daughter.idNumber },
    { what: 'son: ID number', text: son.idNumber },
    { what: 'son: name', text: nameOf(son) },
  ];
  const caseNumber = await step('it is handed in', async () => {
    await turnTo(stage, button(zh.check.submit));
    return handInWithReceipt(stage);
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];
  const answersEqual = await step('what arrives is the child that was left, readable without the item', async () => {
    const { content } = await whenOpened(stage, caseNumber);
    const answers = (content?.answers ?? []).filter(({ question }) => question.startsWith('children'));
    assert.deepEqual(
      answers.map(({ question, label, text }) => [question, label, text]),
      [
        ['children', item.label('children'), '1 个'],
        ['children.1.child', `${nth(1)} ${item.label('child')}`, `${nameOf(son)}，${son.idNumber}，${son.relation}`],
        ['children.1.adopted', `${nth(1)} ${item.label('adopted')}`, zh.yesNo.no],
        ['children.1.at-school', `${nth(1)} ${item.label('at-school')}`, zh.yesNo.yes],
        ['children.1.school', `${nth(1)} ${item.label('school')}`, school.map(({ text }) => text).join('')],
      ],
    );
    return true;
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1, answersEqual },
    afterwards: () => lastSearch(folder, values, hits),
  };
};
