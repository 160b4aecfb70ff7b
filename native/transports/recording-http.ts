import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { HttpAnswer, HttpCall, HttpEvents, HttpRequest } from './http.ts';
import { atMs, lossReason, type Write } from './recording.ts';

/*
 * The same for exchanges over HTTP. Of a body that is no XML nothing is written down but how long its pieces were and
 * whether it began and ended as a JPEG does: such a body is somebody's page.
 */

const call = z.number().int().min(1);
const httpEvent = z.union([
  z.strictObject({
    atMs,
    call,
    method: z.enum(['GET', 'POST', 'DELETE']),
    path: z.string(),
    xml: z.string().optional(),
  }),
  z.strictObject({
    ...{ atMs, call, status: z.number() },
    location: z.string().optional(),
    lengthBytes: z.number().optional(),
  }),
  z.strictObject({ atMs, call, text: z.string() }),
  z.strictObject({ atMs, call, pageBytes: z.number().int().min(1) }),
  z.strictObject({ atMs, call, end: z.literal('whole'), page: z.enum(['none', 'jpeg', 'no-end', 'no-jpeg']) }),
  z.strictObject({ atMs, call, end: z.literal('lost'), reason: lossReason }),
  z.strictObject({ atMs, call, end: z.literal('hung-up') }),
]);
type HttpEvent = z.infer<typeof httpEvent>;

/** Exchanges like those of `make`, written down. */
export function recordCalls(make: HttpCall, clock: Clock, write: Write): HttpCall {
  const startMs = clock.nowMs();
  let calls = 0;

  return ({ method, url, xml }, events) => {
    calls += 1;
    const number = calls;
    const note = (event: object): void =>
      write(JSON.stringify({ atMs: Math.round(clock.nowMs() - startMs), call: number, ...event }));
    const look = lookAtBody();
    let isOver = false;
    note({ method, path: url.pathname, xml });
    const hangUp = make(
      { method, url, ...(xml === undefined ? {} : { xml }) },
      {
        answered: (answer) => {
          note(answer);
          events.answered(answer);
        },
        bytes: (chunk) => {
          note(look.push(chunk));
          events.bytes(chunk);
        },
        whole: () => {
          isOver = true;
          note({ end: 'whole', page: look.page() });
          events.whole();
        },
        lost: (reason) => {
          isOver = true;
          note({ end: 'lost', reason });
          events.lost(reason);
        },
      },
    );
    return () => {
      if (!isOver) note({ end: 'hung-up' });
      isOver = true;
      hangUp();
    };
  };
}

/** What may be said of a body: the words of one that is XML from its first bytes on, the lengths of any other. */
function lookAtBody() {
  let kind: 'xml' | 'other' | undefined;
  let first = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  return {
    push: (chunk: Uint8Array): object => {
      kind ??= /^\s*<(?:\?xml|[\w-]+:Scanner)/.test(Buffer.from(chunk.subarray(0, 64)).toString('latin1'))
        ? 'xml'
        : 'other';
      if (kind === 'xml') return { text: Buffer.from(chunk).toString('latin1') };
      first = Buffer.concat([first, chunk.subarray(0, 3)]).subarray(0, 3);
      last = Buffer.concat([last, chunk.subarray(-2)]).subarray(-2);
      return { pageBytes: chunk.length };
    },
    page: () => {
      if (kind !== 'other') return 'none';
      if (first.toString('hex') !== 'ffd8ff') return 'no-jpeg';
      return last.toString('hex') === 'ffd9' ? 'jpeg' : 'no-end';
    },
  };
}

/** The device's side of a recording. A driver that asks for something else than it did then is a bug and throws. */
export function replayCalls(recording: string, clock: Clock): { readonly call: HttpCall; left(): number } {
  const events: readonly HttpEvent[] = recording
    .trimEnd()
    .split('\n')
    .map((line) => httpEvent.parse(JSON.parse(line)));
  const total = Math.max(...events.map(({ call: number }) => number));
  let calls = 0;

  return {
    left: () => total - calls,
    call: (request, listener) => {
      calls += 1;
      const [asked, ...answers] = events.filter(({ call: number }) => number === calls);
      if (asked === undefined || !('method' in asked)) throw new Error(`nobody asked for ${request.url.pathname} then`);
      expectSame(asked, request);
      const stops = answers
        .filter((event) => !('end' in event && event.end === 'hung-up'))
        .map((event) => clock.after(event.atMs - asked.atMs, tellLater(event, answers, listener)));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function expectSame(asked: Extract<HttpEvent, { readonly method: string }>, { method, url, xml }: HttpRequest): void {
  const [then, now] = [asked, { method, path: url.pathname, xml }].map((one) => `${one.method} ${one.path} ${one.xml}`);
  if (then !== now) throw new Error(`asked ${now}, and then it was ${then}`);
}

function tellLater(event: HttpEvent, answers: readonly HttpEvent[], listener: HttpEvents): () => void {
  if ('status' in event) {
    const answer: HttpAnswer = { status: event.status, location: event.location, lengthBytes: event.lengthBytes };
    return () => listener.answered(answer);
  }
  if ('text' in event) return () => listener.bytes(Buffer.from(event.text, 'latin1'));
  if ('pageBytes' in event) {
    const bytes = emptyPiece(event, answers);
    return () => listener.bytes(bytes);
  }
  if ('end' in event && event.end === 'lost') return () => listener.lost(event.reason);
  return () => listener.whole();
}

/** A piece of a page that shows nothing: zeros, but for the first and last bytes of one that was a JPEG. */
function emptyPiece(piece: Extract<HttpEvent, { readonly pageBytes: number }>, answers: readonly HttpEvent[]): Buffer {
  const bytes = Buffer.alloc(piece.pageBytes);
  const pieces = answers.filter((event) => 'pageBytes' in event);
  const page = answers.find((event) => 'page' in event)?.page ?? 'no-end';
  if (piece === pieces[0] && page !== 'no-jpeg') bytes.set([0xff, 0xd8, 0xff].slice(0, bytes.length));
  if (piece === pieces.at(-1) && page === 'jpeg') bytes.set([0xff, 0xd9], bytes.length - 2);
  return bytes;
}
