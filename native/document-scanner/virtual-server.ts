import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { type EsclInput, readScanSettings, writeCapabilities, writeStatus } from './codec.ts';
import type { Mechanism } from './virtual-mechanism.ts';

/** What may go wrong with an answer, whatever was asked. */
export const answerFaults = ['silent', 'garbage', 'html', 'redirect', 'busy', 'hang-up'] as const;
/** What may go wrong with a page: it stops for ever, breaks off, ends early with an honest length, or drips. */
export const pageFaults = ['stall', 'cut', 'no-end', 'drip'] as const;
export const questions = ['status', 'capabilities', 'job', 'page', 'delete'] as const;
export type Question = (typeof questions)[number];
export type FaultKind = (typeof answerFaults)[number] | (typeof pageFaults)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The question whose answers it hits; a fault of a page hits pages, and any other without this hits every answer. */
  readonly on: Question | undefined;
  readonly count: number;
}

/** The scanner's own side of eSCL. */
export interface VirtualServer {
  readonly server: Server;
  addFault(fault: Fault): void;
  faultsLeft(): number;
  /** Every page that is on its way breaks off. */
  breakPages(): void;
}

const sheet: EsclInput = {
  maxWidth: 2480,
  maxHeight: 3508,
  colorModes: ['RGB24'],
  formats: ['image/jpeg'],
  extendedFormats: ['image/jpeg'],
  resolutionsDpi: [300],
};
const capabilities = writeCapabilities({
  makeAndModel: 'Tongban Virtual Scanner',
  ...{ glass: sheet, feeder: sheet, feederBothSides: sheet },
});
const longestRequestBytes = 64 * 1024;
const tickMs = 20;
const dripBytesPerSecond = 1_000;

export function createVirtualServer(options: {
  readonly clock: Clock;
  readonly bytesPerSecond: number;
  readonly mechanism: Mechanism;
}): VirtualServer {
  const { clock, bytesPerSecond, mechanism } = options;
  let faults: readonly Fault[] = [];
  const onTheirWay = new Set<ServerResponse>();

  function takeFault(question: Question): FaultKind | undefined {
    const fault = faults.find(({ kind, on }) =>
      isPageFault(kind) ? question === 'page' : on === undefined || on === question,
    );
    if (fault === undefined) return undefined;
    const rest = fault.count > 1 ? [{ ...fault, count: fault.count - 1 }] : [];
    faults = faults.flatMap((other) => (other === fault ? rest : [other]));
    return fault.kind;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const asked = questionOf(request);
    const fault = asked === undefined ? undefined : takeFault(asked.question);
    if (asked === undefined || body === undefined) {
      response.writeHead(asked === undefined ? 404 : 413).end();
    } else if (fault === undefined || isPageFault(fault)) {
      answerProperly(asked, body, response, fault);
    } else {
      answerWrongly(fault, response);
    }
  }

  function answerProperly(
    { question, jobId }: Asked,
    body: string,
    response: ServerResponse,
    fault: (typeof pageFaults)[number] | undefined,
  ): void {
    switch (question) {
      case 'capabilities':
        sendXml(response, capabilities);
        return;
      case 'status':
        sendXml(response, writeStatus(mechanism.status()));
        return;
      case 'job': {
        const settings = readScanSettings(body);
        const suits = settings?.resolutionDpi === 300 && settings.format === 'image/jpeg';
        const job = settings !== undefined && suits ? mechanism.startJob(settings) : 'conflict';
        if (job === 'busy') response.writeHead(503).end();
        else if (job === 'conflict') response.writeHead(409).end();
        else response.writeHead(201, { location: `/eSCL/ScanJobs/${job.id}` }).end();
        return;
      }
      case 'page':
        sendPage(response, jobId, fault);
        return;
      case 'delete':
        response.writeHead(mechanism.deleteJob(jobId) ? 200 : 404).end();
        return;
      default:
        question satisfies never;
    }
  }

  function sendPage(response: ServerResponse, jobId: string, fault: (typeof pageFaults)[number] | undefined): void {
    const page = mechanism.nextPage(jobId);
    if (page === 'none') {
      response.writeHead(404).end();
      return;
    }
    const { jpeg } = page.sheet;
    const half = Math.floor(jpeg.length / 2);
    const isShort = page.jams || fault === 'stall' || fault === 'cut' || fault === 'no-end';
    const wire = isShort ? jpeg.subarray(0, half) : jpeg;
    const perMs = (fault === 'drip' ? dripBytesPerSecond : bytesPerSecond) / 1_000;
    response.writeHead(200, {
      'content-type': 'image/jpeg',
      'content-length': fault === 'no-end' ? half : jpeg.length,
    });
    response.flushHeaders();
    onTheirWay.add(response);
    let settled = false;
    const settle = (how: 'delivered' | 'broken'): void => {
      if (settled) return;
      settled = true;
      onTheirWay.delete(response);
      page[how]();
    };
    response.on('close', () => settle(response.writableFinished && !isShort ? 'delivered' : 'broken'));

    const startMs = clock.nowMs();
    let sentBytes = 0;
    const step = (): void => {
      if (settled) return;
      const due = Math.min(wire.length, Math.ceil((clock.nowMs() - startMs + tickMs) * perMs));
      response.write(wire.subarray(sentBytes, due));
      sentBytes = due;
      if (sentBytes < wire.length) clock.after(tickMs, step);
      else if (page.jams || fault === 'cut') response.destroy();
      else if (fault !== 'stall') {
        // Before the last byte is out: whoever has the whole page may ask for the next at once.
        if (!isShort) settle('delivered');
        response.end();
      }
    };
    step();
  }

  const server = createServer((request, response) => {
    request.on('error', () => response.destroy());
    void answer(request, response);
  });
  return {
    server,
    addFault: (fault) => {
      faults = [...faults, fault];
    },
    faultsLeft: () => faults.reduce((sum, { count }) => sum + count, 0),
    breakPages: () => {
      for (const response of onTheirWay) response.destroy();
    },
  };
}

function answerWrongly(fault: (typeof answerFaults)[number], response: ServerResponse): void {
  switch (fault) {
    case 'silent':
      return;
    case 'garbage':
      sendXml(response, '<?xml version="1.0"?><scan:ScannerStatus><pwg:State>Id');
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><html><body>Please sign in.<br></body></html>');
      return;
    case 'redirect':
      response.writeHead(302, { location: 'http://192.0.2.1/sign-in' }).end();
      return;
    case 'busy':
      response.writeHead(503).end();
      return;
    case 'hang-up':
      response.destroy();
      return;
    default:
      fault satisfies never;
  }
}

function isPageFault(fault: FaultKind): fault is (typeof pageFaults)[number] {
  return pageFaults.some((kind) => kind === fault);
}

function sendXml(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(xml) }).end(xml);
}

interface Asked {
  readonly question: Question;
  readonly jobId: string;
}

function questionOf({ method, url }: IncomingMessage): Asked | undefined {
  const [, name, jobId = '', document] = /^\/eSCL\/(\w+)(?:\/([\w-]+)(?:\/(\w+))?)?\/?$/.exec(url ?? '') ?? [];
  if (method === 'GET' && name === 'ScannerCapabilities') return { question: 'capabilities', jobId };
  if (method === 'GET' && name === 'ScannerStatus') return { question: 'status', jobId };
  if (name !== 'ScanJobs') return undefined;
  if (method === 'POST' && jobId === '') return { question: 'job', jobId };
  if (method === 'GET' && document === 'NextDocument') return { question: 'page', jobId };
  if (method === 'DELETE' && jobId !== '' && document === undefined) return { question: 'delete', jobId };
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length;
    if (lengthBytes > longestRequestBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
