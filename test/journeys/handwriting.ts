import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { randomFrom } from '../../build/data/handwriting/random.ts';
import { strokesOf } from '../../build/data/handwriting/sources.ts';
import { usualHabits, written } from '../../build/data/handwriting/write.ts';
import { inputWords } from '../../renderer/input/input-words.ts';
import { zh } from '../../renderer/words/zh.ts';
import { button, handOf, heading, words } from './hand.ts';
import { valuesOfCard } from './persons.ts';
import type { Journey } from './play.ts';
import type { Stage } from './stage.ts';
import {
  answerUntilCollect,
  chooseAndAgree,
  journeyItem,
  layCardAndRead,
  papersWhenThere,
  shownCaseNumber,
  typed,
} from './steps.ts';
import { lastSearch, searchTerminal } from './terminal-search.ts';
import { until } from './until.ts';

/** Of none of these characters has the matcher learned anything but the shape, see docs/input.md. */
const recipient = { name: '周静兰', street: '长沙县东安街', address: '长沙县东安街12号5室' } as const;
const { choices, more, writing, writeAgain, signs, box } = inputWords.zh;
const boxNth = (nth: 1 | 2) => (page: Page) => page.getByLabel(box(nth), { exact: true });
const candidate = (text: string) => (page: Page) =>
  page.getByRole('group', { name: choices }).getByRole('button', { name: text, exact: true }).first();
const inLine = (text: string) => (page: Page) => page.locator('.input-shown.text').getByText(text, { exact: true });

/** Somebody writes a name and an address with a finger, trembling, joining strokes and in an order of their own. */
export const handwriting: Journey = async (stage) => {
  const { window, programs, folder, step, show } = stage;
  const hand = handOf(window);
  const item = await journeyItem();
  const write = writer(stage);

  const card = await step('the questions before the recipient are answered', async () => {
    await chooseAndAgree(stage, item);
    const read = await layCardAndRead(stage, item);
    await answerUntilCollect(stage, item, read);
    await hand.choose(item.option('collect', typed.collect));
    await hand.continue();
    await window.see(heading(item.ask('recipient-name')));
    return read;
  });

  await step('the name is written, and each character touched', async () => {
    await window.tap(button(writing));
    const [first = '', ...rest] = Array.from(recipient.name);
    await write(first, 1);
    await show('written');
    await window.tap(button(writeAgain));
    await write(first, 1);
    await window.tap(candidate(first));
    for (const character of rest) await writeAndTouch(stage, write, character, 1);
    await window.see(inLine(recipient.name));
    await show('name');
    await hand.continue();
    await window.see(heading(item.ask('recipient-phone')));
  });

  await step('the address is written in both boxes in turn, with digits and a sign by keys', async () => {
    await hand.typeDigits(typed.phone);
    await hand.continue();
    await window.see(heading(item.ask('recipient-address')));
    await window.tap(button(writing));
    const characters = Array.from(recipient.street);
    for (const [at, character] of characters.entries()) {
      const nth = at % 2 === 0 ? 1 : 2;
      await write(character, nth);
      await window.see(candidate(character));
      // The next one is begun in the other box; what is at first by then is taken.
      if (at === characters.length - 1) await window.tap(candidate(character));
    }
    await show('address');
    for (const digit of '12') await window.tap(button(digit));
    await window.tap(button(signs));
    await window.tap(button('号'));
    await window.tap(button('5'));
    await window.tap(button(inputWords.zh.back));
    await writeAndTouch(stage, write, '室', 1);
    await window.see(inLine(recipient.address));
    await hand.continue();
    await window.see(heading(zh.check.title));
    await window.see(words(recipient.name));
    await window.see(words(recipient.address));
    await show('check');
  });

  const values = [
    ...valuesOfCard('resident', card),
    { what: 'recipient: name', text: recipient.name },
    { what: 'recipient: address', text: recipient.address },
  ];
  const caseNumber = await step('it is handed in', async () => {
    await window.tap(button(zh.check.submit));
    const number = await shownCaseNumber(stage);
    await papersWhenThere(stage, 1);
    return number;
  });
  const hits = [...(await step('what is kept can be read in no file', () => searchTerminal(folder, values)))];
  const answersEqual = await step('what arrives is what was written', async () => {
    const held = await until('the case is opened on the platform', 120_000, async () =>
      (await programs.platform.cases()).find((each) => each.caseNumber === caseNumber && each.outcome === 'opened'),
    );
    const text = (wanted: string) => held.content?.answers.find(({ question }) => question === wanted)?.text;
    assert.equal(text('recipient-name'), recipient.name);
    assert.equal(text('recipient-address'), recipient.address);
    return true;
  });
  return {
    findings: { casesOnPlatform: 1, receiptsPrinted: 1, answersEqual },
    afterwards: () => lastSearch(folder, values, hits),
  };
};

type Write = (character: string, nth: 1 | 2) => Promise<void>;

const padPx = 640;
/** A touch takes a frame here; a real panel reports several within one. */
const everyPoint = 4;

/** Writes with one finger into a box, which is wider than high: the same in both directions, in its middle. */
function writer({ window }: Stage): Write {
  const random = randomFrom(52_417);
  return async (character, nth) => {
    const seen = await window.see(boxNth(nth));
    const size = await seen.boundingBox();
    if (size === null) throw new Error('There is no box to write in.');
    const side = Math.min(size.width, size.height);
    const ink = written(strokesOf(character) ?? [], usualHabits, random);
    const share = (px: number, of: number): number => 0.5 + ((px / padPx - 0.5) * side) / of;
    await window.draw(
      boxNth(nth),
      ink.map((stroke) =>
        stroke
          .filter((_, at) => at % everyPoint === 0 || at === stroke.length - 1)
          .map(({ x, y }) => [share(x, size.width), share(y, size.height)] as const),
      ),
    );
  };
}

/** Among the first, or among all of them. */
async function writeAndTouch({ window }: Stage, write: Write, character: string, nth: 1 | 2): Promise<void> {
  await write(character, nth);
  await window.see((page) => page.getByRole('group', { name: choices }));
  if (!(await window.shows(candidate(character)))) await window.tap(button(more));
  await window.tap(candidate(character));
}
