import { createHash, randomBytes, sign, verify } from 'node:crypto';
import {
  component,
  createSignatureSync,
  isSignatureError,
  type RequestDescriptor,
  SignatureErrorCode,
  verifySignature,
} from 'http-message-sig';
import { err, ok, type Result } from '../../contract/result.ts';
import type { KeyList } from '../../contract/wire/keys.ts';
import { verificationKey } from '../sealing/key-list.ts';
import type { EnrolledKeys } from '../sealing/terminal-keys.ts';
import { type HeaderField, type LineAnswer, type LineFault, type LineRequest, waitingFor } from './transport.ts';

/** RFC 9421, as platform/openapi.yaml says which parts are covered. */
const label = 'tongban';

export interface SignedRequest extends LineRequest {
  /** What the answer's signature is bound to. */
  readonly descriptor: RequestDescriptor;
}

/** Signs method, path and the exact bytes of the body. No `created`: a terminal's clock is no witness, the lease is. */
export function signRequest(
  request: LineRequest & { readonly body: Uint8Array },
  origin: string,
  keys: EnrolledKeys,
): SignedRequest {
  const contentDigest = `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`;
  return signOver(request, origin, keys, { name: 'content-digest', value: contentDigest }, {});
}

/**
 * Signs method, path and, where `offset` is one, the offset; not the body, of which a part counts too when the line is cut:
 * a paper's digest is in its case's manifest. The nonce makes two requests for the same two, so that an answer to the one
 * is none to the other.
 */
export function signUpload(
  request: LineRequest,
  origin: string,
  keys: EnrolledKeys,
  offset: number | null,
): SignedRequest {
  const field = offset === null ? null : { name: 'upload-offset', value: `${offset}` };
  return signOver(request, origin, keys, field, { nonce: randomBytes(16).toString('base64url') });
}

function signOver(
  request: LineRequest,
  origin: string,
  { signingKey, enrolment }: EnrolledKeys,
  covered: HeaderField | null,
  more: { readonly nonce?: string },
): SignedRequest {
  const targetUri = `${origin}${request.path}`;
  const fields = covered === null ? [] : [covered];
  const { method } = request;
  const signed = createSignatureSync(
    { kind: 'request', method, targetUri, fields },
    {
      label,
      components: ['@method', '@path', ...fields.map(({ name }) => name)],
      parameters: { keyid: `${enrolment.terminal}/${enrolment.incarnation}`, alg: 'ed25519', ...more },
      signer: { algorithm: 'ed25519', sign: (data) => sign(null, data, signingKey) },
    },
  );
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(covered === null ? {} : { [covered.name]: covered.value }),
      'signature-input': signed.signatureInput,
      signature: signed.signature,
    },
    descriptor: {
      kind: 'request',
      method,
      targetUri,
      fields: [...fields, { name: 'signature', value: signed.signature }],
    },
  };
}

/**
 * Whether the gateway gave this answer to this very request. Whatever the status: a refusal that nobody signed could come
 * from any box on the way. Bound to the request's signature, so an answer to an earlier request proves nothing.
 */
export async function checkAnswer(
  answer: LineAnswer,
  request: SignedRequest,
  list: KeyList,
): Promise<Result<null, LineFault>> {
  const field = (name: string) => answer.headers.find((one) => one.name === name)?.value;
  const described = `HTTP ${answer.status} ${field('content-type') ?? 'without a type'}`;
  if (field('signature') === undefined || field('signature-input') === undefined) {
    const isJson = field('content-type')?.startsWith('application/json') === true;
    return err(waitingFor(isJson ? 'answer-signature-wrong' : 'answer-not-understood', `unsigned: ${described}`));
  }
  try {
    await verifySignature(
      { kind: 'response', status: answer.status, fields: answer.headers, request: request.descriptor },
      {
        label,
        policy: {
          algorithms: ['ed25519'],
          requiredComponents: [
            '@status',
            'content-digest',
            // What an answer says of papers, it must have said itself.
            ...(field('upload-offset') === undefined ? [] : ['upload-offset']),
            component('signature', { req: true, key: label }),
          ],
          requiredParameters: ['keyid', 'alg'],
          // Should a gateway add times all the same: this terminal's clock is no reason to refuse.
          clockSkew: Number.MAX_SAFE_INTEGER,
        },
        resolveVerifier: ({ parameters }) => {
          const key = verificationKey(list, 'response', parameters.keyid ?? '');
          if (!key.ok) throw new Error(key.error);
          return { algorithm: 'ed25519', verify: (data, signature) => verify(null, data, key.value, signature) };
        },
      },
    );
  } catch (error) {
    if (!isSignatureError(error)) throw error;
    const fault = waitingFor('answer-signature-wrong', `${error.code}: ${described}`);
    const keyNotHere = error.code === SignatureErrorCode.ResolverFailed;
    return err(keyNotHere ? { ...fault, remedy: 'newer-key-list' } : fault);
  }
  // The signature covers the digest that was announced; half a body is found only by taking the digest again.
  const announced = /^sha-256=:([\w+/]{43}=):$/.exec(field('content-digest') ?? '')?.[1];
  if (announced !== createHash('sha256').update(answer.body).digest('base64')) {
    return err(waitingFor('answer-not-understood', `body is not what was signed: ${described}`));
  }
  return ok(null);
}
