import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A cable between terminal and platform that a test can cut. */
export interface TestLine {
  readonly url: string;
  /** `up`; `cut`: connections are refused and broken; `answers-lost`: what the platform says does not arrive. */
  set(state: 'up' | 'cut' | 'answers-lost'): Promise<void>;
}

export async function createTestLine(platformUrl: string): Promise<TestLine> {
  const { port: platformPort, hostname } = new URL(platformUrl);
  const open = new Set<Socket>();
  let losing = false;
  const server = createServer((terminal) => {
    const platform = connect(Number(platformPort), hostname);
    let fromTerminalBytes = 0;
    terminal.on('data', (data) => {
      fromTerminalBytes += data.length;
      platform.write(data);
    });
    platform.on('data', (data) => {
      // A handshake sends less than this, a request with cases more: so the request arrives and its answer is lost.
      if (!losing || fromTerminalBytes < 3_000) terminal.write(data);
    });
    for (const [one, other] of [
      [terminal, platform],
      [platform, terminal],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    set: async (state) => {
      losing = state === 'answers-lost';
      if (state === 'cut') {
        server.close();
        for (const socket of open) socket.destroy();
        return;
      }
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
