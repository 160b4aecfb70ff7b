import type { PrinterStatus, PrintOutcome, ReceiptDocument } from '../../contract/devices/receipt-printer.ts';
import type { ServiceToHost } from '../../contract/device-host.ts';
import type { PrintState } from '../../contract/view/printing.ts';
import { canPrint } from './screens.ts';

export interface ReceiptPrinting {
  /** `receipt` is asked for at each try: it says how the case stands by then, and whether one came out whole before. */
  print(caseNumber: string, receipt: (isCopy: boolean) => ReceiptDocument): void;
  onPrinterStatus(status: PrinterStatus): void;
  onOutcome(jobId: string, outcome: PrintOutcome): void;
  /** The device host is gone: what it was printing may or may not have come out. */
  onHostLost(): void;
  /** Nobody waits for the paper any more. */
  forget(): void;
}

interface Job {
  readonly caseNumber: string;
  readonly receipt: (isCopy: boolean) => ReceiptDocument;
}

/**
 * Gets one receipt onto paper. A receipt that came out in part is printed again whole as soon as the printer can: the case
 * itself is safe either way, and the person is told which it is.
 */
export function createReceiptPrinting(
  send: (message: ServiceToHost) => boolean,
  onState: (caseNumber: string, state: PrintState) => void,
): ReceiptPrinting {
  let status: PrinterStatus = { state: 'connecting' };
  let job: Job | null = null;
  let state: PrintState | null = null;
  let running: string | null = null;
  let tries = 0;
  let cameOut = false;

  const become = (next: PrintState) => {
    state = next;
    if (job !== null) onState(job.caseNumber, next);
  };
  const start = (given: Job) => {
    running = null;
    if (status.state === 'not-configured' || status.state === 'no-printer') return become({ state: 'no-printer' });
    if (!canPrint(status)) return become({ state: 'stopped', because: status, onPaper: 'nothing' });
    tries += 1;
    const jobId = `${given.caseNumber}/${tries}`;
    if (!send({ message: 'print', jobId, document: given.receipt(cameOut) })) {
      return become({ state: 'stopped', because: { state: 'connecting' }, onPaper: 'nothing' });
    }
    running = jobId;
    become({ state: 'printing' });
  };

  return {
    print: (caseNumber, receipt) => {
      if (job?.caseNumber !== caseNumber) cameOut = false;
      job = { caseNumber, receipt };
      start(job);
    },
    onPrinterStatus: (next) => {
      status = next;
      if (job === null || running !== null) return;
      if (canPrint(next) && (state?.state === 'stopped' || state?.state === 'no-printer')) return start(job);
      // What is wrong has changed: paper is in, and the cover is still open.
      if (state?.state === 'stopped' && !canPrint(next)) become({ ...state, because: next });
    },
    onOutcome: (jobId, outcome) => {
      if (jobId !== running || job === null) return;
      running = null;
      switch (outcome.outcome) {
        case 'printed':
          cameOut = true;
          return become({ state: 'printed' });
        case 'not-printed':
          return become({ state: 'stopped', because: outcome.because, onPaper: outcome.onPaper });
        case 'unknown':
          return become({ state: 'unsure' });
        default:
          return outcome satisfies never;
      }
    },
    onHostLost: () => {
      status = { state: 'connecting' };
      if (running === null) return;
      running = null;
      become({ state: 'unsure' });
    },
    forget: () => {
      job = null;
      state = null;
      running = null;
    },
  };
}
