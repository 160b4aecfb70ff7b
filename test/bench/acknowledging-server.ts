import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { component, createSignatureSync } from 'http-message-sig';
import { z } from 'zod';
import type { Acknowledgements, DeliveryResponse } from '../../main/contract/wire/deliveries.ts';
import { digestFor } from '../../main/service/sealing/envelope.ts';
import { signFor } from '../../main/service/sealing/ed25519.ts';

/**
 * The other side of the drain: a platform that only acknowledges. It opens, verifies and keeps nothing, so that what is
 * measured is the terminal. Two doors into one process: the pinned one of the sync protocol, and a bare one that takes a
 * body and says that it came.
 */
export interface ServerSettings {
  readonly tls: { readonly key: string; readonly cert: string };
  /** PEM. */
  readonly acknowledgementKey: string;
  /** PEM. */
  readonly responseKey: string;
  readonly terminal: string;
  readonly incarnation: number;
  readonly keyListVersion: number;
}

export interface ServerPorts {
  readonly deliveries: number;
  readonly bare: number;
}

const batch = z.object({
  deliveries: z.array(z.object({ header: z.string(), manifest: z.string(), answers: z.string() })),
});

process.once('message', (given) => void serve(given as ServerSettings));

async function serve(settings: ServerSettings): Promise<void> {
  const keys = {
    acknowledgement: createPrivateKey(settings.acknowledgementKey),
    response: createPrivateKey(settings.responseKey),
  };
  let leases = 0;
  const deliveries = createSecureServer({ ...settings.tls, minVersion: 'TLSv1.3' }, (request, response) =>
    onBody(request, (body) => {
      leases += 1;
      const content = JSON.stringify(acknowledge(body, settings, keys.acknowledgement, leases));
      sendSigned(request, response, content, keys.response);
    }),
  );
  const bare = createServer((request, response) => onBody(request, () => response.end('{"acknowledged":true}')));
  const ports: ServerPorts = { deliveries: await listen(deliveries), bare: await listen(bare) };
  process.send?.(ports);
}

function acknowledge(
  body: Buffer,
  { terminal, incarnation, keyListVersion }: ServerSettings,
  key: KeyObject,
  leases: number,
): DeliveryResponse {
  const { deliveries } = batch.parse(JSON.parse(body.toString('utf8')));
  const entries = deliveries.map(({ header, manifest, answers }, at) => {
    const [headerBytes, manifestBytes] = [Buffer.from(header, 'base64url'), Buffer.from(manifest, 'base64url')];
    const { caseNumber } = z.object({ caseNumber: z.string() }).parse(JSON.parse(headerBytes.toString('utf8')));
    return {
      caseNumber,
      caseDigest: digestFor('manifest', manifestBytes).toString('base64url'),
      bytes: headerBytes.length + manifestBytes.length + Buffer.byteLength(answers, 'base64url'),
      ending: { outcome: 'opened' as const },
      sequence: at + 1,
    };
  });
  const list: Acknowledgements = { v: 1, terminal, incarnation, epoch: 1, entries };
  const bytes = Buffer.from(JSON.stringify(list));
  const signature = signFor('acknowledgements', key, bytes).toString('base64url');
  return {
    v: 1,
    time: new Date().toISOString(),
    nextLease: createHash('sha256').update(String(leases)).digest().subarray(0, 16).toString('base64url'),
    keyListVersion,
    acknowledged: entries.length === 0 ? null : { bytes: bytes.toString('base64url'), key: 'ack-1', signature },
    epoch: null,
    unfinished: [],
  };
}

function sendSigned(request: IncomingMessage, response: ServerResponse, content: string, key: KeyObject): void {
  const contentDigest = `sha-256=:${createHash('sha256').update(content).digest('base64')}:`;
  const fields = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, value }] : [],
  );
  const { signature, signatureInput } = createSignatureSync(
    {
      kind: 'response',
      status: 200,
      fields: [{ name: 'content-digest', value: contentDigest }],
      request: {
        kind: 'request',
        method: request.method ?? '',
        targetUri: `https://platform.invalid${request.url ?? ''}`,
        fields,
      },
    },
    {
      label: 'tongban',
      components: ['@status', 'content-digest', component('signature', { req: true, key: 'tongban' })],
      parameters: { keyid: 'resp-1', alg: 'ed25519' },
      signer: { algorithm: 'ed25519', sign: (data) => sign(null, data, key) },
    },
  );
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
    'content-digest': contentDigest,
    'signature-input': signatureInput,
    signature,
  });
  response.end(content);
}

function onBody(request: IncomingMessage, act: (body: Buffer) => void): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => act(Buffer.concat(parts)));
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
