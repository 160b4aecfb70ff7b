import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
  ippGroup,
  numberOf,
  readIpp,
  textsOf,
  valuesOf,
  writeIpp,
} from './codec.ts';
import { ippStatus, operation } from './operations.ts';
import type { Mechanism, VirtualJob } from './virtual-mechanism.ts';

/** What may go wrong with an answer, whatever was asked. */
export const faultKinds = ['silent', 'garbage', 'half', 'slow', 'html', 'hang-up', 'refused'] as const;
export const questions = ['printer', 'print', 'job', 'cancel', 'jobs'] as const;
export type Question = (typeof questions)[number];

export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  /** The question whose answers it hits; without it every one. */
  readonly on: Question | undefined;
  readonly count: number;
}

/** The printer's own side of IPP. */
export interface VirtualServer {
  readonly server: Server;
  /** What it answers to one request, whatever the way it came. */
  answer(body: Buffer): Buffer | undefined;
  addFault(fault: Fault): void;
  endFaults(): void;
  faultsLeft(): number;
}

const longestRequestBytes = 64 * 1024 * 1024;
/** Of an answer that is slow, a byte so often: a whole one takes longer than anybody waits. */
const dripMs = 100;
const operations = new Map<number, Question>([
  [operation.getPrinterAttributes, 'printer'],
  [operation.printJob, 'print'],
  [operation.getJobAttributes, 'job'],
  [operation.cancelJob, 'cancel'],
  [operation.getJobs, 'jobs'],
]);
/** Asked for by print servers before they send anything; what would be printed is always taken. */
const validateJob = 0x0004;

const integer = (name: string, ...values: readonly number[]): IppAttribute => ({
  name,
  values: values.map((value) => ({ kind: 'integer', value })),
});
const enumeration = (name: string, ...values: readonly number[]): IppAttribute => ({
  name,
  values: values.map((value) => ({ kind: 'enum', value })),
});
const boolean = (name: string, value: boolean): IppAttribute => ({ name, values: [{ kind: 'boolean', value }] });
const words = (
  kind: 'keyword' | 'uri' | 'name' | 'text' | 'charset' | 'language' | 'mime-type',
  name: string,
  ...values: readonly string[]
): IppAttribute => ({ name, values: values.map((value): IppValue => ({ kind, value })) });
/** From and to, RFC 8010's rangeOfInteger; and dots per inch across and along. */
const range = (name: string, from: number, to: number): IppAttribute => {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(from, 0);
  bytes.writeInt32BE(to, 4);
  return { name, values: [{ kind: 'other', tag: 0x33, bytes }] };
};
const resolution = (name: string, dpi: number): IppAttribute => {
  const bytes = Buffer.alloc(9);
  bytes.writeInt32BE(dpi, 0);
  bytes.writeInt32BE(dpi, 4);
  bytes.writeInt8(3, 8);
  return { name, values: [{ kind: 'other', tag: 0x32, bytes }] };
};

export function createVirtualServer(mechanism: Mechanism): VirtualServer {
  let faults: readonly Fault[] = [];

  function takeFault(question: Question): Fault['kind'] | undefined {
    const fault = faults.find(({ on }) => on === undefined || on === question);
    if (fault === undefined) return undefined;
    const rest = fault.count > 1 ? [{ ...fault, count: fault.count - 1 }] : [];
    faults = faults.flatMap((other) => (other === fault ? rest : [other]));
    return fault.kind;
  }

  function answer(body: Buffer): Buffer | undefined {
    const read = readIpp(body);
    return read === undefined ? undefined : carryOut(read.message, body.subarray(read.restAt));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const given = body === undefined || request.method !== 'POST' ? undefined : answer(body);
    if (body === undefined || given === undefined) {
      response.writeHead(body === undefined ? 413 : 400).end();
      return;
    }
    const question = operations.get(body.readUInt16BE(2));
    body.fill(0);
    const fault = question === undefined ? undefined : takeFault(question);
    if (fault === undefined) sendIpp(response, given);
    else answerWrongly(fault, given, response);
  }

  function carryOut(asked: IppMessage, document: Buffer): Buffer {
    const say = (code: number, ...groups: readonly IppGroup[]): Buffer => answerTo(asked, code, groups);
    const user = textsOf(asked, ippGroup.operation, 'requesting-user-name')[0] ?? 'anonymous';
    const id = numberOf(asked, ippGroup.operation, 'job-id') ?? 0;
    const [host] = textsOf(asked, ippGroup.operation, 'printer-uri');
    const job = mechanism.job(id);
    switch (asked.code) {
      case operation.getPrinterAttributes:
        return say(ippStatus.ok, printerGroup(host ?? 'ipp://localhost/ipp/print'));
      case validateJob:
        return say(ippStatus.ok);
      case operation.printJob: {
        const format = textsOf(asked, ippGroup.operation, 'document-format')[0];
        if (format !== 'application/pdf' && !document.subarray(0, 5).equals(Buffer.from('%PDF-')))
          return say(ippStatus.formatNotSupported);
        const taken = mechanism.submit(user, Buffer.from(document));
        return taken === undefined ? say(ippStatus.notAcceptingJobs) : say(ippStatus.ok, jobGroup(taken));
      }
      case operation.getJobAttributes:
        return job === undefined ? say(ippStatus.notFound) : say(ippStatus.ok, jobGroup(job));
      case operation.cancelJob:
        if (job === undefined) return say(ippStatus.notFound);
        if (job.user !== user) return say(ippStatus.notAuthorised);
        return say(mechanism.cancel(id) ? ippStatus.ok : ippStatus.notPossible);
      case operation.getJobs: {
        const [mine] = valuesOf(asked, ippGroup.operation, 'my-jobs');
        const onlyMine = mine?.kind === 'boolean' && mine.value;
        const completed = textsOf(asked, ippGroup.operation, 'which-jobs').includes('completed');
        const listed = mechanism
          .jobs()
          .filter((one) => (one.state === 7 || one.state === 9) === completed && (!onlyMine || one.user === user));
        return say(ippStatus.ok, ...listed.map(jobGroup));
      }
      default:
        return say(ippStatus.operationNotSupported);
    }
  }

  function printerGroup(uri: string): IppGroup {
    const { state, reasons } = mechanism.printerState();
    const { tonerPercent, paused } = mechanism.state();
    return {
      group: ippGroup.printer,
      attributes: [
        words('uri', 'printer-uri-supported', uri),
        words('keyword', 'uri-security-supported', 'none'),
        words('keyword', 'uri-authentication-supported', 'requesting-user-name'),
        words('name', 'printer-name', 'Tongban Virtual Printer'),
        words('text', 'printer-make-and-model', 'Tongban Virtual Printer'),
        words('text', 'printer-info', 'Tongban Virtual Printer'),
        words('text', 'printer-location', ''),
        words('uri', 'printer-uuid', 'urn:uuid:6d0a1c0e-6a11-4f4e-8f0b-7c1d5a2e9b01'),
        words('text', 'printer-device-id', 'MFG:Tongban;MDL:Virtual Printer;CMD:PDF;'),
        enumeration('printer-state', state),
        words('keyword', 'printer-state-reasons', ...reasons),
        boolean('printer-is-accepting-jobs', !paused),
        integer('queued-job-count', mechanism.jobs().filter((job) => job.state !== 7 && job.state !== 9).length),
        integer('printer-up-time', Math.max(1, Math.floor(process.uptime()))),
        words('keyword', 'ipp-versions-supported', '1.1', '2.0'),
        words('keyword', 'ipp-features-supported', 'ipp-everywhere'),
        enumeration('operations-supported', ...operations.keys(), validateJob),
        words('charset', 'charset-configured', 'utf-8'),
        words('charset', 'charset-supported', 'utf-8'),
        words('language', 'natural-language-configured', 'en'),
        words('language', 'generated-natural-language-supported', 'en'),
        words('mime-type', 'document-format-default', 'application/pdf'),
        words('mime-type', 'document-format-supported', 'application/pdf'),
        words('keyword', 'pdf-versions-supported', 'adobe-1.7'),
        words('keyword', 'compression-supported', 'none'),
        words('keyword', 'pdl-override-supported', 'attempted'),
        boolean('color-supported', false),
        integer('pages-per-minute', 20),
        words('keyword', 'print-color-mode-supported', 'monochrome'),
        words('keyword', 'print-color-mode-default', 'monochrome'),
        enumeration('print-quality-supported', 4),
        enumeration('print-quality-default', 4),
        enumeration('orientation-requested-supported', 3),
        enumeration('orientation-requested-default', 3),
        resolution('printer-resolution-supported', 600),
        resolution('printer-resolution-default', 600),
        range('copies-supported', 1, 1),
        integer('copies-default', 1),
        words('keyword', 'sides-supported', 'one-sided'),
        words('keyword', 'sides-default', 'one-sided'),
        words('keyword', 'output-bin-supported', 'face-down'),
        words('keyword', 'output-bin-default', 'face-down'),
        words('keyword', 'media-supported', 'iso_a4_210x297mm'),
        words('keyword', 'media-ready', 'iso_a4_210x297mm'),
        words('keyword', 'media-default', 'iso_a4_210x297mm'),
        words('keyword', 'job-creation-attributes-supported', 'copies', 'media', 'sides'),
        words('name', 'marker-names', 'Black toner'),
        words('keyword', 'marker-types', 'toner'),
        words('name', 'marker-colors', '#000000'),
        integer('marker-levels', tonerPercent),
        integer('marker-low-levels', 10),
      ],
    };
  }

  const server = createServer((request, response) => {
    request.on('error', () => response.destroy());
    void serve(request, response).catch(() => response.destroy());
  });
  return {
    server,
    answer,
    addFault: (fault) => {
      faults = [...faults, fault];
    },
    endFaults: () => {
      faults = [];
    },
    faultsLeft: () => faults.reduce((sum, { count }) => sum + count, 0),
  };
}

function jobGroup({ id, user, state, pagesOut }: VirtualJob): IppGroup {
  return {
    group: ippGroup.job,
    attributes: [
      integer('job-id', id),
      words('uri', 'job-uri', `ipp://localhost/ipp/print/${id}`),
      enumeration('job-state', state),
      words('keyword', 'job-state-reasons', state === 6 ? 'printer-stopped' : 'none'),
      words('name', 'job-originating-user-name', user),
      integer('job-impressions-completed', pagesOut),
    ],
  };
}

function answerTo(asked: IppMessage, code: number, groups: readonly IppGroup[]): Buffer {
  const operationGroup: IppGroup = {
    group: ippGroup.operation,
    attributes: [
      words('charset', 'attributes-charset', 'utf-8'),
      words('language', 'attributes-natural-language', 'en'),
    ],
  };
  return writeIpp({ version: asked.version, code, requestId: asked.requestId, groups: [operationGroup, ...groups] });
}

function answerWrongly(fault: Fault['kind'], given: Buffer, response: ServerResponse): void {
  switch (fault) {
    case 'silent':
      return;
    case 'garbage':
      sendIpp(response, Buffer.concat([given.subarray(0, 8), Buffer.from('no attribute begins like this')]));
      return;
    case 'half':
      response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': given.length });
      response.write(given.subarray(0, given.length / 2), () => response.destroy());
      return;
    case 'slow': {
      response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': given.length });
      const drip = (at: number): void => {
        if (response.destroyed) return;
        if (at === given.length) response.end();
        else response.write(given.subarray(at, at + 1), () => setTimeout(() => drip(at + 1), dripMs));
      };
      drip(0);
      return;
    }
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><html><body>Please sign in.<br></body></html>');
      return;
    case 'hang-up':
      response.destroy();
      return;
    case 'refused':
      response.writeHead(401, { 'www-authenticate': 'Basic realm="printer"' }).end();
      return;
    default:
      fault satisfies never;
  }
}

function sendIpp(response: ServerResponse, ipp: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': ipp.length }).end(ipp);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length;
    if (lengthBytes > longestRequestBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
