import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { _electron, type CDPSession, type ElectronApplication, type Locator, type Page } from 'playwright-core';
import type { RunFolder } from '../workbench/run-folder.ts';
import { windowArguments, windowEnvironment, type WindowRuntime } from '../workbench/window-runtime.ts';

/** How long a person would stand before a screen that does not change. Two busy cores are slower than any terminal. */
const patienceMs = 30_000;

export type Find = (page: Page) => Locator;

/** The terminal's window as a person has it: to look at, and to touch. There is no mouse and no keyboard. */
export interface TerminalWindow {
  /** Waits until this can be seen, on whichever page is shown by then: each person gets a new one. */
  see(find: Find, withinMs?: number): Promise<Locator>;
  /** Waits until this is gone from the page that is shown. */
  seeGone(find: Find): Promise<void>;
  /** Waits until this can be touched, and touches its middle with one finger. */
  tap(find: Find): Promise<void>;
  /** How often it was tapped so far. Keys of keyboards and pads, and the characters they offer, are not counted. */
  touches(): number;
  /** Draws on it with one finger: strokes of points, in shares of its width and height. */
  draw(find: Find, strokes: readonly (readonly (readonly [across: number, down: number])[])[]): Promise<void>;
  /** Whether it can be seen at this moment. */
  shows(find: Find): Promise<boolean>;
  picture(file: string): Promise<void>;
  /** Kills the process of the page that is shown, as the system does when memory runs out; returns when it is dead. */
  killPage(): Promise<void>;
  /** A number that differs between two processes of pages. */
  pageProcess(): Promise<number>;
  readonly versions: { readonly electron: string; readonly chromium: string };
  close(): Promise<void>;
}

export async function openTerminalWindow(
  runtime: WindowRuntime,
  folder: RunFolder,
  serviceSocket: string,
): Promise<TerminalWindow> {
  const { XAUTHORITY, DISPLAY, PATH } = process.env;
  const inherited = Object.entries({ XAUTHORITY, DISPLAY, PATH }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const app = await _electron.launch({
    executablePath: runtime.launcher,
    args: [...windowArguments(folder, runtime.application)],
    env: { ...Object.fromEntries(inherited), ...windowEnvironment(folder, serviceSocket) },
    chromiumSandbox: true,
    timeout: patienceMs,
  });
  const log = createWriteStream(path.join(folder.terminal.logs, 'window.log'));
  app.process().stdout?.pipe(log, { end: false });
  app.process().stderr?.pipe(log, { end: false });
  const versions = await app.evaluate(() => ({
    electron: process.versions['electron'] ?? '',
    chromium: process.versions['chrome'] ?? '',
  }));
  return { ...windowOf(app), versions };
}

function windowOf(app: ElectronApplication): Omit<TerminalWindow, 'versions'> {
  const crashed = new WeakSet<Page>();
  const watch = (page: Page): void => void page.on('crash', () => crashed.add(page));
  app.windows().forEach(watch);
  app.on('window', watch);
  let touches = 0;
  const fingers = new WeakMap<Page, Promise<CDPSession>>();

  const newestPage = (): Page | undefined =>
    app.windows().findLast((page) => !page.isClosed() && !crashed.has(page) && page.url().startsWith('app:'));

  /** Does something with the page shown, again with the next one when that page is closed or dies under it. */
  async function onPage<T>(withinMs: number, act: (page: Page, leftMs: number) => Promise<T>): Promise<T> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const leftMs = Math.max(deadline - performance.now(), 1);
      const page = newestPage() ?? (await nextPage(leftMs));
      try {
        return await act(page, leftMs);
      } catch (error) {
        if (page === newestPage() || performance.now() > deadline) throw error;
      }
    }
  }

  /** A new window is announced before it has loaded anything: its address comes with its first navigation. */
  async function nextPage(withinMs: number): Promise<Page> {
    const page = app.windows().findLast((each) => !each.isClosed() && !crashed.has(each));
    const next = page ?? (await app.waitForEvent('window', { timeout: withinMs }));
    await next.waitForURL(/^app:/, { timeout: withinMs });
    return next;
  }

  const finger = (page: Page): Promise<CDPSession> => {
    const known = fingers.get(page) ?? page.context().newCDPSession(page);
    fingers.set(page, known);
    return known;
  };

  return {
    see: (find, withinMs = patienceMs) =>
      onPage(withinMs, async (page, timeout) => {
        const target = find(page);
        await target.waitFor({ state: 'visible', timeout });
        return target;
      }),
    seeGone: (find) => onPage(patienceMs, (page, timeout) => find(page).waitFor({ state: 'hidden', timeout })),
    tap: (find) =>
      onPage(patienceMs, async (page, timeout) => {
        const target = find(page);
        // `trial` waits until it is visible, enabled, still and not covered, and does nothing.
        await target.click({ trial: true, timeout });
        const box = await target.boundingBox();
        if (box === null) throw new Error('What was to be touched has gone.');
        const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
        touches += (await target.evaluate(isKey)) ? 0 : 1;
        const session = await finger(page);
        await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
        await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      }),
    touches: () => touches,
    draw: (find, strokes) =>
      onPage(patienceMs, async (page, timeout) => {
        const target = find(page);
        await target.click({ trial: true, timeout });
        const box = await target.boundingBox();
        if (box === null) throw new Error('What was to be drawn on has gone.');
        const session = await finger(page);
        const touch = (type: 'touchStart' | 'touchMove', [across, down]: readonly [number, number]) =>
          session.send('Input.dispatchTouchEvent', {
            type,
            touchPoints: [{ x: box.x + across * box.width, y: box.y + down * box.height }],
          });
        for (const [first, ...rest] of strokes) {
          if (first === undefined) continue;
          await touch('touchStart', first);
          for (const point of rest) await touch('touchMove', point);
          await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        }
      }),
    shows: (find) => onPage(patienceMs, (page) => find(page).isVisible()),
    picture: (file) =>
      onPage(patienceMs, async (page) => {
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        await page.screenshot({ path: file, animations: 'disabled', caret: 'initial' });
      }),
    killPage: async () => {
      const pid = await pageProcess(app, newestPage());
      const dead = newestPage();
      process.kill(pid, 'SIGKILL');
      if (dead !== undefined && !crashed.has(dead) && !dead.isClosed()) {
        await Promise.race([dead.waitForEvent('crash'), dead.waitForEvent('close')]);
      }
    },
    pageProcess: () => pageProcess(app, newestPage()),
    close: () => app.close(),
  };
}

async function pageProcess(app: ElectronApplication, page: Page | undefined): Promise<number> {
  if (page === undefined) throw new Error('No page is shown.');
  const url = page.url();
  const pids = await app.evaluate(
    ({ webContents }, shown) =>
      webContents
        .getAllWebContents()
        .filter((each) => !each.isDestroyed() && !each.isCrashed() && each.getURL() === shown)
        .map((each) => each.getOSProcessId()),
    url,
  );
  const [pid] = pids;
  if (pid === undefined || pids.length !== 1) throw new Error(`${pids.length} pages show ${url}; one was expected.`);
  return pid;
}

/** Run in the page. */
function isKey(element: Element): boolean {
  return element.closest('.keyboard .key, .digit-pad .key, .candidate') !== null;
}
