/** What the tests run inside the page. */

/** Ends when a view of this session with this screen has been drawn; fails when the page goes before that. */
export async function drawn({ session, screen }: { readonly session: number; readonly screen: string }): Promise<void> {
  for (;;) {
    const now = await window.tongban.current();
    // Two frames: one in which it is laid out and measured, one in which it is painted.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    if (now.state === 'view' && now.view.session === session && now.view.screen.screen === screen) return;
  }
}

/** What does not fit its box or the screen. */
export function cutOff(): readonly string[] {
  const faults: string[] = [];
  for (const element of document.querySelectorAll('main *, header *, nav *, .sheet *')) {
    if (!(element instanceof HTMLElement) || element.closest('[data-disabled]') !== null) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 2 || box.height <= 2) continue;
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1) {
      faults.push(`leaves the screen: ${element.className || element.tagName} ${element.textContent.slice(0, 20)}`);
    }
    if (element.scrollWidth > element.clientWidth + 2 && getComputedStyle(element).display !== 'inline') {
      faults.push(`wider than its box: ${element.className || element.tagName} ${element.textContent.slice(0, 20)}`);
    }
    if (
      element.scrollHeight > element.clientHeight + 2 &&
      (getComputedStyle(element).overflow === 'hidden' || element.matches('.answered, .answer, .input-stack'))
    ) {
      faults.push(`higher than its box: ${element.className || element.tagName} ${element.textContent.slice(0, 20)}`);
    }
  }
  return faults;
}
