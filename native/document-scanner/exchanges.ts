import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';
import type { Clock } from '../clock.ts';
import type { HttpAnswer, HttpCall, HttpRequest } from '../transports/http.ts';
import type { LossReason } from '../transports/transport.ts';
import { assemblePage, type PageFault } from './page.ts';
import { maxXmlBytes } from './xml.ts';

/** For a status, capabilities, the end of a job: what a scanner knows without moving anything. */
const answerLimitMs = 5_000;
/** A scanner that slept warms its lamp before it takes a job. */
const startLimitMs = 20_000;
/** The first byte of a page: it may be drawn in, scanned and packed as a whole before that. */
export const firstByteLimitMs = 60_000;
/** Between two bytes of a page. */
export const silenceLimitMs = 15_000;
/** However it trickles, a page comes at this pace after `firstByteLimitMs`, or it is given up. */
const slowestBytesPerMs = 20;

export type Answer =
  | {
      readonly answer: 'answered';
      readonly status: number;
      readonly location: string | undefined;
      readonly body: string;
    }
  | { readonly answer: 'lost'; readonly reason: LossReason }
  /** The connection stands and nothing more comes. */
  | { readonly answer: 'silent' };

export type PageEnd =
  | { readonly page: 'whole' }
  /** The scanner answers with something else than a page: 404 and 410 say that there is none. */
  | { readonly page: 'refused'; readonly status: number }
  | { readonly page: PageFault }
  | { readonly page: 'lost'; readonly reason: LossReason }
  | { readonly page: 'silent' }
  | { readonly page: 'stopped' };

export interface PageFetch {
  readonly ended: Promise<PageEnd>;
  stop(): void;
}

/** One question and its short answer. Nothing can hang it up: what it began at the scanner must be known to be ended. */
export function ask(call: HttpCall, clock: Clock, request: HttpRequest): Promise<Answer> {
  return new Promise((resolve) => {
    let answered: HttpAnswer | undefined;
    const chunks: Buffer[] = [];
    let lengthBytes = 0;
    const settle = (answer: Answer): void => {
      stopTimer();
      hangUp();
      resolve(answer);
    };
    const stopTimer = clock.after(request.method === 'POST' ? startLimitMs : answerLimitMs, () =>
      settle({ answer: 'silent' }),
    );
    const hangUp = call(request, {
      answered: (given) => {
        answered = given;
      },
      bytes: (chunk) => {
        lengthBytes += chunk.length;
        if (lengthBytes <= maxXmlBytes) chunks.push(Buffer.from(chunk));
        else settle({ answer: 'lost', reason: { kind: 'failed', detail: 'the answer is too long' } });
      },
      whole: () => {
        const { status = 0, location } = answered ?? {};
        settle({ answer: 'answered', status, location, body: Buffer.concat(chunks).toString('utf8') });
      },
      lost: (reason) => settle({ answer: 'lost', reason }),
    });
  });
}

/** Fetches one page. `onPart` is not called any more once `stop` was. */
export function fetchPage(
  call: HttpCall,
  clock: Clock,
  url: URL,
  onPart: (part: Uint8Array, isLast: boolean) => void,
): PageFetch {
  const startMs = clock.nowMs();
  // One chunk can make several parts, and the first of them be the moment to stop.
  const assembly = assemblePage((part) => {
    if (!isOver) onPart(part, false);
  });
  let receivedBytes = 0;
  let isOver = false;
  let settle: (end: PageEnd) => void = () => {};
  const ended = new Promise<PageEnd>((resolve) => {
    settle = resolve;
  });
  const end = (how: PageEnd): void => {
    if (isOver) return;
    isOver = true;
    stopTimer();
    hangUp();
    settle(how);
  };
  const wait = (): (() => void) => {
    const paceLeftMs = startMs + firstByteLimitMs + receivedBytes / slowestBytesPerMs - clock.nowMs();
    const limitMs = receivedBytes === 0 ? firstByteLimitMs : Math.min(silenceLimitMs, paceLeftMs);
    return clock.after(Math.max(0, limitMs), () => end({ page: 'silent' }));
  };
  let stopTimer = wait();

  const hangUp = call(
    { method: 'GET', url },
    {
      answered: (answer) => {
        if (answer.status !== 200) end({ page: 'refused', status: answer.status });
        else if ((answer.lengthBytes ?? 0) > maxPageBytes) end({ page: 'too-large' });
      },
      bytes: (chunk) => {
        receivedBytes += chunk.length;
        stopTimer();
        stopTimer = wait();
        const fault = assembly.push(chunk);
        if (fault !== undefined) end({ page: fault });
      },
      whole: () => {
        const last = assembly.finish();
        if (typeof last === 'string') {
          end({ page: last });
          return;
        }
        onPart(last, true);
        end({ page: 'whole' });
      },
      lost: (reason) => end({ page: 'lost', reason }),
    },
  );
  return { ended, stop: () => end({ page: 'stopped' }) };
}
