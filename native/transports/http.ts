import { type ClientRequest, request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import type { Clock } from '../clock.ts';
import { type LossReason, lossReasonOf } from './transport.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  /** The body, sent as text/xml. */
  readonly xml?: string;
  /** The body, sent as application/ipp. */
  readonly ipp?: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly location: string | undefined;
  /** As announced; undefined when the device does not say. */
  readonly lengthBytes: number | undefined;
}

/**
 * What one exchange tells its driver: `answered` at most once and before any `bytes`; exactly one of `whole` (all of the
 * body that was announced has come) and `lost` comes last, and nothing after it. None is called before `HttpCall` has
 * returned. A chunk may be wiped as soon as `bytes` returns.
 */
export interface HttpEvents {
  answered(answer: HttpAnswer): void;
  bytes(chunk: Uint8Array): void;
  whole(): void;
  /** `missing`: nobody took the call. `failed`: what came is no HTTP. A body that ends before its time is `unplugged`. */
  lost(reason: LossReason): void;
}

/** Starts one exchange. The returned function hangs up: nothing is told after it. */
export type HttpCall = (request: HttpRequest, events: HttpEvents) => () => void;

/**
 * HTTP to a device on the hall's network. Redirects are answers like any other: a device that sends us elsewhere is not
 * followed. Each exchange has a connection of its own, because devices drop kept ones without a word, and the loss would
 * look like a pulled plug. How long an answer may take is the driver's matter.
 */
export function httpCalls(settings: { readonly connectTimeoutMs: number }, clock: Clock): HttpCall {
  return ({ method, url, xml, ipp }, events) => {
    let isOver = false;
    const end = (tell: () => void): void => {
      if (isOver) return;
      isOver = true;
      cancelTimeout();
      call.destroy();
      tell();
    };
    const cancelTimeout = clock.after(settings.connectTimeoutMs, () => end(() => events.lost({ kind: 'missing' })));
    const body = xml ?? ipp;
    const headers =
      body === undefined
        ? {}
        : {
            'content-type': xml === undefined ? 'application/ipp' : 'text/xml',
            'content-length': Buffer.byteLength(body),
          };
    const open = url.protocol === 'https:' ? requestOverHttps : requestOverHttp;
    const call: ClientRequest = open(url, { method, headers, agent: false });

    call.on('socket', (socket) => {
      socket.setNoDelay(true);
      socket.once('connect', cancelTimeout);
    });
    call.on('response', (response) => {
      if (isOver) return;
      const announced = response.headers['content-length'];
      events.answered({
        status: response.statusCode ?? 0,
        location: response.headers.location,
        lengthBytes: announced === undefined ? undefined : Number(announced),
      });
      response.on('data', (chunk: Buffer) => {
        if (!isOver) events.bytes(chunk);
      });
      response.on('end', () => end(() => events.whole()));
      response.on('error', (error) => end(() => events.lost(lossReasonOf(error))));
      response.on('close', () => end(() => events.lost({ kind: 'unplugged' })));
    });
    // Stays after the end: hanging up in the middle of an answer is an error of the request, too.
    call.on('error', (error) => end(() => events.lost(lossReasonOf(error))));
    call.on('close', () => end(() => events.lost({ kind: 'unplugged' })));
    call.end(body);
    return () => end(() => {});
  };
}
