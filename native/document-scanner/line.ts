import type { ScannerStatus } from '../../main/contract/devices/document-scanner.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { HttpCall } from '../transports/http.ts';
import type { LossReason } from '../transports/transport.ts';
import {
  type EsclCapabilities,
  type EsclScanSettings,
  type EsclStatus,
  readCapabilities,
  readStatus,
  writeScanSettings,
} from './codec.ts';
import { type Answer, ask, fetchPage, type PageFetch } from './exchanges.ts';

/** One scanner by its address, seen as questions with answers. Whatever goes wrong with one is a status. */
export interface Line {
  askCapabilities(): Promise<Result<EsclCapabilities, ScannerStatus>>;
  askStatus(): Promise<Result<EsclStatus, ScannerStatus>>;
  /** Gives the job's address. */
  startJob(settings: EsclScanSettings): Promise<Result<URL, ScannerStatus>>;
  nextPage(job: URL, onPart: (part: Uint8Array, isLast: boolean) => void): PageFetch;
  /** Whether the scanner heard it. One that does not know the job has heard, too. */
  deleteJob(job: URL): Promise<boolean>;
}

/** `root` is the scanner's eSCL root, with or without a slash at its end. */
export function lineTo(root: URL, call: HttpCall, clock: Clock): Line {
  const below = (base: URL, name: string): URL => new URL(`${base.href.replace(/\/+$/, '')}/${name}`);

  async function askDocument<T>(name: string, read: (xml: string) => T | undefined): Promise<Result<T, ScannerStatus>> {
    const answer = await ask(call, clock, { method: 'GET', url: below(root, name) });
    if (answer.answer !== 'answered' || answer.status !== 200) return err(statusAfter(answer));
    const document = read(answer.body);
    return document === undefined ? err(garbled) : ok(document);
  }

  return {
    askCapabilities: () => askDocument('ScannerCapabilities', readCapabilities),
    askStatus: () => askDocument('ScannerStatus', readStatus),
    startJob: async (settings) => {
      const xml = writeScanSettings(settings);
      const answer = await ask(call, clock, { method: 'POST', url: below(root, 'ScanJobs'), xml });
      if (answer.answer !== 'answered' || answer.status !== 201) return err(statusAfter(answer));
      const job = jobAt(answer.location, root);
      return job === undefined ? err(garbled) : ok(job);
    },
    nextPage: (job, onPart) => fetchPage(call, clock, below(job, 'NextDocument'), onPart),
    deleteJob: async (job) => (await ask(call, clock, { method: 'DELETE', url: job })).answer === 'answered',
  };
}

const garbled: ScannerStatus = { state: 'fault', fault: 'garbled' };

/** What an answer that is not the one hoped for says about the scanner. */
function statusAfter(answer: Answer): ScannerStatus {
  switch (answer.answer) {
    case 'lost':
      return statusAfterLoss(answer.reason);
    case 'silent':
      return { state: 'fault', fault: 'silent' };
    case 'answered':
      // 409: it cannot take this job as things are, such as a feeder that has just been emptied.
      if (answer.status === 503) return { state: 'busy' };
      if (answer.status === 409 || answer.status >= 500) return { state: 'fault', fault: 'stopped-by-device' };
      return garbled;
    default:
      return answer satisfies never;
  }
}

export function statusAfterLoss(reason: LossReason): ScannerStatus {
  return reason.kind === 'failed' ? garbled : { state: 'no-scanner' };
}

/**
 * Where the job is. Only the path counts: scanners name themselves by host names that nobody resolves, and one that
 * names another machine must not lead us there.
 */
export function jobAt(location: string | undefined, root: URL): URL | undefined {
  if (location === undefined || !URL.canParse(location, root.href)) return undefined;
  const { pathname, search } = new URL(location, root.href);
  return new URL(`${pathname}${search}`, root.origin);
}

/** Whether a job in a scanner's list is this one; the list gives whole addresses, paths, or a path's end. */
export function isSameJob(job: URL, uri: string): boolean {
  const path = (URL.canParse(uri, job.href) ? new URL(uri, job.href).pathname : uri).replace(/\/+$/, '');
  return path === job.pathname.replace(/\/+$/, '');
}
