import type { EsclStatus } from './codec.ts';
import { isSameJob, jobAt, type Line } from './line.ts';

/** Jobs of ours that the scanner may still hold because the line failed just then: until they end, it is busy for everybody. */
export interface LeftoverJobs {
  /** A job was asked for and nothing was answered: it may have begun all the same, under an address nobody has heard. */
  mayHaveBegun(): void;
  /** The scanner did not hear that this job is over. */
  mayGoOn(job: URL): void;
  /** With every status of the scanner. Ends those of ours that it lists. */
  heard(status: EsclStatus): Promise<void>;
}

export function leftoverJobs(line: Line, root: URL): LeftoverJobs {
  let listedBefore: readonly string[] = [];
  let listed: readonly string[] = [];
  let hasUnheardStart = false;
  let unended: readonly URL[] = [];

  return {
    mayHaveBegun: () => {
      hasUnheardStart = true;
      listedBefore = listed;
    },
    mayGoOn: (job) => {
      unended = [...unended, job];
    },
    heard: async ({ jobs }) => {
      const running = jobs.filter(({ state }) => state === 'Pending' || state === 'Processing').map(({ uri }) => uri);
      // A network scanner has other users. A job that began in the same moment is taken for ours only while it is the only one.
      const began = hasUnheardStart ? running.filter((uri) => !listedBefore.includes(uri)) : [];
      const ours = [
        ...unended.filter((job) => running.some((uri) => isSameJob(job, uri))),
        ...(began.length === 1 ? began.flatMap((uri) => jobAt(uri, root) ?? []) : []),
      ];
      hasUnheardStart = false;
      unended = [];
      listed = jobs.map(({ uri }) => uri);
      for (const job of ours) if (!(await line.deleteJob(job))) unended = [...unended, job];
    },
  };
}
