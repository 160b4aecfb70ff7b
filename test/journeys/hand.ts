import type { Page } from 'playwright-core';
import { inputWords } from '../../renderer/input/input-words.ts';
import { zh } from '../../renderer/words/zh.ts';
import type { Find, TerminalWindow } from './terminal-window.ts';

/** What is looked for on a screen, by what it is and what it says: never by how it is built. */
export const heading =
  (name: string): Find =>
  (page: Page) =>
    page.getByRole('heading', { name, exact: true, level: 1 });
export const button =
  (name: string): Find =>
  (page: Page) =>
    page.getByRole('button', { name, exact: true });
/** A button that says more than this. */
export const buttonWith =
  (name: string): Find =>
  (page: Page) =>
    page.getByRole('button', { name });
export const words =
  (text: string): Find =>
  (page: Page) =>
    page.getByText(text, { exact: true }).first();
/** The one of several answers that is chosen. */
export const chosen =
  (name: string): Find =>
  (page: Page) =>
    page.getByRole('button', { name, exact: true, pressed: true });

/** What a person's hand does more than once. */
export interface Hand {
  continue(): Promise<void>;
  choose(option: string): Promise<void>;
  /** Turns to the year, touches it and the month. */
  chooseMonth(year: number, month: number): Promise<void>;
  typeDigits(digits: string): Promise<void>;
  clearDigits(): Promise<void>;
  /** Touches "the same as on my card", which also goes on. */
  sameAsOnCard(): Promise<void>;
}

export function handOf(window: TerminalWindow): Hand {
  const { yearNamed, monthNamed, previousPage } = inputWords.zh;
  return {
    continue: () => window.tap(button(zh.buttons.continue)),
    choose: (option) => window.tap(words(option)),
    chooseMonth: async (year, month) => {
      const wanted = button(yearNamed(year));
      await window.see((page) => page.getByRole('button', { name: /^\d{4} 年$/ }).first());
      while (!(await window.shows(wanted))) await window.tap(button(previousPage));
      await window.tap(wanted);
      await window.tap(button(monthNamed(month)));
      await window.see(chosen(monthNamed(month)));
    },
    typeDigits: async (digits) => {
      for (const digit of digits) await window.tap(button(digit));
    },
    clearDigits: () => window.tap(button(inputWords.zh.clear)),
    sameAsOnCard: () => window.tap(buttonWith(zh.question.asOnCard)),
  };
}
