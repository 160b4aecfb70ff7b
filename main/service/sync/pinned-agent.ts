import { createHash } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector, errors } from 'undici';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Timers } from '../timers.ts';
import {
  type HeaderField,
  type LineAnswer,
  type LineFault,
  type LineRequest,
  type Transport,
  waitingFor,
} from './transport.ts';

const connectLimitMs = 5_000;
/** An answer holds at most two hundred acknowledgements or a key list: far less than this. */
const maxAnswerBytes = 1024 * 1024;
/** Time for the platform to open a whole batch, and for its bytes over the slowest line a hall has: 128 kbit/s. */
const answerLimitMs = 20_000;
const slowestBytesPerMs = 16;

/** How long a connection waits for the next request of a row. */
const inARowMs = 1_000;
/** 22 bytes of each are the record's own. */
const maxRecordBytes = 4096;

/** What is known of whom the terminal talks to: SHA-256 of the TLS public key's SubjectPublicKeyInfo, base64url. */
type Acceptance = 'anyone' | (() => readonly string[]);

export interface Line {
  readonly send: Transport;
  /** Breaks off what is under way; it ends as a fault. */
  readonly close: () => Promise<void>;
}

/** The line to the platform at `url` (https). `pins` is asked at each connection, so a new key list counts at once. */
export function openLine(url: string, pins: () => readonly string[], timers: Timers): Line {
  return lineTo(url, pins, timers);
}

/**
 * The one request that may go to whoever answers: before any pin is known, and where the pins here are old. Its answer is
 * signed by a root of the profile; whoever answers in the platform's place can withhold the key list and not change it, and
 * learns no more than that a terminal is here.
 */
export async function fetchKeyListUnpinned(url: string, timers: Timers): Promise<Result<LineAnswer, LineFault>> {
  const line = lineTo(url, 'anyone', timers);
  const headers = { accept: 'application/json' };
  const answer = await line.send({ method: 'GET', path: keysPath(url), headers, body: null });
  await line.close();
  return answer;
}

const keysPath = (url: string): string => `${new URL(url).pathname.replace(/\/$/, '')}/v1/keys`;

function lineTo(url: string, acceptance: Acceptance, timers: Timers): Line {
  const { origin, protocol } = new URL(url);
  if (protocol !== 'https:') throw new Error(`the platform is reached by https, not ${protocol}`);
  const common = {
    connect: connectorFor(acceptance),
    maxResponseSize: maxAnswerBytes,
    // The limit below counts for the whole exchange; a body that trickles in would outlive limits between its bytes.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  // One connection a request: after a cut network it is a guess whether one over a kept connection arrived. A handshake
  // costs a few milliseconds in half a minute.
  const single = new Agent({ ...common, pipelining: 0 });
  // Papers and a long queue go in hundreds of requests, one right after the other, each of which may arrive twice and do no
  // harm; there a handshake each cost a twentieth of a thin line's time.
  const openRow = () => new Agent({ ...common, pipelining: 1, connections: 1, keepAliveMaxTimeout: inARowMs });
  // Apart: a paper does not wait for the answer to a delivery.
  const openRows = () => ({ deliveries: openRow(), papers: openRow() });
  const closeRows = () => Promise.all([rows.deliveries.destroy(), rows.papers.destroy()]);
  const accepted = () => (acceptance === 'anyone' ? '' : acceptance().join());
  let rows = openRows();
  let rowsAccept = accepted();
  const rowOf = async (kind: keyof typeof rows) => {
    // A kept connection would live on under a pin that was taken back meanwhile.
    if (accepted() !== rowsAccept) {
      const closed = closeRows();
      rows = openRows();
      rowsAccept = accepted();
      await closed;
    }
    return rows[kind];
  };
  return {
    send: async (request) =>
      exchange(request.inARow === undefined ? single : await rowOf(request.inARow), origin, request, timers),
    close: async () => {
      await Promise.all([single.destroy(), closeRows()]);
    },
  };
}

async function exchange(
  agent: Agent,
  origin: string,
  request: LineRequest,
  timers: Timers,
): Promise<Result<LineAnswer, LineFault>> {
  const limit = new AbortController();
  const limitMs = answerLimitMs + (request.body?.length ?? 0) / slowestBytesPerMs;
  const takeBack = timers.after(limitMs, () => limit.abort());
  try {
    const { path, method, headers, body } = request;
    const response = await agent.request({ origin, path, method, headers, body, signal: limit.signal });
    const bytes = Buffer.from(await response.body.arrayBuffer());
    return ok({ status: response.statusCode, headers: fieldsOf(response.headers), body: bytes });
  } catch (error) {
    return err(limit.signal.aborted ? waitingFor('platform-does-not-answer', 'time limit') : faultOf(error));
  } finally {
    takeBack();
  }
}

function fieldsOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): readonly HeaderField[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : (value ?? [])).map((one) => ({ name: name.toLowerCase(), value: one })),
  );
}

class PinMismatch extends Error {}
class NoSecureConnection extends Error {}

/**
 * Checks the pin at `secureConnect`, which comes before undici is given the socket: to a stranger not one byte of a
 * request is written. Name and dates of the certificate are not looked at. A terminal's clock may be wrong by years, and
 * Node would report the date before it ever came to the key.
 */
function connectorFor(acceptance: Acceptance): buildConnector.connector {
  const connect = buildConnector({
    minVersion: 'TLSv1.3',
    rejectUnauthorized: false,
    // A resumed session brings no certificate of its own to check.
    maxCachedSessions: 0,
    timeout: connectLimitMs,
  });
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error !== null) return callback(new NoSecureConnection(codeOf(error), { cause: error }), null);
      // A record that the line cuts in two is lost whole, and an upload is cut where it is long.
      if (socket instanceof TLSSocket) socket.setMaxSendFragment(maxRecordBytes);
      if (acceptance === 'anyone' || (socket instanceof TLSSocket && acceptance().includes(pinOf(socket)))) {
        return callback(null, socket);
      }
      socket.destroy();
      callback(new PinMismatch(), null);
    });
  };
}

function pinOf(socket: TLSSocket): string {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return '';
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

function faultOf(error: unknown): LineFault {
  // A stranger, or the platform under a new key that this terminal was away too long to hear of.
  if (error instanceof PinMismatch) {
    return { ...waitingFor('platform-identity-not-proven', 'pin'), remedy: 'newer-key-list' };
  }
  if (error instanceof NoSecureConnection) {
    const code = error.message;
    if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return waitingFor('platform-does-not-answer', code);
    // It speaks, and no TLS 1.3: something that is not the platform stands at its address.
    if (code.startsWith('ERR_SSL') || code === 'EPROTO') return waitingFor('platform-identity-not-proven', code);
    return waitingFor('no-network', code);
  }
  const code = codeOf(error);
  const answeredWrongly =
    error instanceof errors.HTTPParserError || error instanceof errors.ResponseExceededMaxSizeError;
  return waitingFor(answeredWrongly ? 'answer-not-understood' : 'platform-does-not-answer', code);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
