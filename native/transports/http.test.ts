import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createManualClock } from '../manual-clock.ts';
import { httpCalls, type HttpEvents, type HttpRequest } from './http.ts';

let server: Server | TcpServer;

afterEach(() => {
  if ('closeAllConnections' in server) server.closeAllConnections();
  server.close();
});

async function listen(started: Server | TcpServer): Promise<URL> {
  server = started;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/eSCL/ScannerStatus`);
}

const serve = (answer: RequestListener): Promise<URL> => listen(createServer(answer));

/** One exchange written down: `answered 200 - 5`, `bytes abc`, `whole`, `lost missing`. */
function exchange(request: HttpRequest, call = httpCalls({ connectTimeoutMs: 3000 }, systemClock)) {
  const told: string[] = [];
  let settle: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let onBytes = (): void => {};
  const events: HttpEvents = {
    answered: ({ status, location, lengthBytes }) =>
      told.push(`answered ${status} ${location ?? '-'} ${lengthBytes ?? '-'}`),
    bytes: (chunk) => {
      told.push(`bytes ${Buffer.from(chunk).toString()}`);
      onBytes();
    },
    whole: () => {
      told.push('whole');
      settle();
    },
    lost: ({ kind }) => {
      told.push(`lost ${kind}`);
      settle();
    },
  };
  const hangUp = call(request, events);
  return {
    told,
    over,
    hangUp,
    firstBytes: new Promise<void>((resolve) => {
      onBytes = resolve;
    }),
  };
}

describe('an exchange over HTTP', () => {
  it('brings the answer and its whole body', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-length': 5 }).end('hello'));
    const { told, over } = exchange({ method: 'GET', url });
    await over;
    expect(told).toEqual(['answered 200 - 5', 'bytes hello', 'whole']);
  });

  it('sends a body as XML and tells where the answer points, without going there', async () => {
    const heard: string[] = [];
    const url = await serve((request: IncomingMessage, response) => {
      heard.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
      request.on('data', (chunk) => heard.push(String(chunk)));
      request.on('end', () => response.writeHead(302, { location: '/elsewhere' }).end());
    });
    const { told, over } = exchange({ method: 'POST', url, xml: '<页/>' });
    await over;
    expect(heard).toEqual(['POST /eSCL/ScannerStatus text/xml', '<页/>']);
    expect(told).toEqual(['answered 302 /elsewhere -', 'whole']);
  });

  it('is lost when the body ends before its time', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half', () => response.destroy());
    });
    const { told, over } = exchange({ method: 'GET', url });
    await over;
    expect(told).toEqual(['answered 200 - 10', 'bytes half', 'lost unplugged']);
  });

  it('is lost when a body in chunks has no end', async () => {
    const url = await serve((_, response) => {
      response.write('half', () => response.destroy());
    });
    const { told, over } = exchange({ method: 'GET', url });
    await over;
    expect(told.at(-1)).toBe('lost unplugged');
  });

  it('failed when what comes is no HTTP', async () => {
    const url = await listen(createTcpServer((socket) => socket.end('\u001b@ESC/POS\r\n\r\n')));
    const { told, over } = exchange({ method: 'GET', url });
    await over;
    expect(told).toEqual(['lost failed']);
  });

  it('is lost as missing when nobody listens', async () => {
    const url = await listen(createTcpServer());
    server.close();
    await once(server, 'close');
    const { told, over } = exchange({ method: 'GET', url });
    await over;
    expect(told).toEqual(['lost missing']);
  });

  it('gives up calling a host that does not answer the call', async () => {
    const clock = createManualClock();
    await listen(createTcpServer());
    // 192.0.2.0/24 is kept for documentation: nobody is there.
    const url = new URL('http://192.0.2.1/eSCL/ScannerStatus');
    const { told } = exchange({ method: 'GET', url }, httpCalls({ connectTimeoutMs: 3000 }, clock));
    await clock.advance(3000);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^lost/);
  });

  it('tells nothing after we hung up', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half');
    });
    const { told, firstBytes, hangUp } = exchange({ method: 'GET', url });
    const gone = once(server, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'close'));
    await firstBytes;
    hangUp();
    hangUp();
    await gone;
    expect(told).toEqual(['answered 200 - 10', 'bytes half']);
  });
});
