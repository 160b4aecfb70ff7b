import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { fetchKeyListUnpinned, type Line, openLine } from './pinned-agent.ts';
import { makeTestIdentity, type TestIdentity } from './test-tls.ts';

let ours: TestIdentity;
let stranger: TestIdentity;
beforeAll(async () => {
  [ours, stranger] = await Promise.all([makeTestIdentity(), makeTestIdentity()]);
});

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Speaks TLS, and answers what is given once a request came. */
async function platformThat(
  answer: (socket: TLSSocket, request: string) => void,
  identity = ours,
  maxVersion?: 'TLSv1.2',
) {
  const server = createServer({ ...identity, ...(maxVersion === undefined ? {} : { maxVersion }) }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => answer(socket, data.toString('latin1')));
    open.push(() => socket.destroy());
  });
  server.on('tlsClientError', () => {});
  return { server, url: await listen(server) };
}

function lineTo(url: string, timers = createManualTimers()): Line {
  const line = openLine(url, () => [ours.pin], timers);
  open.push(() => void line.close());
  return line;
}

const get = { method: 'GET', path: '/v1/keys', headers: {}, body: null } as const;
const reasonOf = async (sent: ReturnType<Line['send']>) => {
  const answer = await sent;
  return answer.ok ? answer.value.status : answer.error.reason;
};

describe('the pinned line', () => {
  test('takes the platform with the right key, whatever its certificate says of names and dates', async () => {
    const { url } = await platformThat((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
    const answer = await lineTo(url).send(get);
    if (!answer.ok) throw new Error(answer.error.detail);
    expect(answer.value.status).toBe(200);
    expect(Buffer.from(answer.value.body).toString()).toBe('{}');
  });

  test('writes not one byte to a stranger', async () => {
    let received = '';
    const { server, url } = await platformThat((socket, data) => {
      received += data;
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    }, stranger);
    const closed = once(server, 'connection').then(([socket]: Socket[]) => socket && once(socket, 'close'));
    const body = Buffer.from('what nobody else may read');
    const sent = lineTo(url).send({ method: 'POST', path: '/v1/deliveries', headers: {}, body });
    expect(await reasonOf(sent)).toBe('platform-identity-not-proven');
    await closed;
    expect(received).toBe('');
  });

  test.each([
    ['at each connection', {}],
    ['in a row, too', { inARow: 'papers' as const }],
  ])('asks for the pins %s: one that was taken back no longer counts', async (_, how) => {
    const { url } = await platformThat((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    let pins = [ours.pin];
    const line = openLine(url, () => pins, createManualTimers());
    open.push(() => void line.close());
    expect(await reasonOf(line.send({ ...get, ...how }))).toBe(200);
    pins = [stranger.pin];
    expect(await reasonOf(line.send({ ...get, ...how }))).toBe('platform-identity-not-proven');
  });

  test.each([
    ['everything else has a connection of its own', {}, 3],
    ['what follows upon another goes over one in a row', { inARow: 'papers' as const }, 1],
  ])('%s', async (_, how, connections) => {
    const { server, url } = await platformThat((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
    );
    let seen = 0;
    server.on('connection', () => (seen += 1));
    const line = lineTo(url);
    for (let n = 0; n < 3; n++) expect(await reasonOf(line.send({ ...get, ...how }))).toBe(200);
    expect(seen).toBe(connections);
  });

  test('sends records so small that a cut one takes little with it', async () => {
    const sizes: number[] = [];
    const body = Buffer.alloc(100_000);
    const { url } = await platformThat((socket, data) => {
      sizes.push(data.length);
      const received = sizes.reduce((total, size) => total + size, 0);
      if (received > body.length) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    expect(await reasonOf(lineTo(url).send({ ...get, method: 'PATCH', body }))).toBe(200);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
  });

  test('takes nothing older than TLS 1.3', async () => {
    const { url } = await platformThat((socket) => socket.end(), ours, 'TLSv1.2');
    expect(await reasonOf(lineTo(url).send(get))).toBe('platform-identity-not-proven');
  });

  test('tells a network that is not there from a platform that does not answer', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    server.close();
    await once(server, 'close');
    expect(await reasonOf(lineTo(url).send(get))).toBe('no-network');
    const resets = await listen(createTcpServer((socket) => socket.resetAndDestroy()));
    expect(await reasonOf(lineTo(resets).send(get))).toBe('no-network');
  });

  test('waits for an answer only so long', async () => {
    const timers = createManualTimers();
    const { url } = await platformThat(() => timers.pass(20_000));
    expect(await reasonOf(lineTo(url, timers).send(get))).toBe('platform-does-not-answer');
  });

  test('gives a large body the time that the slowest line needs', async () => {
    const timers = createManualTimers();
    const body = Buffer.alloc(16 * 20_000);
    let received = 0;
    const { url } = await platformThat((socket, data) => {
      if (received === 0) timers.pass(30_000);
      received += data.length;
      if (received > body.length) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    const request = { method: 'POST', path: '/v1/deliveries', headers: {}, body } as const;
    expect(await reasonOf(lineTo(url, timers).send(request))).toBe(200);
  });

  test.each([
    ['cut before the answer', '', 'platform-does-not-answer'],
    ['cut in the middle of the head', 'HTTP/1.1 200 OK\r\ncontent-le', 'platform-does-not-answer'],
    ['cut in the middle of the body', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"v":', 'platform-does-not-answer'],
    ['no HTTP at all', '220 mail.example.org ESMTP\r\n', 'answer-not-understood'],
    [
      'longer than any answer',
      `HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n${' '.repeat(2e6)}`,
      'answer-not-understood',
    ],
  ])('%s', async (_, bytes, reason) => {
    const { url } = await platformThat((socket) => socket.end(bytes, 'latin1'));
    expect(await reasonOf(lineTo(url).send(get))).toBe(reason);
  });

  test('closed in the middle ends as a fault', async () => {
    const { url } = await platformThat(() => void line.close());
    const line = lineTo(url);
    expect(await reasonOf(line.send(get))).toBe('platform-does-not-answer');
  });
});

test('without a pin only the key list can be asked for', async () => {
  let received = '';
  const { url } = await platformThat((socket, data) => {
    received += data;
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  }, stranger);
  expect((await fetchKeyListUnpinned(url, createManualTimers())).ok).toBe(true);
  expect(received).toMatch(/^GET \/v1\/keys HTTP\/1\.1\r\n/);
});
