import type { HttpCall, HttpEvents, HttpRequest } from '../transports/http.ts';
import { type EsclCapabilities, type EsclInput, type EsclStatus, writeCapabilities, writeStatus } from './codec.ts';

/** An answer as a scanner may give it; `after` says what follows the body. */
export interface FakeAnswer {
  readonly status: number;
  readonly location?: string;
  readonly body?: string | Uint8Array;
  /** As announced, where that is another length than the body's. */
  readonly lengthBytes?: number;
  readonly after?: 'whole' | 'nothing' | 'torn';
}

/** A scanner for the driver's tests: says what it is told to say, remembers what it was asked, and knows no time. */
export interface FakeScanner {
  readonly call: HttpCall;
  said: EsclStatus;
  capabilities: EsclCapabilities;
  /** Pages that the feeder still holds, or that lies on the glass. */
  pages: readonly Uint8Array[];
  isThere: boolean;
  /** Where it gives an answer, that is said instead of the proper one. `request` as in `requests`. */
  instead: (request: string) => FakeAnswer | 'silent' | 'no-http' | undefined;
  /** `GET ScannerStatus`, `POST ScanJobs`, `GET 1/NextDocument`, `hung up GET 1/NextDocument`, `DELETE 1`. */
  readonly requests: string[];
  /** What the last job was asked for, as XML. */
  jobXml: string;
}

const input: EsclInput = {
  maxWidth: 2550,
  maxHeight: 3508,
  colorModes: ['Grayscale8', 'RGB24'],
  formats: ['application/pdf', 'image/jpeg'],
  extendedFormats: [],
  resolutionsDpi: [150, 300, 600],
};
export const glassOnly: EsclCapabilities = {
  makeAndModel: 'Fake',
  glass: input,
  feeder: undefined,
  feederBothSides: undefined,
};
export const glassAndFeeder: EsclCapabilities = { ...glassOnly, feeder: input };
export const withBothSides: EsclCapabilities = { ...glassAndFeeder, feederBothSides: input };

export const idle: EsclStatus = { state: 'Idle', adfState: undefined, reasons: [], jobs: [] };
export const feederLoaded: EsclStatus = { ...idle, adfState: 'ScannerAdfLoaded' };
export const feederEmpty: EsclStatus = { ...idle, adfState: 'ScannerAdfEmpty' };
export const feederJam: EsclStatus = { ...idle, adfState: 'ScannerAdfJam' };

export const rootUrl = new URL('http://scanner.test/eSCL/');

/** A page of this length that is JPEG as far as its first and last bytes go, and says `mark` in the middle. */
export function fakePage(mark: string, lengthBytes: number): Uint8Array {
  const page = Buffer.alloc(lengthBytes, mark);
  page.set([0xff, 0xd8, 0xff, 0xe0]);
  page.set([0xff, 0xd9], lengthBytes - 2);
  return page;
}

export function createFakeScanner(): FakeScanner {
  let jobs = 0;

  const properly = (request: HttpRequest, name: string): FakeAnswer => {
    if (name === 'GET ScannerStatus') return { status: 200, body: writeStatus(scanner.said) };
    if (name === 'GET ScannerCapabilities') return { status: 200, body: writeCapabilities(scanner.capabilities) };
    if (name === 'POST ScanJobs') {
      scanner.jobXml = request.xml ?? '';
      jobs += 1;
      return { status: 201, location: `http://a-name-nobody-knows.local/eSCL/ScanJobs/${jobs}` };
    }
    if (request.method === 'DELETE') return { status: 200 };
    const [page, ...others] = scanner.pages;
    if (page === undefined) return { status: 404 };
    scanner.pages = others;
    if (others.length === 0 && scanner.said.adfState === 'ScannerAdfLoaded') scanner.said = feederEmpty;
    return { status: 200, body: page };
  };

  const scanner: FakeScanner = {
    said: idle,
    capabilities: glassOnly,
    pages: [],
    isThere: true,
    instead: () => undefined,
    requests: [],
    jobXml: '',
    call: (request, events) => {
      const name = `${request.method} ${request.url.pathname.replace(/^\/eSCL\/(?:ScanJobs\/)?/, '')}`;
      if (request.url.host !== rootUrl.host) throw new Error(`${request.url.host} is not the scanner`);
      scanner.requests.push(name);
      let isOver = false;
      queueMicrotask(() => {
        if (isOver) return;
        if (!scanner.isThere) {
          isOver = true;
          events.lost({ kind: 'missing' });
          return;
        }
        const answer = scanner.instead(name) ?? properly(request, name);
        if (answer === 'silent') return;
        if (answer === 'no-http') {
          isOver = true;
          events.lost({ kind: 'failed', detail: 'Parse Error' });
          return;
        }
        give(
          answer,
          events,
          () => isOver,
          () => {
            isOver = true;
          },
        );
      });
      return () => {
        if (!isOver) scanner.requests.push(`hung up ${name}`);
        isOver = true;
      };
    },
  };
  return scanner;
}

const chunkBytes = 64 * 1024;

function give(answer: FakeAnswer, events: HttpEvents, isOver: () => boolean, end: () => void): void {
  const body = Buffer.from(answer.body ?? '');
  const lengthBytes = answer.lengthBytes ?? body.length;
  events.answered({ status: answer.status, location: answer.location, lengthBytes });
  for (let at = 0; at < body.length && !isOver(); at += chunkBytes) events.bytes(body.subarray(at, at + chunkBytes));
  if (isOver() || answer.after === 'nothing') return;
  end();
  if (answer.after === 'torn') events.lost({ kind: 'unplugged' });
  else events.whole();
}
