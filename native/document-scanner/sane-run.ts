import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import type { Clock } from '../clock.ts';
import type { Scanimage } from '../transports/sane.ts';
import { firstByteLimitMs, silenceLimitMs } from './exchanges.ts';

/** However it trickles, a page's pixels come at this pace after `firstByteLimitMs`, or it is given up. */
const slowestBytesPerMs = 100;
/** From its own words of what is wrong to its end: some backends hang while they put the scan away. */
export const complaintLimitMs = 10_000;
const complaintLength = 4_096;

/** scanimage ends with SANE's own number of a status (sane.h), and says the words for it (sane_strstatus) before. */
const statusWords: Readonly<Record<string, number>> = {
  'Operation was canceled': 2,
  'Device busy': 3,
  'Invalid argument': 4,
  'Document feeder jammed': 6,
  'Document feeder out of documents': 7,
  'Scanner cover is open': 8,
  'Error during device I/O': 9,
  'Out of memory': 10,
  'Access to resource has been denied': 11,
};
export const emptyFeederCode = 7;

export interface RunEnd {
  readonly code: number | 'killed' | 'not-installed';
  /** The start of what it said. */
  readonly complaint: string;
  /** It was ended because nothing moved: backends wait for a device that has gone quiet for ever. */
  readonly wasSilent: boolean;
}

export interface GuardedRun {
  readonly ended: Promise<RunEnd>;
  /** So many bytes of the page, or the pages, are there. Nothing has moved while the number stays the same. */
  moved(bytes: number): void;
  /** A page is there; the next is yet to be drawn in. */
  nextPage(): void;
  stop(): void;
}

/** Runs scanimage, and ends it when nothing moves. */
export function guardRun(
  scanimage: Scanimage,
  args: readonly string[],
  clock: Clock,
  onBytes: (chunk: Uint8Array) => void,
): GuardedRun {
  let pageStartMs = clock.nowMs();
  let movedBytes = 0;
  let hung: number | 'silent' | undefined;
  let complaint = '';
  let settle: (end: RunEnd) => void = () => {};
  const ended = new Promise<RunEnd>((resolve) => {
    settle = resolve;
  });

  const limitMs = (): number => {
    if (codeSaidIn(complaint) !== undefined) return complaintLimitMs;
    if (movedBytes === 0) return firstByteLimitMs;
    const paceLeftMs = pageStartMs + firstByteLimitMs + movedBytes / slowestBytesPerMs - clock.nowMs();
    return Math.max(0, Math.min(silenceLimitMs, paceLeftMs));
  };
  const wait = (): (() => void) =>
    clock.after(limitMs(), () => {
      // What it says from now on is only that it was told to end.
      hung = codeSaidIn(complaint) ?? 'silent';
      stop();
    });
  let stopTimer = wait();
  const waitAnew = (): void => {
    stopTimer();
    stopTimer = wait();
  };
  const stop = scanimage(args, {
    bytes: onBytes,
    complained: (words) => {
      complaint = (complaint + words).slice(0, complaintLength);
      waitAnew();
    },
    ended: (end) => {
      stopTimer();
      const code = end.ended === 'exited' ? end.code : end.ended;
      settle({ code: typeof hung === 'number' ? hung : code, complaint, wasSilent: hung === 'silent' });
    },
  });

  return {
    ended,
    moved: (bytes) => {
      if (bytes === movedBytes) return;
      movedBytes = bytes;
      waitAnew();
    },
    nextPage: () => {
      movedBytes = 0;
      pageStartMs = clock.nowMs();
      waitAnew();
    },
    stop,
  };
}

function codeSaidIn(complaint: string): number | undefined {
  const [, words] = /^scanimage: sane_(?:start|read): (.*)\n/m.exec(complaint) ?? [];
  return words === undefined ? undefined : statusWords[words];
}

/** What an end other than a good one says about the scanner. */
export function statusAfter({ code, complaint, wasSilent }: RunEnd): ScannerStatus {
  if (wasSilent) return { state: 'fault', fault: 'silent' };
  switch (code) {
    case 'not-installed':
      return { state: 'no-scanner' };
    case 1:
      // Whatever goes wrong before the scanner is open ends with 1, and says what it was in words alone.
      if (/failed: Device busy/.test(complaint)) return { state: 'busy' };
      return /open of device|no SANE devices/.test(complaint) ? { state: 'no-scanner' } : stoppedByDevice;
    case 3:
      return { state: 'busy' };
    case 6:
      return { state: 'jam' };
    case emptyFeederCode:
      return { state: 'ready', feeder: 'empty' };
    case 8:
      return { state: 'cover-open' };
    default:
      return stoppedByDevice;
  }
}

const stoppedByDevice: ScannerStatus = { state: 'fault', fault: 'stopped-by-device' };
