import type { ScannerStatus, ScanOutcome } from '../../main/contract/devices/document-scanner.ts';
import type { Clock } from '../clock.ts';
import type { HttpCall } from '../transports/http.ts';
import type { EsclCapabilities, EsclStatus } from './codec.ts';
import { firstByteLimitMs, type PageEnd } from './exchanges.ts';
import { isSameJob, lineTo, statusAfterLoss } from './line.ts';
import { givesJpeg, settingsFor, statusOf, troubleOf } from './states.ts';

export const idlePollMs = 2_000;
/** First and longest pause before a scanner that is not there is called again. */
const recallFirstMs = 1_000;
const recallLongestMs = 4_000;
/**
 * A scan waits so long for a scanner that is busy: most often it is still putting an end to the job before, such as one
 * whose host was killed.
 */
export const busyPatienceMs = 15_000;
const busyPollMs = 1_000;
/** Scanners answer 503 while a page is not ready yet. */
const notReadyPollMs = 500;

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
  /** Ends the scan in hand: its listener hears nothing more from this moment on, and the scanner's job is deleted. */
  stop(): void;
  /** Stops for good. */
  close(): void;
}

interface Scan {
  readonly listener: ScanListener;
  readonly askedAtMs: number;
  isStopped: boolean;
  /** Hangs up on the page that is coming. */
  stopPage: () => void;
}

/**
 * Keeps an eye on one scanner and scans on request. `onStatus` is called on every change.
 * Protocol: eSCL as the Mopria Alliance specifies it.
 */
export function createDocumentScanner(options: {
  readonly call: HttpCall;
  readonly url: URL;
  readonly clock: Clock;
  readonly onStatus: (status: ScannerStatus) => void;
}): DocumentScanner {
  const { clock, onStatus } = options;
  const line = lineTo(options.url, options.call, clock);
  let status: ScannerStatus = { state: 'connecting' };
  /** Asked once for every time the scanner is there: another one may be plugged in at its address. */
  let capabilities: EsclCapabilities | undefined;
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
      const now = await look();
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
        await pause(isThere ? idlePollMs : recallMs);
        recallMs = isThere ? recallFirstMs : Math.min(recallMs * 2, recallLongestMs);
      }
    }
  }

  async function look(): Promise<ScannerStatus> {
    if (capabilities === undefined) {
      const asked = await line.askCapabilities();
      if (!asked.ok) return asked.error;
      if (!givesJpeg(asked.value)) return { state: 'fault', fault: 'garbled' };
      capabilities = asked.value;
    }
    const said = await line.askStatus();
    if (said.ok) return statusOf(said.value, capabilities);
    if (said.error.state !== 'busy') capabilities = undefined;
    return said.error;
  }

  async function carryOut(scan: Scan, now: ScannerStatus): Promise<void> {
    const end = (outcome: ScanOutcome): void => {
      // First of all: whoever hears of the end may ask for the next scan at once.
      current = undefined;
      if (!scan.isStopped) scan.listener.outcome(outcome);
    };
    if (now.state !== 'ready' || capabilities === undefined) {
      tell(now);
      end({ outcome: 'not-scanned', because: now });
      return;
    }
    const source = now.feeder === 'loaded' ? 'Feeder' : 'Platen';
    const input = source === 'Feeder' ? capabilities.feeder : capabilities.glass;
    if (input === undefined) {
      tell(now);
      end({ outcome: 'not-scanned', because: now });
      return;
    }
    tell({ state: 'scanning' });
    const started = await line.startJob(settingsFor(source, input));
    if (!started.ok) {
      end({ outcome: 'not-scanned', because: await whyNot(started.error) });
      return;
    }
    const job = started.value;
    const outcome = await fetchPages(scan, job, source === 'Feeder' ? Number.POSITIVE_INFINITY : 1);
    if (outcome !== 'stopped' && outcome.outcome === 'done' && source === 'Feeder') {
      end(outcome);
      return;
    }
    await line.deleteJob(job);
    if (outcome !== 'stopped') end(outcome);
  }

  async function fetchPages(scan: Scan, job: URL, maxPages: number): Promise<ScanOutcome | 'stopped'> {
    let pages = 0;
    while (pages < maxPages) {
      const end = await fetchNext(scan, job, pages + 1);
      switch (end.page) {
        case 'whole':
          pages += 1;
          break;
        case 'stopped':
          return 'stopped';
        case 'too-large':
          return { outcome: 'page-too-large' };
        case 'refused':
          if (end.status === 404 || end.status === 410) return await endOf(job, pages);
          return notScanned(
            await whyNot({ state: 'fault', fault: end.status >= 500 ? 'stopped-by-device' : 'garbled' }),
          );
        case 'silent':
          return notScanned(await whyNot({ state: 'fault', fault: 'silent' }));
        case 'not-jpeg':
        case 'cut-short':
          return notScanned(await whyNot({ state: 'fault', fault: 'garbled' }));
        case 'lost':
          // It may have hung up because of what it now says; a scanner that says nothing is wrong sent half a page.
          return notScanned(await whyNot({ state: 'fault', fault: 'garbled' }, statusAfterLoss(end.reason)));
        default:
          return end satisfies never;
      }
    }
    return { outcome: 'done', pages };
  }

  /** A page, as soon as the scanner has it. */
  async function fetchNext(scan: Scan, job: URL, page: number): Promise<PageEnd> {
    const startMs = clock.nowMs();
    for (;;) {
      if (scan.isStopped) return { page: 'stopped' };
      const fetching = line.nextPage(job, (part, isLast) => scan.listener.part(page, part, isLast));
      scan.stopPage = fetching.stop;
      const end = await fetching.ended;
      scan.stopPage = () => {};
      if (end.page !== 'refused' || end.status !== 503) return end;
      const said = await line.askStatus();
      if (said.ok && troubleOf(said.value) !== undefined) return end;
      if (clock.nowMs() - startMs >= firstByteLimitMs) return { page: 'silent' };
      await pause(notReadyPollMs);
    }
  }

  /** No page is left. That is the end of the pile, a jam, or somebody who pressed "cancel" at the scanner. */
  async function endOf(job: URL, pages: number): Promise<ScanOutcome> {
    const said = await line.askStatus();
    if (!said.ok) return notScanned(said.error);
    const trouble = troubleOf(said.value);
    if (trouble !== undefined) return notScanned(trouble);
    if (wasCancelled(job, said.value)) return notScanned({ state: 'fault', fault: 'stopped-by-device' });
    if (pages > 0) return { outcome: 'done', pages };
    return notScanned(capabilities === undefined ? status : statusOf(said.value, capabilities));
  }

  /** What the scanner itself gives as the reason; `otherwise` where it says that nothing is wrong with it. */
  async function whyNot(otherwise: ScannerStatus, whenSilent = otherwise): Promise<ScannerStatus> {
    const said = await line.askStatus();
    if (!said.ok) return said.error.state === 'no-scanner' ? said.error : whenSilent;
    return troubleOf(said.value) ?? otherwise;
  }

  void keepWatching();

  return {
    status: () => status,
    scan: (listener) => {
      if (waiting !== undefined || (current !== undefined && !current.isStopped)) {
        listener.outcome({ outcome: 'not-scanned', because: { state: 'scanning' } });
        return;
      }
      waiting = { listener, askedAtMs: clock.nowMs(), isStopped: false, stopPage: () => {} };
      wake();
    },
    stop: () => {
      waiting = undefined;
      if (current === undefined) return;
      current.isStopped = true;
      current.stopPage();
      wake();
    },
    close: () => {
      isClosed = true;
      waiting = undefined;
      if (current !== undefined) {
        current.isStopped = true;
        current.stopPage();
      }
      wake();
    },
  };
}

const notScanned = (because: ScannerStatus): ScanOutcome => ({ outcome: 'not-scanned', because });

function wasCancelled(job: URL, { jobs }: EsclStatus): boolean {
  return jobs.some(({ uri, state }) => isSameJob(job, uri) && (state === 'Canceled' || state === 'Aborted'));
}
