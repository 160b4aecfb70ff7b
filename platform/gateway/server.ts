import type { KeyObject } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Duplex } from 'node:stream';
import { fastify, LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { BundlePart } from '../../main/contract/wire/bundles.ts';
import { caseLookUpRequest, type CaseLookUpResponse } from '../../main/contract/wire/case-look-ups.ts';
import {
  auditHead,
  deliveryRequest,
  type DeliveryRequest,
  type DeliveryResponse,
  type OldLease,
} from '../../main/contract/wire/deliveries.ts';
import { enrolmentRequest, type EnrolmentResponse } from '../../main/contract/wire/enrolment.ts';
import { stuckCasesRequest, type StuckCasesResponse } from '../../main/contract/wire/stuck-cases.ts';
import { tombstonesRequest, type TombstonesResponse } from '../../main/contract/wire/tombstones.ts';
import type { Database } from '../database/schema.ts';
import { type Incarnation, incarnationName, parseIncarnationName } from '../incarnation.ts';
import type { InnerZone } from '../inner/inner.ts';
import type { KeysKeeper } from '../keys/keys-in-use.ts';
import { signatureHolds } from '../signing.ts';
import type { PaperFiles } from '../papers/paper-files.ts';
import { describeRequest, signedAnswerHeaders, verifiedKeyId, verifiedUploadKeyId } from './http-signatures.ts';
import { firstLease, type Freshness, takeLease } from './leases.ts';
import { answerOffset, readUpload, receivePart, takePart, tusVersion, uploadBodyType } from './paper-uploads.ts';
import { type Refusal, refusalForStatus, refusalStatus } from './refusals.ts';

const largestBodyBytes = 16 * 1024 * 1024;
/** Bounds what half-sent bodies can hold in memory: 32 times the largest body. */
const mostRequestsAtOnce = 32;
/** Papers of terminals on thin lines are under way for minutes: they have places of their own, a mebibyte each at most. */
const mostUploadsAtOnce = 64;
const retryAfterSeconds = 2;
/** What a request under way gets to end in when the platform stops. Cut off, it was never acknowledged. */
const lastRequestsMs = 5_000;

interface Sender extends Incarnation {
  readonly key: KeyObject;
}

export interface GatewayOptions {
  readonly inUse: KeysKeeper;
  readonly inner: InnerZone;
  readonly papers: PaperFiles;
  readonly db: Kysely<Database>;
  readonly now: () => Date;
  readonly log: Logger;
}

export interface Gateway {
  /** On 127.0.0.1; 0 takes a free port. Returns its URL. */
  listen(port: number): Promise<string>;
  stop(): Promise<void>;
}

/**
 * What terminals talk to: TLS, HTTP Message Signatures, leases, routing. It sees no content and holds no key that opens
 * or ends a case; it shares the database with the inner zone here, and touches `gateway_leases` alone.
 */
export function createGateway({ inUse, inner, papers, db, now, log }: GatewayOptions): Gateway {
  const server = fastify({
    https: { ...inUse.current().tls, minVersion: 'TLSv1.3' },
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBodyBytes,
    requestTimeout: 120_000,
    // Fastify's own 503 would go out unsigned; a request that is here while we stop is simply answered.
    return503OnClosing: false,
  });
  inUse.onChange(({ tls }) => server.server.setSecureContext({ ...tls, minVersion: 'TLSv1.3' }));
  server.removeAllContentTypeParsers();
  // The exact bytes are what is signed; parsing waits until they are believed.
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addContentTypeParser(uploadBodyType, (_request, connection, done) => done(null, receivePart(connection)));

  const underWay = { requests: 0, uploads: 0 };
  const isQuiet = (): boolean => underWay.requests + underWay.uploads === 0;
  const quiet = new EventEmitter<{ quiet: [] }>();
  const sockets = new Set<Duplex>();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.addHook('onRequest', async (request, reply) => {
    const kind = request.method === 'PATCH' ? 'uploads' : 'requests';
    if (underWay[kind] >= (kind === 'uploads' ? mostUploadsAtOnce : mostRequestsAtOnce)) {
      return refuse(reply.header('retry-after', String(retryAfterSeconds)), 'busy');
    }
    underWay[kind] += 1;
    reply.raw.once('close', () => {
      underWay[kind] -= 1;
      if (isQuiet()) quiet.emit('quiet');
    });
    return undefined;
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const { id: keyId, key } = inUse.current().response;
    const headers = await signedAnswerHeaders({
      request: describe(request),
      status: reply.statusCode,
      // The answer to a HEAD has no body, whatever a GET would have brought.
      body: Buffer.from(typeof payload === 'string' && request.method !== 'HEAD' ? payload : ''),
      uploadOffset: stringOrNull(reply.getHeader('upload-offset')),
      keyId,
      key,
    });
    if (headers !== null) reply.headers(headers);
    return payload;
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'not-found'));
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const refusal = refusalForStatus(error.statusCode);
    if (refusal === 'platform-fault') log.error({ err: error }, 'a request failed');
    return refuse(reply, refusal);
  });

  server.get('/v1/keys', async () => (await inner.keyList()).signed);

  // To anybody: public keys, and names that stand on every receipt.
  server.get('/v1/fleet', () => inner.fleet());

  server.post('/v1/enrolments', async (request, reply) => {
    const wanted = parseBody(bodyOf(request), enrolmentRequest);
    if (!wanted.ok) return refuse(reply, wanted.error);
    const enrolled = await inner.enrol(wanted.value);
    if (!enrolled.ok) return refuse(reply, enrolled.error);
    const lease = await firstLease(db, enrolled.value);
    log.info({ terminal: incarnationName(enrolled.value) }, 'a terminal enrolled');
    return { v: 1, ...enrolled.value, lease } satisfies EnrolmentResponse;
  });

  server.post('/v1/deliveries', async (request, reply) => {
    const sender = await believe(request);
    if (!sender.ok) return refuse(reply, sender.error);
    const wanted = parseBody(bodyOf(request), deliveryRequest);
    if (!wanted.ok) return refuse(reply, wanted.error);
    const freshness = readFreshness(wanted.value, sender.value);
    if (!freshness.ok) return refuse(reply, freshness.error);
    const nextLease = await takeLease(db, sender.value, freshness.value);
    if (!nextLease.ok) {
      const { error } = nextLease;
      log.error(
        { terminal: incarnationName(sender.value), sign: error.sign },
        'a terminal may have been copied or restored',
      );
      if (error.sign === 'old-lease') {
        return reply.code(409).send({ error: 'lease-old', lease: error.challenge } satisfies OldLease);
      }
      await inner.markForked(sender.value);
      return refuse(reply, 'incarnation-forked');
    }
    const { acknowledged, unfinished, epoch } = await inner.receive(sender.value, wanted.value.deliveries);
    const { version } = await inner.keyList();
    const bundle = await inner.bundleNotice();
    return {
      v: 1,
      time: now().toISOString(),
      nextLease: nextLease.value,
      keyListVersion: version,
      acknowledged,
      ...(bundle === null ? {} : { bundle }),
      epoch,
      unfinished: [...unfinished],
    } satisfies DeliveryResponse;
  });

  // To anybody, as the key list: what terminals show to whoever stands before them. A terminal believes the notice alone.
  server.get<{ Params: { digest: string; part: string } }>('/v1/bundles/:digest/:part', async (request, reply) => {
    const { digest, part } = request.params;
    const bytes = /^\d{1,4}$/.test(part) ? await inner.bundlePart(digest, Number(part)) : null;
    if (bytes === null) return refuse(reply, 'not-found');
    return { v: 1, bytes: Buffer.from(bytes).toString('base64url') } satisfies BundlePart;
  });

  server.post('/v1/tombstones', async (request, reply) => {
    const sender = await believe(request);
    if (!sender.ok) return refuse(reply, sender.error);
    const wanted = parseBody(bodyOf(request), tombstonesRequest);
    if (!wanted.ok) return refuse(reply, wanted.error);
    const lost = await inner.takeTombstones(sender.value, wanted.value.lists);
    return { v: 1, lost } satisfies TombstonesResponse;
  });

  server.post('/v1/stuck-cases', async (request, reply) => {
    const sender = await believe(request);
    if (!sender.ok) return refuse(reply, sender.error);
    const wanted = parseBody(bodyOf(request), stuckCasesRequest);
    if (!wanted.ok) return refuse(reply, wanted.error);
    const acknowledged = await inner.takeStuckCases(sender.value, wanted.value);
    if (acknowledged === null) return refuse(reply, 'malformed');
    return { v: 1, acknowledged: [...acknowledged] } satisfies StuckCasesResponse;
  });

  server.post('/v1/case-look-ups', async (request, reply) => {
    const sender = await believe(request);
    if (!sender.ok) return refuse(reply, sender.error);
    const wanted = parseBody(bodyOf(request), caseLookUpRequest);
    if (!wanted.ok) return refuse(reply, wanted.error);
    return { v: 1, ...(await inner.lookUp(wanted.value)) } satisfies CaseLookUpResponse;
  });

  server.route({
    method: ['HEAD', 'PATCH'],
    url: '/v1/papers/:upload',
    handler: async (request, reply) => {
      const answered = await upload(request, reply.header('tus-resumable', tusVersion)).finally(() => {
        // What nobody took of a body would hold the connection, and the next request on it.
        request.raw.unpipe().resume();
      });
      return answered.ok ? answered.value : refuse(reply, answered.error);
    },
  });

  async function upload(request: FastifyRequest, reply: FastifyReply): Promise<Result<FastifyReply, Refusal>> {
    const name = readUpload(request);
    if (!name.ok) {
      reply.header('tus-version', tusVersion);
      return name;
    }
    const sender = await believe(request);
    if (!sender.ok) return sender;
    const wholeBytes = await inner.awaitedPaper(sender.value, name.value);
    if (wholeBytes === null) return err('not-found');
    if (request.method === 'PATCH') return takePart(request, reply, { files: papers, name: name.value, wholeBytes });
    return ok(answerOffset(reply, await papers.receivedBytes(name.value), wholeBytes));
  }

  /** Who signed the request. That he was revoked or forked is said only to one who proves to be it. */
  async function believe(
    request: FastifyRequest,
  ): Promise<Result<Sender, 'signature' | 'incarnation-revoked' | 'incarnation-forked'>> {
    const keyOf = async (id: string): Promise<KeyObject | null> => {
      const named = parseIncarnationName(id);
      return named === null ? null : ((await inner.terminalKey(named))?.key ?? null);
    };
    const keyId =
      request.method === 'POST'
        ? await verifiedKeyId(describe(request), bodyOf(request), keyOf)
        : await verifiedUploadKeyId(describe(request), keyOf);
    const named = keyId === null ? null : parseIncarnationName(keyId);
    const known = named === null ? null : await inner.terminalKey(named);
    if (named === null || known === null) return err('signature');
    switch (known.standing) {
      case 'accepted':
        return ok({ ...named, key: known.key });
      case 'revoked':
      case 'replaced':
        return err('incarnation-revoked');
      case 'forked':
        return err('incarnation-forked');
      default:
        return known.standing satisfies never;
    }
  }

  return {
    listen: (port) => server.listen({ host: '127.0.0.1', port }),
    async stop() {
      const closed = server.close();
      if (!isQuiet()) {
        await once(quiet, 'quiet', { signal: AbortSignal.timeout(lastRequestsMs) }).catch(() => {
          log.warn({ underWay }, 'stopped in the middle of requests');
        });
      }
      // A connection that has asked nothing yet, as a forwarder opens in advance, would hold the stop for a minute.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const describe = (request: FastifyRequest) =>
  describeRequest(request.method, request.raw.url ?? '/', request.raw.rawHeaders);

const stringOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const bodyOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

const refuse = (reply: FastifyReply, error: Refusal): FastifyReply => reply.code(refusalStatus[error]).send({ error });

function parseBody<T>(body: Buffer, schema: z.ZodType<T>): Result<T, 'malformed'> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return err('malformed');
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err('malformed');
}

function readFreshness(
  { lease, auditHead: signedHead }: DeliveryRequest,
  sender: Sender,
): Result<Freshness, 'malformed' | 'signature'> {
  const auditBytes = Buffer.from(signedHead.bytes, 'base64url');
  const auditSignature = Buffer.from(signedHead.signature, 'base64url');
  if (!signatureHolds('audit-head', sender.key, auditSignature, auditBytes)) return err('signature');
  const head = parseBody(auditBytes, auditHead);
  if (!head.ok) return err('malformed');
  const { terminal, incarnation, length } = head.value;
  if (terminal !== sender.terminal || incarnation !== sender.incarnation || length < 0) return err('malformed');
  return ok({ lease, auditLength: length, auditHead: head.value.head, auditBytes, auditSignature });
}
