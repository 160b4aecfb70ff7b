import type { PagePrinterStatus, PagesOutcome } from '../../main/contract/devices/page-printer.ts';
import type { Clock } from '../clock.ts';
import type { HttpCall } from '../transports/http.ts';
import type { IppMessage } from './codec.ts';
import { answerLimitMs, documentLimitMs, exchangeIpp, type IppAnswer } from './exchange.ts';
import { ippRequests, ippStatus, jobIdIn, jobsOf, jobStateIn, wasDone } from './operations.ts';
import { statusOf, takesDocument } from './states.ts';

/** A pulled network cable says nothing: only a question finds it out, and it is to be seen within a second. */
export const idlePollMs = 900;
export const printingPollMs = 500;
/** Between two calls to a printer that is not there, or answers wrongly. */
export const recallMs = 1_000;
/** So long a printer with our job may be out of reach before nobody waits for it any more. */
export const outOfReachLimitMs = 30_000;

export interface PagePrinter {
  status(): PagePrinterStatus;
  /**
   * Prints one PDF; the outcome comes once, unless it was stopped. The bytes are overwritten when the printer has them.
   * Refuses while another document is in hand.
   */
  print(pdf: Uint8Array, onOutcome: (outcome: PagesOutcome) => void): void;
  /** Cancels the document in hand, at the printer too, however long it takes to reach it. Nothing is told of it any more. */
  stop(): void;
  /** Stops for good; a job at the printer is left for the next driver to cancel. */
  close(): void;
}

interface Job {
  readonly pdf: Uint8Array;
  readonly onOutcome: (outcome: PagesOutcome) => void;
  isStopped: boolean;
  /** Hangs up while the document is on its way. */
  hangUp: () => void;
}

/**
 * Keeps an eye on one printer, or one queue of a print server, and prints on request. `onStatus` is called on every change.
 *
 * Whatever stands in the queue under `user` is this terminal's, and nobody waits for what an earlier driver left there:
 * it is cancelled before anything else is printed, or the next person would find a stranger's pages on top of theirs.
 * Protocol: IPP/1.1, RFC 8010 and 8011.
 */
export function createPagePrinter(options: {
  readonly call: HttpCall;
  /** ipp://… */
  readonly url: URL;
  readonly user: string;
  readonly clock: Clock;
  readonly onStatus: (status: PagePrinterStatus) => void;
}): PagePrinter {
  const { call, clock, user, onStatus } = options;
  const requests = ippRequests(options.url.href, user);
  const httpUrl = overHttp(options.url);
  let status: PagePrinterStatus = { state: 'connecting' };
  let waiting: Job | undefined;
  let current: Job | undefined;
  /** Nothing of ours stands in the queue. */
  let isSwept = false;
  /** It answered the last time as a printer does, whatever it had to say. */
  let isReached = false;
  let isClosed = false;
  let wake: () => void = () => {};

  const tell = (next: PagePrinterStatus): void => {
    if (isClosed || JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    onStatus(next);
  };
  const ask = (body: Uint8Array): Promise<IppAnswer> => exchangeIpp(call, clock, httpUrl, body, answerLimitMs).answer;
  /** Waits, or less when something happens: a document comes, or is stopped. */
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const stopTimer = clock.after(delayMs, () => resolve());
      wake = () => {
        stopTimer();
        resolve();
      };
    });

  async function keepWatching(): Promise<void> {
    while (!isClosed) {
      const looked = await look();
      const now = isReached && !isSwept ? await sweep(looked) : looked;
      if (isClosed) return;
      if (waiting !== undefined) {
        current = waiting;
        waiting = undefined;
        await carryOut(current, now);
        current?.pdf.fill(0);
        current = undefined;
        continue;
      }
      tell(now);
      await pause(isReached && isSwept ? idlePollMs : recallMs);
    }
  }

  async function look(isJobStopped = false): Promise<PagePrinterStatus> {
    const answer = await ask(requests.printerAttributes());
    isReached = answer.answer === 'answered';
    if (answer.answer !== 'answered') return statusWithout(answer);
    return wasDone(answer.message) ? statusOf(answer.message, isJobStopped) : refusalOf(answer.message);
  }

  /** Cancels everything of ours. `now` comes back where nothing is left, else why it is. */
  async function sweep(now: PagePrinterStatus): Promise<PagePrinterStatus> {
    const list = await ask(requests.unfinishedJobs());
    if (list.answer !== 'answered') return statusWithout(list);
    if (wasDone(list.message)) {
      for (const id of jobsOf(list.message, user)) {
        const answer = await ask(requests.cancelJob(id));
        if (answer.answer !== 'answered') return statusWithout(answer);
        if (!isOver(answer.message)) return { state: 'fault', fault: 'refused' };
      }
    } else if (list.message.code !== ippStatus.operationNotSupported) {
      return refusalOf(list.message);
    }
    isSwept = true;
    return now;
  }

  async function carryOut(job: Job, now: PagePrinterStatus): Promise<void> {
    const end = (outcome: PagesOutcome): void => {
      // First of all: whoever hears of the end may ask for the next at once.
      if (current === job) current = undefined;
      job.pdf.fill(0);
      if (!job.isStopped && !isClosed) job.onOutcome(outcome);
    };
    if (job.isStopped) return;
    if (!takesDocument(now) || !isSwept) {
      tell(now);
      end({ outcome: 'not-printed', because: now });
      return;
    }
    tell({ state: 'printing' });
    // From here on something of ours may stand in the queue.
    isSwept = false;
    const body = Buffer.concat([requests.printPdf(), job.pdf]);
    const sending = exchangeIpp(call, clock, httpUrl, body, documentLimitMs);
    job.hangUp = sending.hangUp;
    const answer = await sending.answer;
    job.hangUp = () => {};
    body.fill(0);
    job.pdf.fill(0);
    if (job.isStopped) return;
    if (answer.answer !== 'answered') {
      const because = statusWithout(answer);
      tell(because);
      const neverSent = answer.answer === 'lost' && answer.reason.kind === 'missing';
      end(neverSent || answer.answer === 'refused' ? { outcome: 'not-printed', because } : { outcome: 'unknown' });
      return;
    }
    const id = jobIdIn(answer.message);
    if (!wasDone(answer.message)) {
      const because = refusalOf(answer.message);
      tell(because);
      end({ outcome: 'not-printed', because });
    } else if (id === undefined) {
      end({ outcome: 'unknown' });
    } else {
      const outcome = await follow(job, id);
      if (outcome !== 'stopped') end(outcome);
    }
  }

  /** Until the job's end. A job that is stopped is left to the sweep, which asks as often as it must. */
  async function follow(job: Job, id: number): Promise<PagesOutcome | 'stopped'> {
    let reachedAtMs = clock.nowMs();
    for (;;) {
      if (job.isStopped || isClosed) return 'stopped';
      const answer = await ask(requests.jobAttributes(id));
      if (job.isStopped || isClosed) return 'stopped';
      if (answer.answer === 'answered') {
        reachedAtMs = clock.nowMs();
        // A queue forgets its jobs when it is started anew; whether this one came out, nobody knows.
        if (!wasDone(answer.message)) return { outcome: 'unknown' };
        const state = jobStateIn(answer.message);
        switch (state) {
          case 'completed':
            isSwept = true;
            return { outcome: 'printed' };
          case 'cancelled':
          case 'aborted': {
            isSwept = true;
            const now = await look();
            const because: PagePrinterStatus = takesDocument(now)
              ? { state: 'fault', fault: 'stopped-by-device' }
              : now;
            return { outcome: 'not-printed', because };
          }
          default: {
            const now = await look(state === 'stopped');
            tell(takesDocument(now) ? { state: 'printing' } : now);
          }
        }
      } else {
        tell(statusWithout(answer));
        if (clock.nowMs() - reachedAtMs >= outOfReachLimitMs) return { outcome: 'unknown' };
      }
      await pause(printingPollMs);
    }
  }

  void keepWatching();

  return {
    status: () => status,
    print: (pdf, onOutcome) => {
      if (waiting !== undefined || (current !== undefined && !current.isStopped)) {
        onOutcome({ outcome: 'not-printed', because: { state: 'printing' } });
        return;
      }
      waiting = { pdf, onOutcome, isStopped: false, hangUp: () => {} };
      wake();
    },
    stop: () => {
      waiting?.pdf.fill(0);
      waiting = undefined;
      if (current === undefined) return;
      current.isStopped = true;
      current.hangUp();
      wake();
    },
    close: () => {
      isClosed = true;
      waiting?.pdf.fill(0);
      waiting = undefined;
      current?.hangUp();
      wake();
    },
  };
}

/** ipp://host/path is http://host:631/path. */
function overHttp(url: URL): URL {
  return new URL(`http://${url.hostname}:${url.port === '' ? '631' : url.port}${url.pathname}`);
}

/** Nothing of the job comes out any more: it is cancelled, or had come to its end, or is not known there. */
function isOver({ code }: IppMessage): boolean {
  return code < 0x0100 || code === ippStatus.notPossible || code === ippStatus.notFound;
}

function statusWithout(answer: Exclude<IppAnswer, { readonly answer: 'answered' }>): PagePrinterStatus {
  switch (answer.answer) {
    case 'lost':
      // What answers and is no HTTP has words of its own for the loss.
      return answer.reason.kind === 'failed' ? { state: 'fault', fault: 'not-a-printer' } : { state: 'no-printer' };
    case 'silent':
    case 'garbled':
    case 'refused':
      return { state: 'fault', fault: answer.answer };
    case 'not-ipp':
      return { state: 'fault', fault: 'not-a-printer' };
    case 'hung-up':
      return { state: 'no-printer' };
    default:
      return answer satisfies never;
  }
}

/** What a status that says no means for whoever stands there. */
function refusalOf({ code }: IppMessage): PagePrinterStatus {
  switch (code) {
    case ippStatus.notFound:
      return { state: 'fault', fault: 'not-a-printer' };
    case ippStatus.formatNotSupported:
      return { state: 'fault', fault: 'takes-no-pdf' };
    case ippStatus.notAcceptingJobs:
      return { state: 'paused' };
    case ippStatus.busy:
      return { state: 'busy' };
    case ippStatus.deviceError:
      return { state: 'fault', fault: 'stopped-by-device' };
    default:
      return { state: 'fault', fault: 'refused' };
  }
}
