import type { Page } from 'playwright-core';
import type { Screen } from '../../main/contract/view/screen.ts';
import type { View } from '../../main/contract/view/view.ts';
import { drawn } from './in-page.ts';
import type { OpenWindow } from './open-window.ts';
import type { ScriptedService } from './scripted-service.ts';

/** Shows a view of a session that was not shown before; gives the page that has drawn it, which is a new one. */
export async function showToNext(service: ScriptedService, window: OpenWindow, view: View): Promise<Page> {
  service.show(view);
  for (;;) {
    const page = await window.page();
    const isThere = await page.evaluate(drawn, { session: view.session, screen: view.screen.screen }).then(
      () => true,
      // The page of the session before has gone meanwhile.
      () => false,
    );
    if (isThere) return page;
  }
}

const goodbye: Screen = {
  screen: 'goodbye',
  because: 'left',
  draft: 'none',
  cardPresent: false,
  chipCardPresent: false,
};
const pin: Screen = { screen: 'staff-pin', wrong: false, lockedSeconds: 0, card: 'not-offered' };

/**
 * Shows a view of the session that is shown already, in the same page: a new page for each of two hundred views would take
 * minutes. Another screen comes between, so that nothing of the view before is kept.
 */
export async function showInPlace(service: ScriptedService, page: Page, view: View): Promise<void> {
  const between = view.screen.screen === 'goodbye' ? pin : goodbye;
  for (const next of [{ ...view, idleEndsInSeconds: null, screen: between }, view]) {
    service.show(next);
    await page.evaluate(drawn, { session: next.session, screen: next.screen.screen });
  }
  // Small pictures of pages come one by one, and may bring a warning along.
  await page.waitForFunction(() => document.querySelector('.small-page:not([data-looked])') === null);
}
