import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import type https from 'node:https';
import {
  acknowledgements,
  type Acknowledgements,
  type CaseDelivery,
  deliveryResponse,
  type DeliveryResponse,
  type SignedAcknowledgements,
} from '../../main/contract/wire/deliveries.ts';
import { enrolmentResponse } from '../../main/contract/wire/enrolment.ts';
import { stuckCasesResponse } from '../../main/contract/wire/stuck-cases.ts';
import { keyList, type KeyList, signedKeyList } from '../../main/contract/wire/keys.ts';
import type { RootPublicKey } from '../keys/development-root.ts';
import { ed25519PublicKey, rawPublicKey } from '../signing.ts';
import { type Answer, call, type Cut } from './call.ts';
import { sealTestCase, type TestCase, type Twist } from './seal.ts';

/**
 * A terminal for tests, written from openapi.yaml and RFC 9421 without the libraries and the code that the platform and
 * the real terminal use, so that a mistake common to both shows here.
 */
export interface TestTerminal {
  readonly terminal: string;
  readonly incarnation: number;
  readonly signingKey: KeyObject;
  /** May be set, to come with an old one. */
  lease: string;
  /** Goes up with each delivery, as an audit log does; may be set back. */
  auditLength: number;
  /** May be changed, for another log of the same length. */
  auditLog: string;
  seal(twist?: Twist): TestCase;
  /** Takes the new lease. Throws unless the answer is 200 and signed. */
  deliver(envelopes: readonly CaseDelivery[]): Promise<Delivered>;
  post(path: string, body: unknown, twist?: RequestTwist): Promise<SignedAnswer>;
  /** Says under its signature that these are stuck; returns what the answer ends, verified. */
  sayStuck(cases: readonly StuckCase[]): Promise<readonly Acknowledgements[]>;
  /** The body of that, and who says it may be somebody else. */
  stuckBody(cases: readonly StuckCase[], by?: { readonly terminal: string; readonly incarnation: number }): object;
  deliveryBody(envelopes: readonly CaseDelivery[]): object;
  /** HEAD where there is no body, PATCH where there is one. */
  upload(part: UploadPart): Promise<UploadAnswer>;
}

export interface StuckCase {
  readonly caseNumber: string;
  readonly caseDigest: string;
  readonly bytes: number;
  readonly because: string;
  readonly paper: string | null;
}

export interface UploadPart {
  readonly caseDigest: string;
  readonly paper: string;
  readonly part?: { readonly at: number; readonly bytes: Uint8Array };
  /** The whole part is announced, and so many of its bytes sent; then the connection hangs, and dies. Rejects. */
  readonly cut?: Cut;
  /** Without a Content-Length, over a connection that is kept. */
  readonly chunkedOver?: https.Agent;
  /** The signature does not cover the offset. */
  readonly offsetUnsigned?: true;
  /** Sent in place of the offset that was signed. */
  readonly sendAt?: number;
  /** Over or beside those of a good request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface UploadAnswer extends Answer {
  /** Whether a response key signed status, body and offset for this very request. */
  readonly signed: boolean;
  readonly offset: number | null;
}

export interface Delivered {
  readonly answer: DeliveryResponse;
  /** Verified with the acknowledgement key; null when nothing was finished. */
  readonly acknowledged: Acknowledgements | null;
  /** Verified with the same key; null where the acknowledgements say it. */
  readonly epoch: unknown;
}

export interface RequestTwist {
  readonly keyId?: string;
  readonly key?: KeyObject;
  /** Sent in place of what was signed. */
  readonly sendBody?: Uint8Array;
  /** Signed in place of the path it is sent to. */
  readonly signPath?: string;
}

export interface SignedAnswer extends Answer {
  /** Whether a response key signed status and body for this very request. */
  readonly signed: boolean;
  readonly json: unknown;
}

/** The key list, its signature checked with the root. */
/** What anybody may ask, as JSON. */
export async function getPlain(url: string, where: string): Promise<unknown> {
  const { body } = await call(url, 'GET', where, {}, Buffer.alloc(0));
  return JSON.parse(body.toString('utf8'));
}

export async function readKeys(url: string, roots: readonly RootPublicKey[]): Promise<KeyList> {
  const { body } = await call(url, 'GET', '/v1/keys', {}, Buffer.alloc(0));
  const signed = signedKeyList.parse(JSON.parse(body.toString('utf8')));
  const bytes = Buffer.from(signed.bytes, 'base64url');
  const holds = signed.signatures.some(({ root, signature }) => {
    const known = roots.find(({ id }) => id === root);
    const message = Buffer.concat([Buffer.from('tongban/1/key-list\0'), bytes]);
    return known && verify(null, message, ed25519PublicKey(known.publicKey), Buffer.from(signature, 'base64url'));
  });
  if (!holds) throw new Error('no root signed this key list');
  return keyList.parse(JSON.parse(bytes.toString('utf8')));
}

export interface EnrolmentTwist {
  readonly signingKey?: KeyObject;
  readonly terminalKey?: string;
  /** Proves with another code than the one that is named. */
  readonly secretOf?: string;
}

export async function postEnrolment(url: string, list: KeyList, code: string, twist: EnrolmentTwist = {}) {
  const signingKey = twist.signingKey ?? generateKeyPairSync('ed25519').privateKey;
  const terminalKey = twist.terminalKey ?? rawPublicKey(signingKey);
  const responseKey = keyOf(list, 'response');
  const keys = Buffer.concat([terminalKey, responseKey.publicKey].map((key) => Buffer.from(key, 'base64url')));
  const codeKey = createHash('sha256')
    .update('tongban/1/enrolment-code\0')
    .update((twist.secretOf ?? code).replaceAll('-', ''))
    .digest();
  const prove = (purpose: string, more: string): string =>
    createHmac('sha256', codeKey).update(`tongban/1/${purpose}\0`).update(keys).update(more).digest('base64url');
  const answer = await call(
    url,
    'POST',
    '/v1/enrolments',
    { 'content-type': 'application/json' },
    Buffer.from(
      JSON.stringify({
        v: 1,
        enrolment: code.slice(0, 4),
        terminalKey,
        responseKeyId: responseKey.id,
        proof: prove('enrolment-terminal', ''),
      }),
    ),
  );
  return { ...answer, signingKey, platformProof: (name: string) => prove('enrolment-platform', name) };
}

export async function enrolTestTerminal(
  url: string,
  list: KeyList,
  code: string,
  twist: EnrolmentTwist = {},
): Promise<TestTerminal> {
  const { status, body, signingKey, platformProof } = await postEnrolment(url, list, code, twist);
  if (status !== 200) throw new Error(`not enrolled: ${status} ${body.toString('utf8')}`);
  const { terminal, incarnation, lease, proof } = enrolmentResponse.parse(JSON.parse(body.toString('utf8')));
  if (proof !== platformProof(`${terminal}/${incarnation}`)) throw new Error('the platform does not know the code');

  const self: TestTerminal = {
    terminal,
    incarnation,
    signingKey,
    lease,
    auditLength: 0,
    auditLog: 'first',
    seal: (sealTwist) =>
      sealTestCase({ terminal, incarnation, signingKey, sealingKey: keyOf(list, 'sealing') }, sealTwist),
    deliveryBody(envelopes) {
      self.auditLength += 1;
      const head = createHash('sha256').update(`${self.auditLog} ${self.auditLength}`).digest('base64url');
      const bytes = Buffer.from(JSON.stringify({ v: 1, terminal, incarnation, length: self.auditLength, head }));
      const signature = sign(null, Buffer.concat([Buffer.from('tongban/1/audit-head\0'), bytes]), signingKey);
      return {
        v: 1,
        lease: self.lease,
        auditHead: { bytes: bytes.toString('base64url'), signature: signature.toString('base64url') },
        deliveries: envelopes,
      };
    },
    stuckBody(cases, by = { terminal, incarnation }) {
      const bytes = Buffer.from(JSON.stringify({ v: 1, ...by, cases }));
      const signature = sign(null, Buffer.concat([Buffer.from('tongban/1/stuck-cases\0'), bytes]), signingKey);
      return { v: 1, bytes: bytes.toString('base64url'), signature: signature.toString('base64url') };
    },
    async sayStuck(cases) {
      const given = await self.post('/v1/stuck-cases', self.stuckBody(cases));
      if (given.status !== 200 || !given.signed) throw new Error(`not heard: ${given.status} ${given.body.toString()}`);
      return stuckCasesResponse.parse(given.json).acknowledged.map((one) => readSignedList(one, list));
    },
    async deliver(envelopes) {
      const given = await self.post('/v1/deliveries', self.deliveryBody(envelopes));
      if (given.status !== 200 || !given.signed)
        throw new Error(`not delivered: ${given.status} ${given.body.toString()}`);
      const answer = deliveryResponse.parse(given.json);
      self.lease = answer.nextLease;
      return {
        answer,
        acknowledged: answer.acknowledged === null ? null : readSignedList(answer.acknowledged, list),
        epoch: answer.epoch === null ? null : readSigned('epoch', answer.epoch, list),
      };
    },
    async post(path, body, requestTwist = {}) {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      const digest = contentDigest(bytes);
      const keyId = requestTwist.keyId ?? `${terminal}/${incarnation}`;
      const parameters = `("@method" "@path" "content-digest");keyid="${keyId}";alg="ed25519"`;
      const base = [
        '"@method": POST',
        `"@path": ${requestTwist.signPath ?? path}`,
        `"content-digest": ${digest}`,
        `"@signature-params": ${parameters}`,
      ].join('\n');
      const signature = sign(null, Buffer.from(base), requestTwist.key ?? signingKey).toString('base64');
      const headers = {
        'content-type': 'application/json',
        'content-digest': digest,
        'signature-input': `tongban=${parameters}`,
        signature: `tongban=:${signature}:`,
      };
      const answer = await call(url, 'POST', path, headers, requestTwist.sendBody ?? bytes);
      const signed = isSigned(answer, signature, keyOf(list, 'response'));
      return { ...answer, signed, json: JSON.parse(answer.body.toString('utf8')) };
    },
    async upload({ caseDigest, paper, part, cut, chunkedOver, offsetUnsigned, sendAt, headers: twist }) {
      const method = part === undefined ? 'HEAD' : 'PATCH';
      const path = `/v1/papers/${caseDigest}.${paper}`;
      const signedAt = offsetUnsigned === true ? undefined : part?.at;
      const covered = signedAt === undefined ? '' : ' "upload-offset"';
      const nonce = randomBytes(16).toString('base64url');
      const parameters = `("@method" "@path"${covered});keyid="${terminal}/${incarnation}";alg="ed25519";nonce="${nonce}"`;
      const base = [
        `"@method": ${method}`,
        `"@path": ${path}`,
        ...(signedAt === undefined ? [] : [`"upload-offset": ${signedAt}`]),
        `"@signature-params": ${parameters}`,
      ].join('\n');
      const signature = sign(null, Buffer.from(base), signingKey).toString('base64');
      const offset = part === undefined ? {} : { 'upload-offset': `${sendAt ?? part.at}` };
      const type = part === undefined ? {} : { 'content-type': 'application/offset+octet-stream' };
      const headers = {
        'tus-resumable': '1.0.0',
        ...offset,
        ...type,
        'signature-input': `tongban=${parameters}`,
        signature: `tongban=:${signature}:`,
        ...twist,
      };
      const answer = await call(url, method, path, headers, part?.bytes ?? Buffer.alloc(0), { cut, chunkedOver });
      const said = answer.headers['upload-offset'];
      return {
        ...answer,
        signed: isSigned(answer, signature, keyOf(list, 'response')),
        offset: said === undefined ? null : Number(said),
      };
    },
  };
  return self;
}

function keyOf(list: KeyList, use: KeyList['keys'][number]['use']): KeyList['keys'][number] {
  const key = list.keys.find((candidate) => candidate.use === use);
  if (key === undefined) throw new Error(`no ${use} key`);
  return key;
}

function readSignedList(signed: SignedAcknowledgements, list: KeyList): Acknowledgements {
  return acknowledgements.parse(readSigned('acknowledgements', signed, list));
}

function readSigned(purpose: string, signed: SignedAcknowledgements, list: KeyList): unknown {
  const bytes = Buffer.from(signed.bytes, 'base64url');
  const message = Buffer.concat([Buffer.from(`tongban/1/${purpose}\0`), bytes]);
  const key = keyOf(list, 'acknowledgement');
  const signature = Buffer.from(signed.signature, 'base64url');
  if (signed.key !== key.id || !verify(null, message, ed25519PublicKey(key.publicKey), signature)) {
    throw new Error('not signed by the acknowledgement key');
  }
  return JSON.parse(bytes.toString('utf8'));
}

const contentDigest = (bytes: Uint8Array): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

function isSigned(answer: Answer, requestSignature: string, key: { id: string; publicKey: string }): boolean {
  const input = String(answer.headers['signature-input'] ?? '');
  const signature = /^tongban=:(.+):$/.exec(String(answer.headers['signature'] ?? ''))?.[1];
  const offset = answer.headers['upload-offset'];
  const covered = offset === undefined ? '' : ' "upload-offset"';
  const parameters = `("@status" "content-digest"${covered} "signature";req;key="tongban");keyid="${key.id}";alg="ed25519"`;
  if (signature === undefined || input !== `tongban=${parameters}`) return false;
  const base = [
    `"@status": ${answer.status}`,
    `"content-digest": ${contentDigest(answer.body)}`,
    ...(offset === undefined ? [] : [`"upload-offset": ${String(offset)}`]),
    `"signature";req;key="tongban": :${requestSignature}:`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  return verify(null, Buffer.from(base), ed25519PublicKey(key.publicKey), Buffer.from(signature, 'base64'));
}
