import type { Clock } from '../clock.ts';

/** A job as an IPP printer has it: 3 pending, 5 processing, 6 stopped in the middle, 7 cancelled, 9 completed. */
export interface VirtualJob {
  readonly id: number;
  readonly user: string;
  readonly pdf: Buffer;
  readonly pages: number;
  state: 3 | 5 | 6 | 7 | 9;
  pagesOut: number;
}

export interface MechanismState {
  readonly sheets: number;
  readonly coverOpen: boolean;
  readonly jammed: boolean;
  readonly tonerPercent: number;
  readonly paused: boolean;
  readonly busy: boolean;
  readonly printing: boolean;
}

export interface Mechanism {
  /** Takes a document; undefined when the queue is closed to new ones. */
  submit(user: string, pdf: Buffer): VirtualJob | undefined;
  job(id: number): VirtualJob | undefined;
  jobs(): readonly VirtualJob[];
  /** False when it is over already, or there is none. */
  cancel(id: number): boolean;
  change(what: Partial<Omit<MechanismState, 'printing'>>): void;
  /** Switched off and on: it has forgotten its jobs. */
  powerCycle(): void;
  state(): MechanismState;
  /** RFC 8011: 3 idle, 4 processing, 5 stopped; with the reasons. */
  printerState(): { readonly state: 3 | 4 | 5; readonly reasons: readonly string[] };
}

const lowSheets = 5;
const lowTonerPercent = 10;
const keptJobs = 20;

/** A laser printer without its casing: documents in, sheets out, one every `pageMs`. */
export function createMechanism(options: {
  readonly clock: Clock;
  readonly pageMs: number;
  readonly onPrinted: (job: VirtualJob) => void;
}): Mechanism {
  const { clock, pageMs, onPrinted } = options;
  let now: Omit<MechanismState, 'printing'> = {
    sheets: 250,
    coverOpen: false,
    jammed: false,
    tonerPercent: 80,
    paused: false,
    busy: false,
  };
  let jobs: readonly VirtualJob[] = [];
  let lastId = 0;
  let stopMotor: (() => void) | undefined;

  const troubles = (): readonly string[] => [
    ...(now.coverOpen ? ['cover-open-error'] : []),
    ...(now.jammed ? ['media-jam-error'] : []),
    ...(now.sheets === 0 ? ['media-empty-error'] : []),
    ...(now.tonerPercent === 0 ? ['toner-empty-error'] : []),
    ...(now.paused ? ['paused'] : []),
  ];
  const isFinished = ({ state }: VirtualJob): boolean => state === 7 || state === 9;
  const next = (): VirtualJob | undefined => jobs.find((job) => !isFinished(job));

  function work(): void {
    const job = next();
    if (job === undefined || stopMotor !== undefined || now.busy) return;
    if (troubles().length > 0) {
      job.state = job.pagesOut > 0 || job.state === 5 ? 6 : job.state;
      return;
    }
    job.state = 5;
    stopMotor = clock.after(pageMs, () => {
      stopMotor = undefined;
      if (job.state === 5 && troubles().length === 0) {
        now = { ...now, sheets: now.sheets - 1 };
        job.pagesOut += 1;
        if (job.pagesOut === job.pages) {
          job.state = 9;
          onPrinted(job);
        }
      }
      work();
    });
  }

  return {
    submit: (user, pdf) => {
      if (now.paused) return undefined;
      lastId += 1;
      const job: VirtualJob = { id: lastId, user, pdf, pages: pagesOfPdf(pdf), state: 3, pagesOut: 0 };
      jobs = [...jobs.slice(-keptJobs), job];
      work();
      return job;
    },
    job: (id) => jobs.find((job) => job.id === id),
    jobs: () => jobs,
    cancel: (id) => {
      const job = jobs.find((one) => one.id === id);
      if (job === undefined || isFinished(job)) return false;
      job.state = 7;
      job.pdf.fill(0);
      stopMotor?.();
      stopMotor = undefined;
      work();
      return true;
    },
    change: (what) => {
      now = { ...now, ...what };
      work();
    },
    powerCycle: () => {
      stopMotor?.();
      stopMotor = undefined;
      jobs = [];
    },
    state: () => ({ ...now, printing: next()?.state === 5 }),
    printerState: () => {
      const reasons = [
        ...troubles(),
        ...(now.sheets > 0 && now.sheets <= lowSheets ? ['media-low-warning'] : []),
        ...(now.tonerPercent > 0 && now.tonerPercent <= lowTonerPercent ? ['toner-low-warning'] : []),
      ];
      const state = troubles().length > 0 ? 5 : now.busy || next() !== undefined ? 4 : 3;
      return { state, reasons: reasons.length === 0 ? ['none'] : reasons };
    },
  };
}

/** Counted by the page objects, which are in the clear in every PDF that is not packed as a whole. */
function pagesOfPdf(pdf: Buffer): number {
  return Math.max(1, pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0);
}
