import { useEffect, useRef } from 'react';
import type { KeyMeaning } from '../../main/contract/devices/keypad.ts';
import type { View } from '../../main/contract/view/view.ts';

/**
 * The terminal's own keys, for whoever does not see or reach the glass: `next` and `previous` go from one thing that can be
 * pressed to another, `ok` presses it, `back` and `help` do what the buttons do, digits press the digits on the screen.
 */
export function useTerminalKeys({ keys }: View): void {
  const { pressed, typed } = keys;
  // What was pressed before this page stood here was meant for the one before.
  const done = useRef(pressed.at(-1)?.nth ?? 0);
  const waiting = useRef<readonly KeyMeaning[]>([]);
  useEffect(() => {
    const fresh = pressed.filter(({ nth }) => nth > done.current);
    done.current = fresh.at(-1)?.nth ?? done.current;
    const isUnderWay = waiting.current.length > 0;
    waiting.current = [...waiting.current, ...fresh.map(({ key }) => key)];
    if (!isUnderWay) pressNext(waiting);
  }, [pressed]);
  useEffect(() => {
    if (typed === null) return undefined;
    const hear = (event: KeyboardEvent): void => {
      const key = typed[event.code];
      if (key === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // One that is held down presses once: a stiff hand must not go five answers on.
      if (!event.repeat) pressKey(key);
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [typed]);
}

/** One after the other: two digits at once would both be put behind what stood there before them. */
function pressNext(waiting: { current: readonly KeyMeaning[] }): void {
  const [key] = waiting.current;
  if (key === undefined) return;
  pressKey(key);
  setTimeout(() => {
    waiting.current = waiting.current.slice(1);
    pressNext(waiting);
  });
}

const pressable =
  'button:not([disabled]), input:is([type="radio"], [type="checkbox"]):not([disabled]), [role="slider"][tabindex="0"]';

export function pressKey(key: KeyMeaning): void {
  // The focus ring is shown to whoever uses keys; the library goes by the last event it saw.
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', code: 'Tab', bubbles: true }));
  const sheet = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].at(-1);
  switch (key) {
    case 'next':
      move(sheet ?? document, 1);
      return;
    case 'previous':
      move(sheet ?? document, -1);
      return;
    case 'ok': {
      const now = document.activeElement;
      if (now instanceof HTMLElement && now.matches(pressable)) now.click();
      else move(sheet ?? document, 1);
      return;
    }
    case 'back':
      // The last button of a sheet is the one that changes nothing.
      if (sheet === undefined) click(document, '[data-act="back"]');
      else listIn(sheet).at(-1)?.click();
      return;
    case 'help':
      if (sheet === undefined) click(document, '[data-key="help"]');
      return;
    default:
      pressDigit(sheet ?? document, key);
  }
}

function listIn(within: ParentNode): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(pressable)].filter((one) => one.checkVisibility());
}

/** Round and round: after the last comes the first. With nothing in hand, the first of what is asked, not of the top bar. */
function move(within: ParentNode, by: 1 | -1): void {
  const all = listIn(within);
  const at = all.findIndex((one) => one === document.activeElement);
  const first = all.findIndex((one) => one.closest('main') !== null);
  const to = at === -1 ? Math.max(0, first) : (at + by + all.length) % all.length;
  all[to]?.focus();
}

function pressDigit(within: ParentNode, digit: string): void {
  listIn(within)
    .find((one) => one.classList.contains('key') && one.textContent.trim() === digit)
    ?.click();
}

function click(within: ParentNode, selector: string): void {
  within.querySelector<HTMLElement>(selector)?.click();
}
