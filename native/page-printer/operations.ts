import { type IppAttribute, type IppValue, ippGroup, numberOf, textsOf, writeIpp, type IppMessage } from './codec.ts';

/** What is asked of a printer and what its answers say: RFC 8011, of which this is all that one document needs. */

export const operation = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

/** Statuses below this say that it was done. */
const firstFailure = 0x0100;
export const ippStatus = {
  ok: 0x0000,
  notAuthorised: 0x0403,
  notPossible: 0x0404,
  notFound: 0x0406,
  formatNotSupported: 0x040a,
  operationNotSupported: 0x0501,
  deviceError: 0x0504,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
} as const;

export const wasDone = (answer: IppMessage): boolean => answer.code < firstFailure;

/** Stands in the queue's list and in its log, for everybody to read: it says nothing of anybody. */
const jobName = 'tongban';
const version11 = 0x0101;

const keyword = (...values: readonly string[]): readonly IppValue[] =>
  values.map((value) => ({ kind: 'keyword', value }));

function request(code: number, requestId: number, uri: string, user: string, more: readonly IppAttribute[]): Buffer {
  return writeIpp({
    version: version11,
    code,
    requestId,
    groups: [
      {
        group: ippGroup.operation,
        attributes: [
          { name: 'attributes-charset', values: [{ kind: 'charset', value: 'utf-8' }] },
          { name: 'attributes-natural-language', values: [{ kind: 'language', value: 'en' }] },
          { name: 'printer-uri', values: [{ kind: 'uri', value: uri }] },
          ...more.filter(({ name }) => name === 'job-id'),
          { name: 'requesting-user-name', values: [{ kind: 'name', value: user }] },
          ...more.filter(({ name }) => name !== 'job-id'),
        ],
      },
    ],
  });
}

const jobId = (id: number): IppAttribute => ({ name: 'job-id', values: [{ kind: 'integer', value: id }] });
const wanted = (...names: readonly string[]): IppAttribute => ({
  name: 'requested-attributes',
  values: keyword(...names),
});

/** Requests to one printer, on behalf of one user name, by which it finds its own jobs again. */
export interface IppRequests {
  printerAttributes(): Buffer;
  /** The document follows in the same body. */
  printPdf(): Buffer;
  jobAttributes(id: number): Buffer;
  cancelJob(id: number): Buffer;
  /** Those of this user that are not at an end. */
  unfinishedJobs(): Buffer;
}

export function ippRequests(uri: string, user: string): IppRequests {
  let requestId = 0;
  const make = (code: number, ...more: readonly IppAttribute[]): Buffer => {
    requestId = (requestId % 0x7fffffff) + 1;
    return request(code, requestId, uri, user, more);
  };
  return {
    printerAttributes: () =>
      make(
        operation.getPrinterAttributes,
        wanted(
          'printer-state',
          'printer-state-reasons',
          'printer-is-accepting-jobs',
          'document-format-supported',
          'marker-levels',
          'marker-low-levels',
          'marker-types',
          'printer-input-tray',
        ),
      ),
    printPdf: () =>
      make(
        operation.printJob,
        { name: 'job-name', values: [{ kind: 'name', value: jobName }] },
        { name: 'document-format', values: [{ kind: 'mime-type', value: 'application/pdf' }] },
      ),
    jobAttributes: (id) => make(operation.getJobAttributes, jobId(id), wanted('job-state', 'job-state-reasons')),
    cancelJob: (id) => make(operation.cancelJob, jobId(id)),
    unfinishedJobs: () =>
      make(
        operation.getJobs,
        wanted('job-id', 'job-originating-user-name'),
        { name: 'which-jobs', values: keyword('not-completed') },
        { name: 'my-jobs', values: [{ kind: 'boolean', value: true }] },
      ),
  };
}

export type JobState = 'waiting' | 'printing' | 'stopped' | 'cancelled' | 'aborted' | 'completed';

/** Undefined when the answer does not say. */
export function jobStateIn(answer: IppMessage): JobState | undefined {
  switch (numberOf(answer, ippGroup.job, 'job-state')) {
    case 3:
    case 4:
      return 'waiting';
    case 5:
      return 'printing';
    case 6:
      return 'stopped';
    case 7:
      return 'cancelled';
    case 8:
      return 'aborted';
    case 9:
      return 'completed';
    default:
      return undefined;
  }
}

export const jobIdIn = (answer: IppMessage): number | undefined => numberOf(answer, ippGroup.job, 'job-id');

/** The jobs of a list that are this user's. A printer that knows no `my-jobs` lists everybody's. */
export function jobsOf(answer: IppMessage, user: string): readonly number[] {
  return answer.groups.flatMap((group) => {
    if (group.group !== ippGroup.job) return [];
    const alone: IppMessage = { ...answer, groups: [group] };
    const id = jobIdIn(alone);
    const [owner] = textsOf(alone, ippGroup.job, 'job-originating-user-name');
    return id !== undefined && owner === user ? [id] : [];
  });
}
