import { createHash, type KeyObject, sign } from 'node:crypto';
import { component, createSignatureSync } from 'http-message-sig';
import { err, ok } from '../../contract/result.ts';
import type { WaitReason } from '../../contract/view/waiting.ts';
import {
  type Acknowledgements,
  type DeliveryResponse,
  deliveryRequest,
  type Unfinished,
} from '../../contract/wire/deliveries.ts';
import { caseHeader, caseManifest, type Envelope } from '../../contract/wire/envelope.ts';
import type { KeyList, SignedKeyList } from '../../contract/wire/keys.ts';
import { signFor } from '../sealing/ed25519.ts';
import { digestFor } from '../sealing/envelope.ts';
import { signKeyList, type testKeys } from '../sealing/test-case.ts';
import { type LineAnswer, type LineRequest, type Transport, waitingFor } from './transport.ts';

export type Keys = ReturnType<typeof testKeys>;

/** Gives one answer; `good` is what the platform would say. */
export type Answering = (good: () => LineAnswer, request: LineRequest) => LineAnswer | WaitReason;

/**
 * A platform without a line, for tests: acknowledges what it is given, unless it was told to answer otherwise. As the real
 * one it acknowledges one incarnation an answer: the first that a batch has something finished of.
 */
export interface TestGateway {
  send: Transport;
  /** The next requests are answered so, one after the other; after them all is well again. */
  answerNext(...answers: readonly Answering[]): void;
  /** Bodies of the deliveries that came, in order. */
  readonly deliveries: readonly Arrived[];
  readonly paths: readonly string[];
  /** What came of each paper, by "caseDigest.id". */
  readonly papers: Map<string, Buffer>;
  /** What goes into the next good answers. */
  state: {
    list: KeyList;
    epoch: number;
    timeIso: string;
    acknowledgementKey: KeyObject;
    acknowledgementKeyId: string;
    responseKey: KeyObject;
    responseKeyId: string;
    /** Case digests that are stored and not opened, with what is said of them. */
    unfinished: ReadonlyMap<string, Exclude<Unfinished['state'], 'papers-missing'>>;
    change: (acknowledged: Acknowledgements) => Acknowledgements;
    /** False: as if it had lost the envelopes of before. */
    knowsNames: boolean;
  };
}

export function createTestGateway(keys: Keys): TestGateway {
  const queue: Answering[] = [];
  const deliveries: Arrived[] = [];
  const paths: string[] = [];
  const papers = new Map<string, Buffer>();
  const envelopes = new Map<string, Envelope>();
  let leases = 0;
  const gateway: TestGateway = {
    deliveries,
    paths,
    papers,
    answerNext: (...answers) => void queue.push(...answers),
    send: async (request) => {
      paths.push(request.path);
      const good = () => {
        if (request.path === '/v1/keys') return keyListAnswer(gateway.state.list, keys);
        return request.path.startsWith('/v1/papers/') ? takePart(request) : deliver(request);
      };
      if (request.path === '/v1/deliveries') deliveries.push(arrived(request));
      const answer = (queue.shift() ?? ((well) => well()))(good, request);
      return typeof answer === 'string' ? err(waitingFor(answer, 'made so by the test')) : ok(answer);
    },
    state: {
      list: keys.list,
      epoch: 1,
      timeIso: '2026-11-23T06:40:00Z',
      acknowledgementKey: keys.acknowledgement.privateKey,
      acknowledgementKeyId: 'ack-1',
      responseKey: keys.response.privateKey,
      responseKeyId: 'resp-1',
      unfinished: new Map(),
      change: (acknowledged) => acknowledged,
      knowsNames: true,
    },
  };

  function deliver(request: LineRequest): LineAnswer {
    const { state } = gateway;
    const { deliveries: given } = deliveryRequest.parse(JSON.parse(Buffer.from(request.body ?? '').toString()));
    const unknown: Unfinished[] = [];
    const whole = given.flatMap((one) => {
      if (!('caseDigest' in one)) {
        envelopes.set(digestFor('manifest', Buffer.from(one.manifest, 'base64url')).toString('base64url'), one);
        return [one];
      }
      const known = state.knowsNames ? envelopes.get(one.caseDigest) : undefined;
      if (known === undefined) unknown.push({ state: 'envelope-missing', caseDigest: one.caseDigest });
      return known ?? [];
    });
    const entries = whole.map((envelope, at) => {
      const parts = [envelope.header, envelope.manifest, envelope.answers].map((part) =>
        Buffer.from(part, 'base64url'),
      );
      const [header = Buffer.alloc(0), manifest = Buffer.alloc(0)] = parts;
      const { caseNumber, incarnation } = caseHeader.parse(JSON.parse(header.toString()));
      const caseDigest = digestFor('manifest', manifest).toString('base64url');
      const listed = caseManifest.parse(JSON.parse(manifest.toString())).papers;
      const bytes = [...parts.map(({ length }) => length), ...listed.map((one) => one.bytes)].reduce(
        (a, b) => a + b,
        0,
      );
      const ending = { outcome: 'opened' as const };
      const missing = listed.flatMap((one) => {
        const receivedBytes = receivedOf(`${caseDigest}.${one.id}`, one);
        return receivedBytes === one.bytes ? [] : [{ paper: one.id, receivedBytes }];
      });
      return { incarnation, missing, entry: { caseNumber, caseDigest, bytes, ending, sequence: at + 1 } };
    });
    const good = entries.filter(
      ({ entry, missing }) => !state.unfinished.has(entry.caseDigest) && missing.length === 0,
    );
    const incarnation = good[0]?.incarnation ?? 0;
    const finished = good.filter((one) => one.incarnation === incarnation).map(({ entry }) => entry);
    leases += 1;
    return signedAnswer(gateway, request, 200, {
      v: 1,
      time: state.timeIso,
      nextLease: Buffer.alloc(16, leases).toString('base64url'),
      keyListVersion: state.list.version,
      acknowledged: finished.length === 0 ? null : acknowledge(incarnation, finished),
      epoch: finished.length === 0 ? sayEpoch() : null,
      unfinished: entries
        .flatMap(({ entry, missing }): Unfinished[] => {
          const { caseDigest } = entry;
          if (missing.length > 0) return [{ state: 'papers-missing' as const, caseDigest, missing }];
          const said =
            state.unfinished.get(caseDigest) ?? (finished.includes(entry) ? null : ('not-verified' as const));
          return said === null ? [] : [{ state: said, caseDigest }];
        })
        .concat(unknown),
    } satisfies DeliveryResponse);
  }

  /** One whose digest does not hold is thrown away. */
  function receivedOf(name: string, { bytes, digest }: { readonly bytes: number; readonly digest: string }): number {
    const here = papers.get(name) ?? Buffer.alloc(0);
    if (here.length === bytes && digestFor('ciphertext', here).toString('base64url') !== digest) papers.delete(name);
    return papers.get(name)?.length ?? 0;
  }

  function takePart(request: LineRequest): LineAnswer {
    const name = request.path.slice('/v1/papers/'.length);
    const here = papers.get(name) ?? Buffer.alloc(0);
    const says = (status: number, bytes: number) =>
      signedAnswer(gateway, request, status, '', { 'upload-offset': `${bytes}` });
    if (request.method === 'HEAD') return says(200, here.length);
    if (request.headers['upload-offset'] !== `${here.length}`) return says(409, here.length);
    papers.set(name, Buffer.concat([here, request.body ?? Buffer.alloc(0)]));
    return says(204, here.length + (request.body?.length ?? 0));
  }

  function sayEpoch(): DeliveryResponse['epoch'] {
    const { epoch, acknowledgementKey, acknowledgementKeyId } = gateway.state;
    const bytes = Buffer.from(JSON.stringify({ v: 1, epoch }));
    const signature = signFor('epoch', acknowledgementKey, bytes).toString('base64url');
    return { bytes: bytes.toString('base64url'), key: acknowledgementKeyId, signature };
  }

  function acknowledge(incarnation: number, entries: Acknowledgements['entries']): DeliveryResponse['acknowledged'] {
    const { epoch, acknowledgementKey, acknowledgementKeyId, change } = gateway.state;
    const { terminal } = keys.enrolled.enrolment;
    const bytes = Buffer.from(JSON.stringify(change({ v: 1, terminal, incarnation, epoch, entries })));
    const signature = signFor('acknowledgements', acknowledgementKey, bytes).toString('base64url');
    return { bytes: bytes.toString('base64url'), key: acknowledgementKeyId, signature };
  }

  return gateway;
}

interface Arrived {
  readonly lease: string;
  readonly caseDigests: readonly string[];
  /** How many of them came by their digests alone. */
  readonly named: number;
}

function arrived({ body }: LineRequest): Arrived {
  const request = deliveryRequest.parse(JSON.parse(Buffer.from(body ?? '').toString()));
  const caseDigests = request.deliveries.map((one) =>
    'caseDigest' in one
      ? one.caseDigest
      : digestFor('manifest', Buffer.from(one.manifest, 'base64url')).toString('base64url'),
  );
  const named = request.deliveries.filter((one) => 'caseDigest' in one).length;
  return { lease: request.lease, caseDigests, named };
}

/** What a gateway's signature covers: the last binds it to the request. */
const coveredParts = ['@status', 'content-digest', component('signature', { req: true, key: 'tongban' })];

/** Well signed, and for any request whatever. */
export const answerBoundToNoRequest = (gateway: TestGateway, request: LineRequest, content: object): LineAnswer =>
  signedAnswer(gateway, request, 200, content, {}, coveredParts.slice(0, 2));

/** An answer as the gateway signs it; a string goes out as it is. */
export function signedAnswer(
  { state }: TestGateway,
  request: LineRequest,
  status: number,
  content: object | string,
  extra: Readonly<Record<string, string>> = {},
  components = coveredParts,
): LineAnswer {
  const body = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const contentDigest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const fieldsOf = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value }));
  const { signature, signatureInput } = createSignatureSync(
    {
      kind: 'response',
      status,
      fields: fieldsOf({ 'content-digest': contentDigest, ...extra }),
      request: {
        kind: 'request',
        method: request.method,
        targetUri: `https://platform.invalid${request.path}`,
        fields: fieldsOf(request.headers),
      },
    },
    {
      label: 'tongban',
      components: ['upload-offset' in extra ? 'upload-offset' : [], components].flat(),
      parameters: { keyid: state.responseKeyId, alg: 'ed25519' },
      signer: { algorithm: 'ed25519', sign: (data) => sign(null, data, state.responseKey) },
    },
  );
  const headers = fieldsOf({
    'content-type': 'application/json; charset=utf-8',
    'content-digest': contentDigest,
    'signature-input': signatureInput,
    signature,
    ...extra,
  });
  return { status, headers, body };
}

function keyListAnswer(list: KeyList, keys: Keys): LineAnswer {
  const signed: SignedKeyList = signKeyList(list, keys.root.privateKey);
  return plainAnswer(200, 'application/json', JSON.stringify(signed));
}

export function plainAnswer(status: number, type: string, body: string): LineAnswer {
  return { status, headers: [{ name: 'content-type', value: type }], body: Buffer.from(body) };
}
