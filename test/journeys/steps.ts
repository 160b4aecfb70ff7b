import assert from 'node:assert/strict';
import path from 'node:path';
import { copyFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseCaseNumber } from '../../main/contract/case-number.ts';
import { maskIdNumber, maskName } from '../../main/contract/masks.ts';
import { parseReceiptCode } from '../../main/contract/wire/receipt-code.ts';
import { zh } from '../../renderer/words/zh.ts';
import { say } from '../workbench/control-line.ts';
import { button, buttonWith, handOf, heading, words } from './hand.ts';
import { type ItemWords, itemWords } from './item-words.ts';
import { type CardText, layCard } from './persons.ts';
import { seeOrChoosePlace } from './place.ts';
import type { Stage } from './stage.ts';
import type { Find } from './terminal-window.ts';
import { until } from './until.ts';

/** The item that all journeys hand in. */
export const journeyItem = (): Promise<ItemWords> => itemWords('no-criminal-record');

/** What a journey answers where the card does not. */
export const typed = {
  reason: 'job',
  otherReason: 'abroad',
  from: { year: 2021, month: 3 },
  until: { year: 2025, month: 12 },
  collect: 'courier',
  /** Not a number that anybody has: eleven digits that begin with 1 and 2. */
  wrongPhone: '12345678901',
  phone: '13855501234',
} as const;

/** From the first screen: what happens in a life, turned to where it is on another page, and the item under it. */
export async function chooseItem(window: Stage['window'], item: Pick<ItemWords, 'name' | 'lifeEvent'>): Promise<void> {
  const event = zh.lifeEvent[item.lifeEvent];
  const tileOf =
    (...events: readonly string[]): Find =>
    (page) =>
      page.getByRole('button', { name: new RegExp(`^(${events.join('|')})`) });
  const tile = tileOf(event);
  await window.see(heading(zh.home.title));
  for (;;) {
    // The heading may stand there before the tiles do.
    await window.see((page) => tileOf(...Object.values(zh.lifeEvent))(page).first());
    if (await window.shows(tile)) break;
    await window.tap(button(zh.buttons.nextPage));
  }
  await window.tap(tile);
  await window.see(heading(event));
  await window.tap(buttonWith(item.name));
}

export async function chooseAndAgree({ window }: Stage, item: ItemWords): Promise<void> {
  await chooseItem(window, item);
  await readAndAgree(window);
}

/** Turns the pages of what is taken, where a line about the network leaves no room for it on one. */
export async function readAndAgree(window: Stage['window']): Promise<void> {
  await window.see(heading(zh.notice.title));
  for (let at = 2; !(await window.shows(button(zh.notice.agree))); at += 1) {
    await window.tap(button(zh.buttons.nextPage));
    await window.see((page) => page.getByText(new RegExp(`第 ${at} 页`)));
  }
  await window.tap(button(zh.notice.agree));
}

export async function layCardAndRead({ window, programs }: Stage, item: ItemWords): Promise<CardText> {
  await window.see(heading(zh.identity.card.waiting.title));
  const card = await layCard(programs.readerControl, 'resident-wang');
  await window.see(heading(item.ask('place')));
  return card;
}

/** Place, reason and both months: the first four questions. */
export async function answerUntilCollect({ window }: Stage, item: ItemWords, card: CardText): Promise<void> {
  const hand = handOf(window);
  await seeOrChoosePlace(window, card);
  await hand.continue();
  await window.see(heading(item.ask('reason')));
  await hand.choose(item.option('reason', typed.reason));
  await hand.continue();
  await window.see(heading(item.ask('from')));
  await hand.chooseMonth(typed.from.year, typed.from.month);
  await hand.continue();
  await window.see(heading(item.ask('until')));
  await hand.chooseMonth(typed.until.year, typed.until.month);
  await hand.continue();
  await window.see(heading(item.ask('collect')));
}

/** Courier, and then who it goes to: only now is that asked. */
export async function answerToTheEnd({ window }: Stage, item: ItemWords): Promise<void> {
  const hand = handOf(window);
  await hand.choose(item.option('collect', typed.collect));
  await hand.continue();
  await window.see(heading(item.ask('recipient-name')));
  await hand.sameAsOnCard();
  await window.see(heading(item.ask('recipient-phone')));
  await hand.typeDigits(typed.phone);
  await hand.continue();
  await window.see(heading(item.ask('recipient-address')));
  await hand.sameAsOnCard();
  await window.see(heading(zh.check.title));
}

/**
 * Hands in, and gives the number that the screen says. With the line up the case may have been received before the screen was
 * drawn, on a busy machine: then no "kept here" is ever seen.
 */
export async function submit(stage: Stage, line: 'up' | 'down'): Promise<string> {
  const { window } = stage;
  await window.tap(button(zh.check.submit));
  const kept = heading(zh.result['kept-here'].title);
  await window.see((page) =>
    line === 'down'
      ? kept(page)
      : kept(page).or(heading(zh.result.sent.title)(page)).or(heading(zh.result['received-there'].title)(page)),
  );
  return shownCaseNumber(stage);
}

/** Reads the number off the screen; its check digits must hold. */
export async function shownCaseNumber({ window }: Stage): Promise<string> {
  const shown = await window.see((page) => page.getByText(/^[A-Z0-9]{3,8}-\d+-\d{4,9}-\w+$/));
  const caseNumber = await shown.innerText();
  assert.ok(parseCaseNumber(caseNumber).ok, `${caseNumber} is a case number`);
  return caseNumber;
}

export async function cutNetwork({ window, programs }: Stage): Promise<void> {
  await say(programs.networkControl, { do: 'cut' });
  await window.see(words(zh.line.offline));
}

const printed = z.object({
  receipts: z.array(
    z.object({ png: z.string(), partial: z.boolean(), lines: z.array(z.string()), qr: z.array(z.string()) }),
  ),
});
export type PrintedPaper = z.infer<typeof printed>['receipts'][number];

export async function papers({ programs }: Stage): Promise<readonly PrintedPaper[]> {
  return printed.parse(await say(programs.printerControl, { do: 'receipts' })).receipts;
}

/** Waits for so many pieces of paper, and gives them. */
export function papersWhenThere(stage: Stage, count: number): Promise<readonly PrintedPaper[]> {
  return until(`${count} pieces of paper`, 20_000, async () => {
    const there = await papers(stage);
    return there.length >= count ? there : undefined;
  });
}

/** A whole receipt says the number and what has happened, carries a code that holds, and shows nobody's name or number. */
export async function checkReceipt(
  stage: Stage,
  paper: PrintedPaper,
  caseNumber: string,
  card: CardText,
  says: string,
): Promise<void> {
  const text = paper.lines.join('\n');
  const together = text.replaceAll(/\s/g, '');
  assert.equal(paper.partial, false);
  assert.ok(together.includes(caseNumber), 'the number is on the receipt');
  assert.ok(together.includes(says), 'the receipt says what has happened, and what has not');
  assert.ok(together.includes(maskName(card.name)), 'the masked name is on the receipt');
  assert.ok(together.includes(maskIdNumber(card.idNumber)), 'the masked ID number is on the receipt');
  for (const secret of [card.name, card.idNumber, card.address, typed.phone]) assert.ok(!together.includes(secret));
  const [code, ...more] = paper.qr;
  assert.equal(more.length, 0, 'there is one code');
  const parsed = parseReceiptCode(code ?? '');
  assert.ok(parsed.ok && parsed.value.fields.caseNumber === caseNumber, "the code is this case's");
  await copyFile(paper.png, path.join(stage.results, 'receipt.png'));
}

/** Hands in, and waits for the receipt. Gives the number that the screen says. */
export async function handInWithReceipt(stage: Stage): Promise<string> {
  await stage.window.tap(button(zh.check.submit));
  const caseNumber = await shownCaseNumber(stage);
  await papersWhenThere(stage, 1);
  return caseNumber;
}

export function whenOpened({ programs }: Stage, caseNumber: string) {
  return until('the case is opened on the platform', 120_000, async () =>
    (await programs.platform.cases()).find((each) => each.caseNumber === caseNumber && each.outcome === 'opened'),
  );
}
