import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../clock.ts';
import { tcpLine } from './tcp.ts';
import { recordEvents } from './recorded-events.ts';

describe('a TCP line', () => {
  let server: Server;
  let device: Promise<Socket>;

  beforeEach(async () => {
    server = createServer();
    device = once(server, 'connection').then(([socket]: readonly Socket[]) => {
      if (socket === undefined) throw new Error('no connection');
      return socket;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.close();
  });

  const settings = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, connectTimeoutMs: 3000 });

  it('carries bytes both ways and tells when we hang up', async () => {
    const line = recordEvents(tcpLine(settings(), systemClock));
    await line.until('opened');
    const socket = await device;
    line.transport.send(Uint8Array.of(1, 2, 3));
    expect([...((await once(socket, 'data'))[0] as Buffer)]).toEqual([1, 2, 3]);
    socket.write(Uint8Array.of(4, 5));
    await line.until('bytes 04 05');
    line.transport.close();
    line.transport.close();
    expect(line.told).toHaveLength(2);
    await line.until('closed');
    line.transport.send(Uint8Array.of(6));
    expect(line.told).toEqual(['opened', 'bytes 04 05', 'closed']);
  });

  it('is lost when the device hangs up', async () => {
    const line = recordEvents(tcpLine(settings(), systemClock));
    await line.until('opened');
    (await device).end();
    await line.until('lost unplugged');
    line.transport.close();
    expect(line.told).toEqual(['opened', 'lost unplugged']);
  });

  it('is lost when the device resets the connection', async () => {
    const line = recordEvents(tcpLine(settings(), systemClock));
    await line.until('opened');
    (await device).resetAndDestroy();
    await line.until('lost unplugged');
  });

  it('never came up when nobody listens', async () => {
    const gone = settings();
    server.close();
    const line = recordEvents(tcpLine(gone, systemClock));
    await line.until('lost missing');
    expect(line.told).toEqual(['lost missing']);
  });

  it('never came up when nobody answers in time', async () => {
    let timeout: (() => void) | undefined;
    const clock: Clock = {
      nowMs: () => 0,
      after: (delayMs, action) => {
        expect(delayMs).toBe(3000);
        timeout = action;
        return () => undefined;
      },
    };
    const line = recordEvents(tcpLine(settings(), clock));
    timeout?.();
    await line.until('lost missing');
    expect(line.told).toEqual(['lost missing']);
  });
});
