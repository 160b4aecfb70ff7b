import type { Locator, Page } from 'playwright-core';

/** Touches the middle of something with one finger, as the panel reports it; `times` in quick succession. */
export async function tap(page: Page, target: Locator, times = 1): Promise<void> {
  await target.waitFor();
  const box = await target.boundingBox();
  if (box === null) throw new Error('it cannot be seen');
  const finger = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  for (let touch = 0; touch < times; touch += 1) {
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  await finger.detach();
}
