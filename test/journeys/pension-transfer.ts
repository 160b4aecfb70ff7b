import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { zh } from '../../renderer/words/zh.ts';
import { button, handOf, heading, words } from './hand.ts';
import { type ItemWords, itemWords } from './item-words.ts';
import { type CardText, layCard } from './persons.ts';
import type { Stage } from './stage.ts';
import { chooseAndAgree, typed } from './steps.ts';
import { until } from './until.ts';

/** Moving a pension: the item with a paper of several pages, and what journeys about pages have in common. */
export const pensionTransfer = (): Promise<ItemWords> => itemWords('pension-transfer');

export const papersFolderOf = ({ folder }: Stage): string => path.join(folder.terminal.data, 'papers');

/** From the home page to the question whether the insurance has stopped, and the answer to it. */
export async function answerUntilStopped(
  stage: Stage,
  item: ItemWords,
  stopped: 'still' | 'already',
): Promise<CardText> {
  const { window, programs } = stage;
  const hand = handOf(window);
  await chooseAndAgree(stage, item);
  await window.see(heading(zh.identity.card.waiting.title));
  const card = await layCard(programs.readerControl, 'resident-wang');
  await window.see(heading(item.ask('insurance')));
  await hand.choose(item.option('insurance', 'employees'));
  await hand.continue();
  for (const [question, province, city] of [
    ['from', '河北省', '石家庄市'],
    ['to', '山西省', '太原市'],
  ] as const) {
    await window.see(heading(item.ask(question)));
    await window.tap(button(province));
    await window.tap(button(city));
    await hand.continue();
  }
  await window.see(heading(item.ask('stopped')));
  await hand.choose(item.option('stopped', stopped));
  await hand.continue();
  return card;
}

/** From the pages on: without a social-security card, with a phone number, as far as the check page. */
export async function answerToTheCheckPage({ window }: Stage, item: ItemWords, pages: number): Promise<void> {
  const hand = handOf(window);
  await hand.continue();
  await window.see(heading(item.ask('social-card')));
  await hand.choose(item.option('social-card', 'without'));
  await hand.continue();
  await window.see(heading(item.ask('phone')));
  await hand.typeDigits(typed.phone);
  await hand.continue();
  await window.see(heading(zh.check.title));
  await window.see(words(`${pages} 页`));
}

export async function whenPapersFolderIsEmpty(stage: Stage): Promise<void> {
  await until('the folder of papers is empty', 30_000, async () =>
    (await readdir(papersFolderOf(stage))).length === 0 ? true : undefined,
  );
}
