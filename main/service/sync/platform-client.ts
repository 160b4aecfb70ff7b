import createClient from 'openapi-fetch';
import { z } from 'zod';
import { err, ok, type Result } from '../../contract/result.ts';
import { bundlePart } from '../../contract/wire/bundles.ts';
import { type SignedFleetList, signedFleetList } from '../../contract/wire/fleet.ts';
import {
  type DeliveryRequest,
  type DeliveryResponse,
  deliveryResponse,
  oldLease,
} from '../../contract/wire/deliveries.ts';
import { type SignedKeyList, signedKeyList } from '../../contract/wire/keys.ts';
import {
  type StuckCasesRequest,
  type StuckCasesResponse,
  stuckCasesResponse,
} from '../../contract/wire/stuck-cases.ts';
import { type TombstonesRequest, type TombstonesResponse, tombstonesResponse } from '../../contract/wire/tombstones.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { checkAnswer, signRequest, signUpload } from './message-signatures.ts';
import type { paths } from './platform-api.generated.ts';
import { type LineAnswer, type LineFault, type Transport, waitingFor } from './transport.ts';

/** The platform as the terminal sees it. Every way a call can fail is a value; nothing is retried in here. */
export interface PlatformClient {
  /** The newest key list; believe it only after `verifyKeyList`. */
  readKeys(): Promise<Result<SignedKeyList, LineFault>>;
  /**
   * `deliveries`: what stands under that name in the request, as JSON. `inARow`: it follows upon another answer, and goes
   * over the connection that brought it.
   */
  deliver(
    head: Omit<DeliveryRequest, 'deliveries'>,
    deliveries: Uint8Array,
    inARow: boolean,
  ): Promise<Result<DeliveryResponse, LineFault>>;
  offerTombstones(request: TombstonesRequest): Promise<Result<TombstonesResponse, LineFault>>;
  /** Believe it only after its signature. */
  readFleet(): Promise<Result<SignedFleetList, LineFault>>;
  /** A part of a bundle, from 0. Believed by nobody before its digest is the notice's. */
  readBundlePart(digest: string, part: number): Promise<Result<Uint8Array, LineFault>>;
  reportStuckCases(request: StuckCasesRequest): Promise<Result<StuckCasesResponse, LineFault>>;
  /** How many bytes of the paper's ciphertext the platform has. */
  readPaperOffset(paper: PaperName): Promise<Result<number, LineFault>>;
  /**
   * Sends a part of the paper's ciphertext. Returns how many bytes the platform has then, also where that is not `at` plus
   * the part because it had another number before: it takes nothing at a wrong place, and says what it has.
   */
  sendPaperPart(paper: PaperName, at: number, part: Uint8Array): Promise<Result<number, LineFault>>;
}

export interface PaperName {
  readonly caseDigest: string;
  readonly id: string;
}

export function createPlatformClient(
  url: string,
  send: Transport,
  /** To whoever answers there: see `fetchKeyListUnpinned`. */
  fetchKeyListUnpinned: () => ReturnType<Transport>,
  keys: EnrolledKeys,
  keyRing: KeyRing,
): PlatformClient {
  const api = createClient<paths>({ baseUrl: url });
  const { origin, pathname } = new URL(url);
  const root = pathname.replace(/\/$/, '');

  const plain = async (request: Request): Promise<Response> => {
    const headers = { accept: 'application/json' };
    const pinned = await send({ method: 'GET', path: new URL(request.url).pathname, headers, body: null });
    const isUnderNewKey = !pinned.ok && pinned.error.remedy === 'newer-key-list';
    const answer = isUnderNewKey ? await fetchKeyListUnpinned() : pinned;
    if (!answer.ok) throw new Refused(answer.error);
    return believed(answer.value);
  };

  const ask = async (path: string, body: Uint8Array, inARow: boolean): Promise<Result<LineAnswer, LineFault>> => {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const toSign = {
      method: 'POST' as const,
      path,
      headers,
      body,
      ...(inARow ? { inARow: 'deliveries' as const } : {}),
    };
    const line = signRequest(toSign, origin, keys);
    const answer = await send(line);
    if (!answer.ok) return answer;
    const checked = await checkAnswer(answer.value, line, keyRing.list());
    return checked.ok ? answer : checked;
  };

  const signed = async (request: Request): Promise<Response> => {
    const answer = await ask(new URL(request.url).pathname, new Uint8Array(await request.arrayBuffer()), false);
    if (!answer.ok) throw new Refused(answer.error);
    return believed(answer.value);
  };

  /** tus 1.0.0, the core protocol; see platform/openapi.yaml and docs/decisions/0012-papers-by-tus.md. */
  const upload = async (
    { caseDigest, id }: PaperName,
    part: { readonly at: number; readonly bytes: Uint8Array } | null,
  ): Promise<Result<number, LineFault>> => {
    const request = {
      method: part === null ? ('HEAD' as const) : ('PATCH' as const),
      path: `${root}/v1/papers/${caseDigest}.${id}`,
      headers: {
        'tus-resumable': '1.0.0',
        ...(part === null ? {} : { 'content-type': 'application/offset+octet-stream' }),
      },
      body: part?.bytes ?? null,
      inARow: 'papers' as const,
    };
    const line = signUpload(request, origin, keys, part?.at ?? null);
    const answer = await send(line);
    if (!answer.ok) return answer;
    const checked = await checkAnswer(answer.value, line, keyRing.list());
    if (!checked.ok) return checked;
    return offsetIn(answer.value);
  };

  return {
    readPaperOffset: (paper) => upload(paper, null),
    sendPaperPart: (paper, at, bytes) => upload(paper, { at, bytes }),
    readKeys: () => answered(signedKeyList, () => api.GET('/v1/keys', { fetch: plain })),
    readFleet: () => answered(signedFleetList, () => api.GET('/v1/fleet', { fetch: plain })),
    readBundlePart: async (digest, part) => {
      const path = { digest, part };
      const read = await answered(bundlePart, () =>
        api.GET('/v1/bundles/{digest}/{part}', { params: { path }, fetch: plain }),
      );
      return read.ok ? ok(Buffer.from(read.value.bytes, 'base64url')) : read;
    },
    // Megabytes, which a `Request` would copy three times.
    deliver: async (head, deliveries, inARow) => {
      const path: keyof paths = '/v1/deliveries';
      const answer = await ask(`${root}${path}`, deliveryBytes(head, deliveries), inARow);
      if (!answer.ok) return answer;
      const { status, headers, body } = answer.value;
      if (status !== 200) return err(faultOfStatus(status, fieldIn(headers, 'retry-after'), body));
      const parsed = parseJson(deliveryResponse, body);
      return parsed === null ? err(waitingFor('answer-not-understood', 'not as the interface says')) : ok(parsed);
    },
    reportStuckCases: (body) =>
      answered(stuckCasesResponse, () => api.POST('/v1/stuck-cases', { body, fetch: signed })),
    offerTombstones: (body) => answered(tombstonesResponse, () => api.POST('/v1/tombstones', { body, fetch: signed })),
  };
}

export function deliveryBytes(head: Omit<DeliveryRequest, 'deliveries'>, deliveries: Uint8Array): Uint8Array {
  const before = Buffer.from(`${JSON.stringify(head).slice(0, -1)},"deliveries":`);
  return Buffer.concat([before, deliveries, Buffer.from('}')]);
}

/** Carries a fault through openapi-fetch, which knows no other way out; caught in `answered`, and nowhere else. */
class Refused extends Error {
  readonly fault: LineFault;
  constructor(fault: LineFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

async function answered<T>(
  schema: z.ZodType<T>,
  call: () => Promise<{ readonly data?: unknown }>,
): Promise<Result<T, LineFault>> {
  try {
    const { data } = await call();
    const checked = schema.safeParse(data);
    return checked.success ? ok(checked.data) : err(waitingFor('answer-not-understood', 'not as the interface says'));
  } catch (error) {
    if (error instanceof Refused) return err(error.fault);
    if (error instanceof SyntaxError) return err(waitingFor('answer-not-understood', 'not JSON'));
    throw error;
  }
}

/** An answer whose sender is known, as what it says: 200 goes on to be read, all else is a fault. */
function believed({ status, headers, body }: LineAnswer): Response {
  if (status === 200) return new Response(Buffer.from(body), { status });
  throw new Refused(faultOfStatus(status, fieldIn(headers, 'retry-after'), body));
}

function offsetIn({ status, headers, body }: LineAnswer): Result<number, LineFault> {
  // 409: the platform has another number of bytes than was thought, and says which.
  if (status !== 200 && status !== 204 && status !== 409) {
    return err(faultOfStatus(status, fieldIn(headers, 'retry-after'), body));
  }
  const offset = fieldIn(headers, 'upload-offset') ?? '';
  if (!/^\d{1,12}$/.test(offset)) return err(waitingFor('answer-not-understood', `HTTP ${status} without an offset`));
  return ok(Number(offset));
}

const fieldIn = (headers: LineAnswer['headers'], name: string) => headers.find((one) => one.name === name)?.value;

const refusal = z.object({ error: z.string().regex(/^[a-z-]{1,40}$/) });

export function faultOfStatus(status: number, retryAfter: string | undefined, body: Uint8Array): LineFault {
  const error = parseJson(refusal, body)?.error ?? '';
  const detail = `HTTP ${status} ${error}`.trimEnd();
  if (status === 401) {
    const remedy = isEndOfEnrolment(error) ? 'enrol-again' : 'wait';
    return { ...waitingFor('terminal-not-accepted', detail), remedy };
  }
  const old = status === 409 ? parseJson(oldLease, body) : null;
  if (old !== null) return { ...waitingFor('terminal-not-accepted', detail), challenge: old.lease };
  if (status === 429 || status === 503) {
    const seconds = Number(retryAfter);
    const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
    return { ...waitingFor('platform-busy', detail), retryAfterMs };
  }
  if (status >= 500) return waitingFor('platform-error', detail);
  if (status >= 400) return { ...waitingFor('platform-error', detail), remedy: 'smaller-batch' };
  return waitingFor('answer-not-understood', detail);
}

/** As platform/openapi.yaml names them. A signature that was not believed is another matter: it may be so again tomorrow. */
const isEndOfEnrolment = (error: string): boolean => error === 'incarnation-revoked' || error === 'incarnation-forked';
