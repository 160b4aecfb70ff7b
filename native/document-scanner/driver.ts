import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import type { Clock } from '../clock.ts';

/** First and longest pause before a scanner that is not there is called again. */
const recallFirstMs = 1_000;
const recallLongestMs = 4_000;
/**
 * A scan waits so long for a scanner that is busy: most often it is still putting an end to the job before, such as one
 * whose host was killed.
 */
export const busyPatienceMs = 15_000;
const busyPollMs = 1_000;

/** What one scan tells: parts of pages in order, and its outcome once, last. Nothing once it was stopped. */
export interface ScanListener {
  /** A page is whole when its last part has come; one whose last part never comes is no page. */
  part(page: number, part: Uint8Array, isLast: boolean): void;
  outcome(outcome: ScanOutcome): void;
}

export interface DocumentScanner {
  status(): ScannerStatus;
  /** Scans what lies in the feeder, or else on the glass. Refuses while another scan is in hand. */
  scan(listener: ScanListener): void;
  /** Ends the scan in hand: its listener hears nothing more from this moment on, and the scanner's job is ended. */
  stop(): void;
  /** Stops for good. */
  close(): void;
}

export type ReadyStatus = Extract<ScannerStatus, { readonly state: 'ready' }>;

/** A scan as the way to the scanner sees it. */
export interface ScanInHand {
  isStopped(): boolean;
  /** May be told after the scan was stopped: it goes nowhere then. */
  part(page: number, part: Uint8Array, isLast: boolean): void;
  /** `action` runs at once when the scan is stopped. It replaces the one before. */
  onStop(action: () => void): void;
  /** Waits, or less when the scan is stopped. */
  pause(delayMs: number): Promise<void>;
}

/** A way to speak with one scanner: eSCL, or SANE. What goes wrong is a status or an outcome; neither promise rejects. */
export interface ScannerWay {
  /** How often a scanner that is there and has nothing to do is looked at. */
  readonly idlePollMs: number;
  /** What the scanner says of itself. */
  look(): Promise<ScannerStatus>;
  /** Resolves when nothing of the scan is left at the scanner, also when it was stopped. `now` is what `look` has just said. */
  scan(now: ReadyStatus, hand: ScanInHand): Promise<ScanOutcome>;
}

interface Scan {
  readonly listener: ScanListener;
  readonly askedAtMs: number;
  isStopped: boolean;
  whenStopped: () => void;
}

/** Keeps an eye on one scanner and scans on request. `onStatus` is called on every change. */
export function createDocumentScanner(options: {
  readonly way: ScannerWay;
  readonly clock: Clock;
  readonly onStatus: (status: ScannerStatus) => void;
}): DocumentScanner {
  const { way, clock, onStatus } = options;
  let status: ScannerStatus = { state: 'connecting' };
  let waiting: Scan | undefined;
  let current: Scan | undefined;
  let isClosed = false;
  let wake: () => void = () => {};

  const tell = (next: ScannerStatus): void => {
    if (isClosed || JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    onStatus(next);
  };

  /** Waits, or less when something happens: a scan is asked for, or stopped. */
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const stopTimer = clock.after(delayMs, () => resolve());
      wake = () => {
        stopTimer();
        resolve();
      };
    });

  async function keepWatching(): Promise<void> {
    let recallMs = recallFirstMs;
    while (!isClosed) {
      const now = await way.look();
      if (isClosed) return;
      if (waiting !== undefined && now.state === 'busy' && clock.nowMs() - waiting.askedAtMs < busyPatienceMs) {
        tell(now);
        await pause(busyPollMs);
      } else if (waiting !== undefined) {
        current = waiting;
        waiting = undefined;
        await carryOut(current, now);
        current = undefined;
      } else {
        tell(now);
        const isThere = now.state !== 'no-scanner' && now.state !== 'fault';
        await pause(isThere ? way.idlePollMs : recallMs);
        recallMs = isThere ? recallFirstMs : Math.min(recallMs * 2, recallLongestMs);
      }
    }
  }

  async function carryOut(scan: Scan, now: ScannerStatus): Promise<void> {
    tell(now.state === 'ready' ? { state: 'scanning' } : now);
    const outcome: ScanOutcome =
      now.state === 'ready' ? await way.scan(now, inHand(scan)) : { outcome: 'not-scanned', because: now };
    // First of all: whoever hears of the end may ask for the next scan at once.
    current = undefined;
    if (!scan.isStopped) scan.listener.outcome(outcome);
  }

  const inHand = (scan: Scan): ScanInHand => ({
    isStopped: () => scan.isStopped,
    part: (page, part, isLast) => {
      if (!scan.isStopped) scan.listener.part(page, part, isLast);
    },
    onStop: (action) => {
      scan.whenStopped = action;
    },
    pause,
  });

  function stopCurrent(): void {
    if (current === undefined || current.isStopped) return;
    current.isStopped = true;
    current.whenStopped();
  }

  void keepWatching();

  return {
    status: () => status,
    scan: (listener) => {
      if (waiting !== undefined || (current !== undefined && !current.isStopped)) {
        listener.outcome({ outcome: 'not-scanned', because: { state: 'scanning' } });
        return;
      }
      waiting = { listener, askedAtMs: clock.nowMs(), isStopped: false, whenStopped: () => {} };
      wake();
    },
    stop: () => {
      waiting = undefined;
      stopCurrent();
      wake();
    },
    close: () => {
      isClosed = true;
      waiting = undefined;
      stopCurrent();
      wake();
    },
  };
}
