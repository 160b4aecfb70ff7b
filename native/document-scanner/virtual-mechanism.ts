import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { EsclScanSettings, EsclStatus } from './codec.ts';

/** A job that nobody fetches a page of for so long is given up, as scanners do whose computer went away. */
export const unfetchedJobMs = 10_000;

export interface Sheet {
  readonly name: string;
  readonly jpeg: Buffer;
}

/** As it lies in the feeder: a back that nothing stands on is not given. */
export interface FeederSheet {
  readonly front: Sheet;
  readonly back: Sheet | undefined;
}

export interface ScannedPage {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A page on its way out of the scanner. Exactly one of `delivered` and `broken` is to be called, once. */
export interface PageOnItsWay {
  readonly sheet: Sheet;
  /** It jams half-way. */
  readonly jams: boolean;
  delivered(): void;
  broken(): void;
}

interface Job {
  readonly id: string;
  readonly source: EsclScanSettings['source'];
  readonly bothSides: boolean;
  /** The other side of the sheet that is in the scanner. */
  back: Sheet | undefined;
  state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
  giveUpLater: () => void;
}

/** The scanner without its plug: paper, lid, jobs. */
export interface Mechanism {
  lay(sheet: Sheet | undefined): void;
  load(sheets: readonly FeederSheet[]): void;
  emptyFeeder(): void;
  /** The nth sheet from now that is drawn in gets stuck. */
  jamAt(nth: number): void;
  clearJam(): void;
  setCover(isOpen: boolean): void;
  /** Somebody else uses it. */
  setBusy(isBusy: boolean): void;
  /** Forgets its jobs, as after a pulled plug. */
  powerCycle(): void;
  status(): EsclStatus;
  /** `conflict`: it cannot do that now, such as with an empty feeder. */
  startJob(settings: Pick<EsclScanSettings, 'source' | 'bothSides'>): { readonly id: string } | 'busy' | 'conflict';
  nextPage(jobId: string): PageOnItsWay | 'none';
  /** False: there is no such job. */
  deleteJob(jobId: string): boolean;
  scanned(): readonly ScannedPage[];
  state(): {
    readonly glass: string | null;
    readonly feeder: number;
    readonly jammed: boolean;
    readonly coverOpen: boolean;
    readonly busy: boolean;
    readonly scanning: boolean;
    readonly jobs: number;
    readonly scanned: number;
  };
}

/** `lid`: what a scan of the empty glass shows. `onBroken`: whatever is on its way out breaks off. */
export function createMechanism(options: {
  readonly clock: Clock;
  readonly lid: () => Sheet;
  readonly onBroken: () => void;
}): Mechanism {
  const { clock, lid, onBroken } = options;
  let glass: Sheet | undefined;
  let feeder: readonly FeederSheet[] = [];
  let sheetsUntilJam = Number.POSITIVE_INFINITY;
  let jammed = false;
  let coverOpen = false;
  let busy = false;
  let jobs: readonly Job[] = [];
  const scanned: ScannedPage[] = [];

  const active = (): Job | undefined => jobs.find(({ state }) => state === 'Processing');

  function end(job: Job, state: Job['state']): void {
    job.giveUpLater();
    if (job.state === 'Processing') job.state = state;
  }

  function waitForFetch(job: Job): void {
    job.giveUpLater();
    job.giveUpLater = clock.after(unfetchedJobMs, () => end(job, 'Aborted'));
  }

  function breakOff(): void {
    const job = active();
    if (job !== undefined) end(job, 'Aborted');
    onBroken();
  }

  function draw(job: Job): { readonly sheet: Sheet; readonly jams: boolean } | undefined {
    if (job.source === 'Platen') return { sheet: glass ?? lid(), jams: false };
    if (job.back !== undefined) {
      const sheet = job.back;
      job.back = undefined;
      return { sheet, jams: false };
    }
    const [sheet, ...others] = feeder;
    if (sheet === undefined) return undefined;
    feeder = others;
    sheetsUntilJam -= 1;
    if (job.bothSides) job.back = sheet.back ?? lid();
    return { sheet: sheet.front, jams: sheetsUntilJam <= 0 };
  }

  const adfState = (): string => {
    if (coverOpen) return 'ScannerAdfHatchOpen';
    if (jammed) return 'ScannerAdfJam';
    return feeder.length > 0 ? 'ScannerAdfLoaded' : 'ScannerAdfEmpty';
  };

  return {
    lay: (sheet) => {
      glass = sheet;
    },
    load: (sheets) => {
      feeder = [...feeder, ...sheets];
    },
    emptyFeeder: () => {
      feeder = [];
    },
    jamAt: (nth) => {
      sheetsUntilJam = nth;
    },
    clearJam: () => {
      jammed = false;
      sheetsUntilJam = Number.POSITIVE_INFINITY;
    },
    setCover: (isOpen) => {
      coverOpen = isOpen;
      if (isOpen) breakOff();
    },
    setBusy: (isBusy) => {
      busy = isBusy;
    },
    powerCycle: () => {
      for (const job of jobs) job.giveUpLater();
      jobs = [];
    },
    status: () => ({
      state: busy || active() !== undefined ? 'Processing' : 'Idle',
      adfState: adfState(),
      reasons: [],
      jobs: jobs.map(({ id, state }) => ({ uri: `/eSCL/ScanJobs/${id}`, state })),
    }),
    startJob: ({ source, bothSides }) => {
      if (busy || active() !== undefined) return 'busy';
      if (coverOpen || jammed || (source === 'Feeder' && feeder.length === 0)) return 'conflict';
      const job: Job = {
        ...{ id: randomUUID(), source, bothSides, back: undefined },
        ...{ state: 'Processing', giveUpLater: () => {} },
      };
      waitForFetch(job);
      jobs = [...jobs.slice(-4), job];
      return { id: job.id };
    },
    nextPage: (jobId) => {
      const job = jobs.find(({ id, state }) => id === jobId && state === 'Processing');
      const drawn = job === undefined ? undefined : draw(job);
      if (job === undefined || drawn === undefined) return 'none';
      job.giveUpLater();
      return {
        ...drawn,
        delivered: () => {
          const { name, jpeg } = drawn.sheet;
          scanned.push({ name, bytes: jpeg.length, sha256: createHash('sha256').update(jpeg).digest('hex') });
          if (job.source === 'Platen' || (feeder.length === 0 && job.back === undefined)) end(job, 'Completed');
          else waitForFetch(job);
        },
        broken: () => {
          if (drawn.jams) jammed = true;
          end(job, 'Aborted');
        },
      };
    },
    deleteJob: (jobId) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (job === undefined) return false;
      if (job.state === 'Processing') {
        end(job, 'Canceled');
        onBroken();
      }
      return true;
    },
    scanned: () => scanned,
    state: () => ({
      glass: glass?.name ?? null,
      feeder: feeder.length,
      jammed,
      coverOpen,
      busy,
      scanning: active() !== undefined,
      jobs: jobs.length,
      scanned: scanned.length,
    }),
  };
}
