import type { PrinterStatus, PrintOutcome, ReceiptDocument } from '../../main/contract/devices/receipt-printer.ts';
import type { Clock } from '../clock.ts';
import type { Dial } from '../transports/transport.ts';
import { encodeCommand } from './codec.ts';
import type { PrinterCommand } from './codec.ts';
import { layOutReceipt } from './layout.ts';
import type { PaperWidthMm } from './layout.ts';
import { openLine } from './line.ts';
import type { Logo } from './logo.ts';
import type { Line } from './line.ts';

const idlePollMs = 2_000;
const printingPollMs = 500;
/** First and longest pause before the printer is called again: whoever switches it on is not to wait five seconds. */
const redialFirstMs = 1_000;
const redialLongestMs = 4_000;
/** From the first byte to the answered fence. The longest receipt takes about ten seconds of paper. */
export const printLimitMs = 60_000;
/** A print head that is too hot stops, cools and goes on by itself, and says `fault` meanwhile. */
export const faultPatienceMs = 15_000;
/** Two slices must fit a small printer's buffer (4 KB): a full one is not read from, and then no question gets through. */
const sliceBytes = 1_024;
const slicesAhead = 2;

export interface ReceiptPrinter {
  status(): PrinterStatus;
  /**
   * Prints one document and tells what became of it. Refuses, with the status and nothing on paper, when the printer is
   * not ready or has another document in hand. Never prints a second time by itself.
   */
  print(document: ReceiptDocument): Promise<PrintOutcome>;
  /** Hangs up for good. A document in hand ends as `unknown`. */
  close(): void;
}

interface Job {
  readonly document: ReceiptDocument;
  readonly settle: (outcome: PrintOutcome) => void;
}

/**
 * Keeps a connection to one printer, knows its status, prints on request. `dial` is called again, with growing pauses,
 * whenever the line is lost; `onStatus` is called on every change.
 */
export function createReceiptPrinter(options: {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly paperWidthMm: PaperWidthMm;
  /** Above every receipt. */
  readonly logo?: Logo | undefined;
  readonly onStatus: (status: PrinterStatus) => void;
}): ReceiptPrinter {
  const { dial, clock, paperWidthMm, logo, onStatus } = options;
  let status: PrinterStatus = { state: 'connecting' };
  let line: Line | undefined;
  let job: Job | undefined;
  let isClosed = false;
  /**
   * Half a receipt hangs out of the printer: the next one cuts it off first, or they would be one piece of paper. A new
   * driver does not know and assumes it: the host before it may have died in the middle of another person's receipt.
   */
  let pieceHangs = true;
  let isCleared = false;
  let wake: () => void = () => {};

  const tell = (next: PrinterStatus) => {
    if (JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    onStatus(next);
  };

  /** Waits, or less when something happens: a job, a fence, the line's end. */
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const stopTimer = clock.after(delayMs, () => resolve());
      wake = () => {
        stopTimer();
        resolve();
      };
    });

  async function keepConnected(): Promise<void> {
    let redialMs = redialFirstMs;
    while (!isClosed) {
      const current = openLine(dial, clock, () => wake());
      line = current;
      if (await current.opened) {
        redialMs = redialFirstMs;
        await serve(current);
      }
      endJob({ outcome: 'not-printed', because: { state: 'no-printer' }, onPaper: 'nothing' });
      if (isClosed) return;
      tell({ state: 'no-printer' });
      await pause(redialMs);
      redialMs = Math.min(redialMs * 2, redialLongestMs);
    }
  }

  /** Until the line is gone. */
  async function serve(current: Line): Promise<void> {
    isCleared = false;
    while (!current.isGone()) {
      const now = await current.askStatus();
      if (now === 'gone') return;
      // Nothing in a stopped printer is ours to see printed. It may be the rest of a receipt whose host died, even one
      // that was still coming out when this host called.
      if (now.state !== 'ready' && !isCleared && !(await clear(current))) return;
      if (now.state === 'ready') isCleared = false;
      // Whoever puts in a new roll tears off what hung on the old one.
      if (now.state === 'no-paper') pieceHangs = false;
      if (job === undefined) {
        tell(now);
        await pause(idlePollMs);
      } else if (now.state === 'ready') {
        tell({ state: 'printing' });
        endJob(await printOn(current, job.document));
      } else {
        tell(now);
        endJob({ outcome: 'not-printed', because: now, onPaper: 'nothing' });
      }
    }
  }

  async function clear(current: Line): Promise<boolean> {
    isCleared = await current.clear();
    return isCleared;
  }

  function endJob(outcome: PrintOutcome): void {
    const ended = job;
    job = undefined;
    ended?.settle(outcome);
  }

  async function printOn(current: Line, document: ReceiptDocument): Promise<PrintOutcome> {
    const cutFirst: readonly PrinterCommand[] = pieceHangs ? [{ command: 'cut', feedDots: 0 }] : [];
    const slices = slice([...cutFirst, ...layOutReceipt(document, paperWidthMm, logo)]);
    const startMs = clock.nowMs();
    const fencesBefore = current.fences();
    let sent = 0;
    let faultSinceMs: number | undefined;
    pieceHangs = true;
    for (;;) {
      const done = current.fences() - fencesBefore;
      // More answers than questions: whatever talks on this line is no printer, and its word is not taken for a receipt.
      if (done > sent) {
        current.hangUp();
        return { outcome: 'unknown' };
      }
      for (; sent < slices.length && sent - done < slicesAhead; sent += 1)
        current.send(slices[sent] ?? new Uint8Array());
      if (done >= slices.length) {
        pieceHangs = false;
        return { outcome: 'printed' };
      }
      const now = await current.askStatus();
      // The fence may have been answered just before the paper ended or the line went: then the receipt is whole.
      if (current.fences() - fencesBefore > done) continue;
      if (now === 'gone') return { outcome: 'unknown' };
      const nowMs = clock.nowMs();
      faultSinceMs = now.state === 'fault' ? (faultSinceMs ?? nowMs) : undefined;
      const isCooling = faultSinceMs !== undefined && nowMs - faultSinceMs < faultPatienceMs;
      if (now.state !== 'ready' && !isCooling) return await giveUp(current, now);
      if (nowMs - startMs >= printLimitMs) {
        await clear(current);
        return { outcome: 'unknown' };
      }
      await pause(printingPollMs);
    }
  }

  /**
   * The printer stopped in the middle. Its buffer is cleared, so that the rest does not come out on the new paper. One
   * that does not confirm loses its connection, so that no late answer to an old fence is taken for a new receipt's.
   */
  async function giveUp(current: Line, because: PrinterStatus): Promise<PrintOutcome> {
    await clear(current);
    tell(because);
    return { outcome: 'not-printed', because, onPaper: 'part' };
  }

  void keepConnected();

  return {
    status: () => status,
    print: (document) => {
      if (job !== undefined)
        return Promise.resolve({ outcome: 'not-printed', because: { state: 'printing' }, onPaper: 'nothing' });
      if (status.state === 'connecting' || status.state === 'no-printer' || isClosed) {
        return Promise.resolve({ outcome: 'not-printed', because: status, onPaper: 'nothing' });
      }
      return new Promise((resolve) => {
        job = { document, settle: resolve };
        wake();
      });
    },
    close: () => {
      isClosed = true;
      line?.hangUp();
      wake();
    },
  };
}

/** Cuts a document between commands into slices, each with a fence at its end (the last has it already). */
function slice(commands: readonly PrinterCommand[]): readonly Uint8Array[] {
  const slices: Uint8Array[] = [];
  const fence = encodeCommand({ command: 'fence' });
  let current: Uint8Array[] = [];
  let lengthBytes = 0;
  for (const command of commands) {
    const bytes = encodeCommand(command);
    if (lengthBytes + bytes.length > sliceBytes && current.length > 0) {
      slices.push(Buffer.concat([...current, fence]));
      current = [];
      lengthBytes = 0;
    }
    current.push(bytes);
    lengthBytes += bytes.length;
  }
  return [...slices, Buffer.concat(current)];
}
