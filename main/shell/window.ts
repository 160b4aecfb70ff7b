import path from 'node:path';
import { BaseWindow, type Rectangle, screen, type Session, session, type WebContents, WebContentsView } from 'electron';
import type { PageState } from '../contract/shell-service.ts';
import { pageFiles, servePage } from './app-protocol.ts';
import { isOwnAddress, pageAddress, type WindowSize } from './guard.ts';
import { lockDownSession } from './lock-down.ts';
import type { Log } from './log.ts';

interface Given {
  readonly size: WindowSize;
  /** The bundle: page/ and preload.cjs. */
  readonly appFolder: string;
  /** What the page has been told to show. */
  readonly shown: () => PageState;
  readonly log: Log;
}

/** The ground of styles/tokens.css: what is seen in the moment before a page has drawn itself. */
const ground = '#f3f6fa';

/** A page that dies at once, again and again, is not started faster than this. */
const restartPauseMs = 1_000;
const diesAtOnceMs = 5_000;
/** A page is there within half a second. The person before is off the screen after this, also when it is not. */
const leavesWithinMs = 3_000;
/** Each page that follows one that did not come has twice as long: a slow machine would start pages for ever and show none. */
const firstComesWithinMs = 10_000;
const lastComesWithinMs = 80_000;

interface Page {
  readonly view: WebContentsView;
  readonly partition: Session;
  readonly startedAtMs: number;
}

/** The one window. It stays; the pages in it come and go, each with a process and a partition in memory of its own. */
export class TerminalWindow {
  readonly #window: BaseWindow;
  readonly #given: Given;
  readonly #files: ReadonlyMap<string, string>;
  /** In people's hands. */
  #shown: Page | null = null;
  /** Started, and told nothing so far. */
  #coming: Page | null = null;
  /** Of the person before: to be seen until the coming page is there, deaf from the first moment, and never shown again. */
  #leaving: Page | null = null;
  #pages = 0;
  #comesWithinMs = firstComesWithinMs;
  #mayClose = false;

  constructor(given: Given) {
    this.#given = given;
    this.#files = pageFiles(path.join(given.appFolder, 'page'));
    this.#window = new BaseWindow({
      ...(given.size.kiosk
        ? { ...overTheDisplay(), kiosk: true, fullscreen: true }
        : { ...besideTheBench(given.size.width), height: given.size.height, useContentSize: true, resizable: false }),
      title: 'Tongban',
      frame: !given.size.kiosk,
      backgroundColor: ground,
      show: false,
    });
    this.#window.on('close', (event) => {
      if (!this.#mayClose) event.preventDefault();
    });
    this.#window.on('resize', () => {
      for (const page of [this.#shown, this.#coming, this.#leaving]) if (page !== null) this.#fill(page);
    });
  }

  /** The page people see and touch; none until its successor has taken over. */
  acting(): WebContents | null {
    return this.#shown?.view.webContents ?? null;
  }

  asking(): WebContents | null {
    return (this.#coming ?? this.#shown)?.view.webContents ?? null;
  }

  /**
   * Starts a page in a process and a partition nobody has used, and starts it again for as long as it does not come. The
   * page before it can do nothing any more. One that is on its way already has been told nothing and will do.
   */
  renew(): void {
    if (this.#coming !== null) return;
    const before = this.#shown;
    if (before !== null) {
      this.#shown = null;
      this.#leaving = before;
      setTimeout(() => {
        if (this.#leaving !== before) return;
        this.#given.log('page-before-taken-away');
        this.#end(before);
      }, leavesWithinMs);
    }
    this.#start();
  }

  #start(): void {
    this.#pages += 1;
    const partition = session.fromPartition(`resident-${this.#pages}`, { cache: false });
    const lockedDown = lockDownSession(partition, this.#given.shown, this.#given.log);
    servePage(partition, this.#files);
    const view = new WebContentsView({
      webPreferences: {
        session: partition,
        preload: path.join(this.#given.appFolder, 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        devTools: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        enableWebSQL: false,
        // These open the system's own file dialog, a window over the window, without asking for a permission first.
        disableBlinkFeatures: 'FileSystemAccess,FileSystemAccessLocal',
        disableDialogs: true,
        // The page is meant to count down and to take new views also while something lies over its window.
        backgroundThrottling: false,
      },
    });
    const page: Page = { view, partition, startedAtMs: performance.now() };
    this.#coming = page;
    setTimeout(() => {
      if (this.#coming !== page) return;
      this.#comesWithinMs = Math.min(lastComesWithinMs, this.#comesWithinMs * 2);
      this.#failed(page, 'does not come');
    }, this.#comesWithinMs);
    view.setBackgroundColor(ground);
    view.webContents.on('render-process-gone', (_event, details) => this.#failed(page, details.reason));
    view.webContents.on('unresponsive', () => this.endSilent(view.webContents));
    // window.close() in a page ends it, and about:blank is gone to without a question to `will-navigate`.
    view.webContents.once('destroyed', () => this.#failed(page, 'closed itself'));
    view.webContents.on('did-navigate', (_event, address) => {
      if (!isOwnAddress(address)) this.#failed(page, 'went away');
    });
    this.#fill(page);
    this.#window.contentView.addChildView(view, 0);
    this.#load(page, lockedDown).catch((reason: unknown) => {
      // Rejects too when the page died on the way or was ended: it has failed already then.
      this.#failed(page, reason instanceof Error ? reason.message : 'not loaded');
    });
  }

  async #load(page: Page, lockedDown: Promise<void>): Promise<void> {
    await lockedDown;
    if (this.#coming === page) await page.view.webContents.loadURL(pageAddress);
  }

  /** The coming page has been told what to show: it takes the place of the one before. False for every other page. */
  takeOver(contents: WebContents): boolean {
    const coming = this.#coming;
    if (coming === null || coming.view.webContents !== contents) return false;
    this.#shown = coming;
    this.#coming = null;
    this.#comesWithinMs = firstComesWithinMs;
    this.#window.contentView.addChildView(coming.view);
    if (!this.#window.isVisible()) this.#window.show();
    coming.view.webContents.focus();
    if (this.#leaving !== null) this.#end(this.#leaving);
    return true;
  }

  /**
   * Ends the process of a page that gives no sign of life; another is started for it. By a signal of our own: Electron's way asks
   * the process to crash itself, and one that is stopped does not hear it.
   */
  endSilent(contents: WebContents): void {
    if (contents.isDestroyed() || contents.isCrashed()) return;
    const id = contents.getOSProcessId();
    this.#given.log('page-silent', { process: id });
    // 0 is no process, and as a signal's address this program with all of its own.
    if (id === 0) return;
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has just ended by itself, and is said to have by `render-process-gone`.
    }
  }

  /** From now on the window may close: a member of staff has ended the program, or the system ends it. */
  allowClose(): void {
    this.#mayClose = true;
  }

  #failed(page: Page, reason: string): void {
    if (page === this.#leaving) this.#end(page);
    if (page !== this.#shown && page !== this.#coming) return;
    this.#given.log('page-died', { reason });
    this.#end(page);
    const pauseMs = performance.now() - page.startedAtMs < diesAtOnceMs ? restartPauseMs : 0;
    setTimeout(() => {
      // The next person has one on its way already.
      if (this.#coming === null && this.#shown === null) this.#start();
    }, pauseMs);
  }

  #end(page: Page): void {
    const { view, partition } = page;
    this.#window.contentView.removeChildView(view);
    if (page === this.#coming) this.#coming = null;
    if (page === this.#shown) this.#shown = null;
    if (page === this.#leaving) this.#leaving = null;
    // Undefined once the page has closed itself, whatever the type says.
    if (view.webContents !== undefined && !view.webContents.isDestroyed()) view.webContents.close();
    Promise.all([partition.clearStorageData(), partition.clearCache(), partition.clearAuthCache()]).catch(() =>
      this.#given.log('partition-not-cleared'),
    );
  }

  #fill(page: Page): void {
    const content = this.#window.getContentBounds();
    const display = screen.getPrimaryDisplay().bounds;
    page.view.setBounds({
      x: 0,
      y: 0,
      width: Math.min(content.width, display.width),
      height: Math.min(content.height, display.height),
    });
  }
}

/**
 * One px higher than the display: without a window manager there is nobody to make it full, and Chromium takes a px off a
 * window of exactly the display's size, through which the desktop would show.
 */
function overTheDisplay(): Rectangle {
  const { bounds } = screen.getPrimaryDisplay();
  return { ...bounds, height: bounds.height + 1 };
}

/** In a window of its own size it stands at the right, where the workbench leaves room. */
function besideTheBench(width: number): Pick<Rectangle, 'x' | 'y' | 'width'> {
  const { workArea } = screen.getPrimaryDisplay();
  return { x: Math.max(workArea.x, workArea.x + workArea.width - width), y: workArea.y, width };
}
