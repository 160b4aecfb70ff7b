import { randomBytes } from 'node:crypto';
import type { HostToService, ServiceToHost } from '../../contract/device-host.ts';
import { maxPageBytes, type ScannerStatus, type ScanOutcome } from '../../contract/devices/document-scanner.ts';
import type { Result } from '../../contract/result.ts';
import type { ScanState } from '../../contract/view/question.ts';
import type { PaperFault, PaperSealer, SealedPaper } from '../sealing/paper.ts';

export interface ScanningPorts {
  toHost(message: ServiceToHost): boolean;
  startPaper(): Result<PaperSealer, PaperFault>;
  /** A page lies on the disk for good, and is not yet anybody's. False where the session could not take it. `instead`: the page whose place it is for. */
  onPage(paper: SealedPaper, taken: 'scanned' | 'photographed', instead: string | null): boolean;
  /** The scanner has sent something that was taken. */
  onProgress(): void;
  onChange(): void;
}

export interface Scanning {
  status(): ScannerStatus;
  state(): ScanState;
  /** Begins a scan, or takes a file from the person's stick. False where one is under way, or there is no room. */
  start(wanted: WantedPages): boolean;
  /** The person has had enough. Pages that came whole stay; what has come of the next is dropped. */
  stop(): void;
  /** The person has gone on, or away: nothing that is still on its way is anybody's. */
  forget(): void;
  onStatus(status: ScannerStatus): void;
  onPart(part: PagePart): void;
  onOutcome(scan: string, outcome: ScanOutcome): void;
  onHostLost(): void;
}

export interface WantedPages {
  readonly ticket: string;
  /** How many more are taken. */
  readonly room: number;
  /** The page whose place the one that comes takes. */
  readonly instead: string | null;
  /** By its number in the stick's list; null for the scanner. */
  readonly file: number | null;
}

type PagePart = Extract<HostToService, { message: 'page-part' }>;

/** One scan, from the order to its last page on the disk. */
interface Run {
  readonly ticket: string;
  readonly scan: string;
  readonly room: number;
  readonly instead: string | null;
  /** What lies on somebody's stick is a photograph. */
  readonly taken: 'scanned' | 'photographed';
  /** The page that is coming, while one is. */
  page: { readonly number: number; readonly sealer: PaperSealer; bytes: number } | null;
  /** Pages whose last part has come, and those of them that lie on the disk. */
  whole: number;
  kept: number;
  /** The pages that are being flushed, in order. */
  flushing: Promise<void>;
  /** Nothing more is taken of this scan. */
  isOver: boolean;
}

/**
 * Takes pages off the scanner and seals each as its bytes come, so that a page is never whole in memory nor in the clear
 * on the disk. What comes under another scan than the present one ends nowhere.
 */
export function createScanning(ports: ScanningPorts): Scanning {
  let status: ScannerStatus = { state: 'connecting' };
  let last: ScanState = { state: 'none' };
  let run: Run | null = null;

  /** No part is taken any more; when those that came whole are on the disk, `then` is how it stands. */
  const close = (closing: Run, then: ScanState) => {
    if (closing.isOver) return;
    closing.isOver = true;
    closing.page?.sealer.abandon();
    closing.page = null;
    void closing.flushing.then(() => {
      if (run !== closing) return;
      run = null;
      last = then;
      ports.onChange();
    });
  };
  const breakOff = (broken: Run, then: ScanState) => {
    if (broken.isOver) return;
    ports.toHost({ message: 'stop-scan', ticket: broken.ticket });
    close(broken, then);
  };
  /** Pages are offered in the order they came in, however long each takes to flush. */
  const keep = (of: Run, sealer: PaperSealer) => {
    const finished = sealer.finish();
    of.flushing = of.flushing.then(async () => {
      const paper = await finished;
      if (run === of && paper.ok && ports.onPage(paper.value, of.taken, of.instead)) {
        of.kept += 1;
        ports.onChange();
        return;
      }
      sealer.abandon();
      if (run === of) breakOff(of, { state: 'disk' });
    });
  };
  const begin = (of: Run, number: number): boolean => {
    // One that never came to its end is no page.
    of.page?.sealer.abandon();
    of.page = null;
    if (of.whole === of.room) {
      breakOff(of, { state: 'full' });
      return false;
    }
    const begun = ports.startPaper();
    if (begun.ok) of.page = { number, sealer: begun.value, bytes: 0 };
    else breakOff(of, { state: 'disk' });
    return begun.ok;
  };

  return {
    status: () => status,
    state: () => (run === null ? last : { state: 'running', pages: run.kept }),

    start: ({ ticket, room, instead, file }) => {
      if (run !== null || room < 1) return false;
      const scan = randomBytes(16).toString('hex');
      const isSent = ports.toHost(
        file === null ? { message: 'scan', ticket, scan } : { message: 'take-from-stick', ticket, scan, file },
      );
      if (!isSent) {
        last = { state: 'stopped', because: status };
        ports.onChange();
        return true;
      }
      const flushing = Promise.resolve();
      const taken = file === null ? 'scanned' : 'photographed';
      run = { ticket, scan, room, instead, taken, page: null, whole: 0, kept: 0, flushing, isOver: false };
      ports.onChange();
      return true;
    },

    stop: () => {
      if (run !== null) breakOff(run, { state: 'none' });
    },

    forget: () => {
      const forgotten = run;
      run = null;
      last = { state: 'none' };
      if (forgotten !== null) breakOff(forgotten, last);
    },

    onStatus: (next) => {
      status = next;
      ports.onChange();
    },

    onPart: (part) => {
      if (run === null || run.isOver || part.scan !== run.scan) return;
      if (run.page?.number !== part.page && !begin(run, part.page)) return;
      const { page } = run;
      if (page === null) return;
      const bytes = Buffer.from(part.base64, 'base64');
      page.bytes += bytes.length;
      // The driver refuses it too; it is native code's neighbour, and this is the disk.
      if (page.bytes > maxPageBytes) {
        breakOff(run, { state: 'page-too-large' });
        return;
      }
      if (!page.sealer.write(bytes).ok) {
        breakOff(run, { state: 'disk' });
        return;
      }
      ports.onProgress();
      if (!part.last) return;
      run.page = null;
      run.whole += 1;
      keep(run, page.sealer);
    },

    onOutcome: (scan, outcome) => {
      if (run?.scan === scan) close(run, stateAfter(outcome));
    },

    onHostLost: () => {
      status = { state: 'connecting' };
      if (run !== null) close(run, { state: 'stopped', because: status });
    },
  };
}

function stateAfter(outcome: ScanOutcome): ScanState {
  switch (outcome.outcome) {
    case 'done':
      return { state: 'none' };
    case 'not-scanned':
      return { state: 'stopped', because: outcome.because };
    case 'page-too-large':
      return { state: 'page-too-large' };
    case 'not-a-page':
      return { state: 'not-a-page' };
    default:
      return outcome satisfies never;
  }
}
