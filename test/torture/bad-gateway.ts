import { once } from 'node:events';
import type http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCount } from './fault-count.ts';
import type { PlatformSide } from './platform-side.ts';
import type { Random } from './random.ts';

export interface BadGateway {
  readonly port: number;
  close(): Promise<void>;
}

interface Passed {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

const friendlyPage = '<!doctype html><title>欢迎使用</title><p>请先登录网络。 Please sign in to the network.</p>';

const faults = [
  ...(['said', 'said', 'said', 'lost', 'lost', 'twice', 'twice', 'at-once', 'old-answer', 'half-answer'] as const),
  ...(['short-answer', 'flipped-answer', 'flipped-request', 'slow', 'late', 'late'] as const),
] as const;
type Fault = (typeof faults)[number];

const saidInItsPlace: readonly { readonly status: number; readonly type: string; readonly body: string }[] = [
  { status: 409, type: 'application/json', body: '{"error":"conflict"}' },
  { status: 429, type: 'application/json', body: '{"error":"busy"}' },
  { status: 500, type: 'application/json', body: '{"error":"platform-fault"}' },
  { status: 503, type: 'text/html', body: friendlyPage },
  { status: 401, type: 'application/json', body: '{"error":"incarnation-revoked"}' },
  { status: 200, type: 'text/html', body: friendlyPage },
  { status: 200, type: 'application/json', body: '{"v":1,"acknowledged":null,"unfinished":[]}' },
  { status: 302, type: 'text/html', body: friendlyPage },
  { status: 413, type: 'application/json', body: '{"error":"too-large"}' },
];

/**
 * What stands between TLS and the platform: balancers, proxies and caches of its own, with its own TLS key. It holds no
 * key that signs answers. It says things in the platform's place, loses answers, asks twice, gives an old answer again,
 * cuts and changes what it hands on; and it hands each request to any of the platform's processes.
 */
export async function startBadGateway(
  platform: PlatformSide,
  { random, faulty, count }: { readonly random: Random; readonly faulty: number; readonly count: FaultCount },
): Promise<BadGateway> {
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 8 });
  const answers: Passed[] = [];

  const passOn = async (asked: Asked): Promise<Passed> => {
    const answer = await ask(agent, random.pick(platform.ports), asked);
    answers.push(answer);
    if (answers.length > 20) answers.shift();
    return answer;
  };

  const act = async (fault: Fault | 'none', asked: Asked, response: http.ServerResponse): Promise<void> => {
    switch (fault) {
      case 'none':
        return give(response, await passOn(asked));
      case 'said': {
        // Whether the platform heard of it or not.
        if (random.chance(0.5)) await passOn(asked);
        const { status, type, body } = random.pick(saidInItsPlace);
        return give(response, {
          status,
          headers: { 'content-type': type, 'retry-after': '1' },
          body: Buffer.from(body),
        });
      }
      case 'lost':
        await passOn(asked);
        response.destroy();
        return;
      case 'late':
        // Held up on the way: it comes in when the terminal has long given up on it and gone on.
        response.destroy();
        void sleep(random.between(500, 3000))
          .then(() => passOn(asked))
          // The run may be over by then, and the platform gone.
          .catch(() => {});
        return;
      case 'twice':
        await passOn(asked);
        return give(response, await passOn(asked));
      case 'at-once': {
        const [one, other] = await Promise.all([passOn(asked), passOn(asked)]);
        return give(response, random.chance(0.5) ? one : other);
      }
      case 'old-answer': {
        const old = answers.at(-random.between(1, 5));
        return give(response, old ?? (await passOn(asked)));
      }
      case 'half-answer': {
        const { status, headers, body } = await passOn(asked);
        response.writeHead(status, headers);
        response.write(body.subarray(0, random.between(0, body.length)), () => response.destroy());
        return;
      }
      case 'short-answer': {
        const answer = await passOn(asked);
        return give(response, { ...answer, body: answer.body.subarray(0, random.between(0, answer.body.length - 1)) });
      }
      case 'flipped-answer': {
        const answer = await passOn(asked);
        return give(response, { ...answer, body: flipped(answer.body, random) });
      }
      case 'flipped-request':
        return give(response, await passOn({ ...asked, body: flipped(asked.body, random) }));
      case 'slow':
        await sleep(random.sized(5, 400));
        return give(response, await passOn(asked));
      default:
        fault satisfies never;
    }
  };

  const server = https.createServer({ ...platform.tls, minVersion: 'TLSv1.3' }, (request, response) => {
    void (async () => {
      try {
        const asked = await readWhole(request);
        const fault = random.chance(faulty) ? random.pick(faults) : 'none';
        if (fault !== 'none') count.note(`gateway-${fault}`);
        await act(fault, asked, response);
      } catch {
        // The terminal hung up, or the platform did.
        response.destroy();
      }
    })();
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP listener has a port.');
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

async function readWhole(request: http.IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(parts),
  };
}

function ask(agent: https.Agent, port: number, { method, path, headers, body }: Asked): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const asked = https.request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function give(response: http.ServerResponse, { status, headers, body }: Passed): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length });
  response.end(body);
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  const at = random.between(0, Math.max(0, changed.length - 1));
  if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7));
  return changed;
}
