import { connect, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createManualTimers } from '../manual-timers.ts';
import { startLinePulse } from './line-pulse.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A port that takes connections, and tells of each and of every byte on it. */
async function openPort(onConnection: () => void, onBytes: () => void): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on('data', onBytes);
    socket.on('close', onConnection);
    socket.on('error', () => {});
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `https://127.0.0.1:${address.port}`, server };
}

describe('line pulse', () => {
  it('comes by without a byte, and tells when nobody answers any more', async () => {
    const timers = createManualTimers();
    let bytes = 0;
    let passed = () => {};
    const visit = () =>
      new Promise<void>((resolve) => {
        passed = resolve;
      });
    const { url, server } = await openPort(
      () => passed(),
      () => {
        bytes += 1;
      },
    );
    let broken = 0;
    let onBroken = () => {};
    const pulse = startLinePulse(url, timers, () => {
      broken += 1;
      onBroken();
    });
    const visited = visit();
    timers.pass(3000);
    await visited;
    expect([broken, bytes]).toEqual([0, 0]);

    await new Promise<void>((resolve) => server.close(() => resolve()));
    const told = new Promise<void>((resolve) => {
      onBroken = resolve;
    });
    timers.pass(3000);
    await told;
    expect(broken).toBe(1);
    pulse.stop();
  });

  it('feels nothing more after it was stopped', async () => {
    const timers = createManualTimers();
    let visits = 0;
    let onVisit = () => {};
    const { url } = await openPort(
      () => {
        visits += 1;
        onVisit();
      },
      () => {},
    );
    startLinePulse(url, timers, () => {}).stop();
    timers.pass(10_000);
    // A visit of the test's own, behind any that was made before it.
    const own = new Promise<void>((resolve) => {
      onVisit = resolve;
    });
    const visitor = connect(Number(new URL(url).port), '127.0.0.1', () => visitor.destroy());
    await own;
    expect(visits).toBe(1);
  });
});
