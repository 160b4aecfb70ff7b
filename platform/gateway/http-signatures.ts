import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import {
  component,
  createSignature,
  isSignatureError,
  type RequestDescriptor,
  verifySignature,
} from 'http-message-sig';

/** RFC 9421 as the terminal's line uses it; platform/openapi.yaml says what is covered. */
const label = 'tongban';
const algorithm = 'ed25519';

/** A request as it came, in the form its signature is checked in. */
export function describeRequest(method: string, url: string, rawHeaders: readonly string[]): RequestDescriptor {
  const fields = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    fields.push({ name: rawHeaders[at] ?? '', value: rawHeaders[at + 1] ?? '' });
  }
  // The host is not covered: terminals reach the platform by whatever address their network gives it.
  return { kind: 'request', method, targetUri: `https://platform.invalid${url}`, fields };
}

/**
 * The key id of a request whose signature holds over its method, path and body; null for everything else. `keyOf` gives
 * null for an id that is not known.
 */
export async function verifiedKeyId(
  request: RequestDescriptor,
  body: Uint8Array,
  keyOf: (keyId: string) => Promise<KeyObject | null>,
): Promise<string | null> {
  return hasDigestOf(request, body) ? keyIdOver(request, ['@method', '@path', 'content-digest'], keyOf) : null;
}

/**
 * The same for a part of a paper, whose body is not covered: half of it counts too, when the line is cut, and what holds
 * the whole together is the digest in the case's signed manifest. The offset is covered where the request has one.
 */
export async function verifiedUploadKeyId(
  request: RequestDescriptor,
  keyOf: (keyId: string) => Promise<KeyObject | null>,
): Promise<string | null> {
  const offset = request.method === 'PATCH' ? ['upload-offset'] : [];
  return keyIdOver(request, ['@method', '@path', ...offset], keyOf);
}

async function keyIdOver(
  request: RequestDescriptor,
  requiredComponents: readonly string[],
  keyOf: (keyId: string) => Promise<KeyObject | null>,
): Promise<string | null> {
  try {
    const { parameters } = await verifySignature(request, {
      label,
      policy: {
        algorithms: [algorithm],
        requiredComponents,
        requiredParameters: ['keyid'],
      },
      async resolveVerifier(candidate) {
        const key = await keyOf(candidate.parameters.keyid ?? '');
        return { algorithm, verify: (data, signature) => key !== null && verify(null, data, key, signature) };
      },
    });
    return parameters.keyid ?? null;
  } catch (error) {
    if (isSignatureError(error) && error.code !== 'ResolverFailed') return null;
    throw error;
  }
}

/**
 * The headers that sign an answer to `request`; null where the request carries no signature under our label and so
 * nothing an answer could be bound to.
 */
export async function signedAnswerHeaders(answer: {
  readonly request: RequestDescriptor;
  readonly status: number;
  readonly body: Uint8Array;
  /** How much of a paper is here; covered too where the answer says it. */
  readonly uploadOffset: string | null;
  readonly keyId: string;
  readonly key: KeyObject;
}): Promise<Readonly<Record<string, string>> | null> {
  const { request, status, body, uploadOffset, keyId, key } = answer;
  const contentDigest = contentDigestOf(body);
  const offsetField = uploadOffset === null ? [] : [{ name: 'upload-offset', value: uploadOffset }];
  try {
    const { signature, signatureInput } = await createSignature(
      { kind: 'response', status, fields: [{ name: 'content-digest', value: contentDigest }, ...offsetField], request },
      {
        label,
        components: [
          '@status',
          'content-digest',
          ...offsetField.map(({ name }) => name),
          component('signature', { req: true, key: label }),
        ],
        parameters: { keyid: keyId, alg: algorithm },
        signer: { algorithm, sign: (data) => sign(null, data, key) },
      },
    );
    return { 'content-digest': contentDigest, 'signature-input': signatureInput, signature };
  } catch (error) {
    if (isSignatureError(error)) return null;
    throw error;
  }
}

const contentDigestOf = (body: Uint8Array): string => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

function hasDigestOf(request: RequestDescriptor, body: Uint8Array): boolean {
  const given = request.fields.filter(({ name }) => name.toLowerCase() === 'content-digest');
  return given.length === 1 && given[0]?.value === contentDigestOf(body);
}
