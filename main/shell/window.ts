import path from 'node:path';
import { BaseWindow, type Rectangle, screen, type Session, session, type WebContents, WebContentsView } from 'electron';
import { pageFiles, servePage } from './app-protocol.ts';
import { isOwnAddress, pageAddress, type WindowSize } from './guard.ts';
import { lockDownSession } from './lock-down.ts';
import type { Log } from './log.ts';

interface Given {
  readonly size: WindowSize;
  /** The bundle: page/ and preload.cjs. */
  readonly appFolder: string;
  readonly log: Log;
}

/** The ground of styles/tokens.css: what is seen in the moment before a page has drawn itself. */
const ground = '#f3f6fa';

/** A page that dies at once, again and again, is not started faster than this. */
const restartPauseMs = 1_000;
const diesAtOnceMs = 5_000;

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
  #shown: Page | null = null;
  #coming: Page | null = null;
  #pages = 0;
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
      for (const page of [this.#shown, this.#coming]) if (page !== null) this.#fill(page);
    });
  }

  /** The page people see and touch; none until its successor has taken over. */
  acting(): WebContents | null {
    return this.#coming === null ? (this.#shown?.view.webContents ?? null) : null;
  }

  asking(): WebContents | null {
    return (this.#coming ?? this.#shown)?.view.webContents ?? null;
  }

  /**
   * Starts a page in a process and a partition nobody has used. The page before it stays to be seen until the new one
   * has been told what to show, and can do nothing any more.
   */
  async startPage(): Promise<void> {
    if (this.#coming !== null) this.#end(this.#coming);
    this.#pages += 1;
    const partition = session.fromPartition(`resident-${this.#pages}`, { cache: false });
    const lockedDown = lockDownSession(partition, this.#given.log);
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
    // Before anything is waited for: the next view may come in the same breath as the wipe, and is not for the old page.
    this.#coming = page;
    view.setBackgroundColor(ground);
    view.webContents.on('render-process-gone', (_event, details) => this.#died(page, details.reason));
    view.webContents.on('unresponsive', () => view.webContents.forcefullyCrashRenderer());
    // window.close() in a page ends it, and about:blank is gone to without a question to `will-navigate`.
    view.webContents.once('destroyed', () => this.#died(page, 'closed itself'));
    view.webContents.on('did-navigate', (_event, address) => {
      if (!isOwnAddress(address)) this.#died(page, 'went away');
    });
    this.#fill(page);
    this.#window.contentView.addChildView(view, 0);
    await lockedDown;
    if (this.#coming !== page) return;
    // Rejects when the page dies on the way or is ended for another one: `#died` and the next start see to that.
    await view.webContents.loadURL(pageAddress).catch((reason: unknown) => {
      this.#given.log('page-not-loaded', { why: reason instanceof Error ? reason.name : 'unknown' });
    });
  }

  /** The page has been told what to show: it takes the place of the one before. */
  told(contents: WebContents): void {
    const coming = this.#coming;
    if (coming === null || coming.view.webContents !== contents) return;
    const before = this.#shown;
    this.#shown = coming;
    this.#coming = null;
    this.#window.contentView.addChildView(coming.view);
    if (!this.#window.isVisible()) this.#window.show();
    coming.view.webContents.focus();
    if (before !== null) this.#end(before);
  }

  /** From now on the window may close: a member of staff has ended the program, or the system ends it. */
  allowClose(): void {
    this.#mayClose = true;
  }

  #died(page: Page, reason: string): void {
    if (page !== this.#shown && page !== this.#coming) return;
    this.#given.log('page-died', { reason });
    this.#end(page);
    const pauseMs = performance.now() - page.startedAtMs < diesAtOnceMs ? restartPauseMs : 0;
    setTimeout(() => {
      // A wipe in the meantime has started one already.
      if (this.#coming === null && this.#shown === null) void this.startPage();
    }, pauseMs);
  }

  #end(page: Page): void {
    const { view, partition } = page;
    this.#window.contentView.removeChildView(view);
    if (page === this.#coming) this.#coming = null;
    if (page === this.#shown) this.#shown = null;
    // Undefined once the page has closed itself, whatever the type says.
    if (view.webContents !== undefined && !view.webContents.isDestroyed()) view.webContents.close();
    void Promise.all([partition.clearStorageData(), partition.clearCache(), partition.clearAuthCache()]);
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
