import type { Page } from 'playwright-core';
import { inputWords } from '../../renderer/input/input-words.ts';
import { zh } from '../../renderer/words/zh.ts';
import { say } from '../workbench/control-line.ts';
import { button, handOf, words } from './hand.ts';
import type { Stage } from './stage.ts';
import type { Find } from './terminal-window.ts';

/** What is typed in pinyin: the letters, and the characters that are touched above the keyboard. */
export interface Spelled {
  readonly letters: string;
  readonly text: string;
}

export interface Somebody {
  readonly name: readonly Spelled[];
  readonly idNumber: string;
  /** In words. */
  readonly relation: string;
}

export const nameOf = ({ name }: Somebody): string => name.map(({ text }) => text).join('');

const { choices, more } = inputWords.zh;
const candidate =
  (text: string): Find =>
  (page: Page) =>
    page.getByRole('group', { name: choices }).getByRole('button', { name: text, exact: true }).first();

/** Letter by letter, then the characters: among the first, or among all. */
export async function typeInPinyin({ window }: Stage, spelled: readonly Spelled[]): Promise<void> {
  for (const { letters, text } of spelled) {
    for (const letter of letters) await window.tap(button(letter));
    await window.see((page) => page.getByRole('group', { name: choices }));
    if (!(await window.shows(candidate(text)))) await window.tap(button(more));
    await window.tap(candidate(text));
  }
}

/** Name, number and relation, one after the other, as far as the page after them. */
export async function enterPerson(stage: Stage, somebody: Somebody): Promise<void> {
  const hand = handOf(stage.window);
  await typeInPinyin(stage, somebody.name);
  await hand.continue();
  await hand.typeDigits(somebody.idNumber);
  await hand.continue();
  await hand.choose(somebody.relation);
  await hand.continue();
}

/** 十一, in shares of the field. */
const signed = [
  [
    [0.2, 0.5],
    [0.42, 0.5],
  ],
  [
    [0.31, 0.25],
    [0.3, 0.75],
  ],
  [
    [0.55, 0.5],
    [0.8, 0.5],
  ],
] as const;

export async function sign({ window }: Stage): Promise<void> {
  await window.draw((page) => page.getByLabel(zh.signature.field), signed);
  await window.see(button(zh.signature.clear));
  await handOf(window).continue();
}

/** One sheet from the feeder. */
export async function scanOne({ window, programs }: Stage): Promise<void> {
  await say(programs.scannerControl, { do: 'load', pages: ['form'] });
  await window.see(words(zh.papers.feeder.loaded));
  await window.tap(button(zh.papers.scan));
  await window.see(button(zh.buttons.continue), 60_000);
}

/** Turns the pages of a list until it shows what is looked for. */
export async function turnTo({ window }: Stage, what: Find): Promise<void> {
  while (!(await window.shows(what))) await window.tap(button(zh.buttons.nextPage));
}
