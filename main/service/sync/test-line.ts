import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A cable between terminal and platform that a test can cut. */
export interface TestLine {
  readonly url: string;
  /** `up`; `cut`: connections are refused and broken; `answers-lost`: what the platform says does not arrive. */
  set(state: 'up' | 'cut' | 'answers-lost'): Promise<void>;
  /** From now on connections break each time so many more bytes have gone to the platform. Null: no more. */
  breakEvery(bytes: number | null): void;
  /** All that went to the platform so far, handshakes and headers too. */
  toPlatformBytes(): number;
  /** Connections that were broken by `breakEvery`. */
  breaks(): number;
}

export async function createTestLine(platformUrl: string): Promise<TestLine> {
  const { port: platformPort, hostname } = new URL(platformUrl);
  const open = new Set<Socket>();
  let losing = false;
  let everyBytes = Number.POSITIVE_INFINITY;
  let leftBytes = everyBytes;
  let toPlatformBytes = 0;
  let breaks = 0;
  const server = createServer((terminal) => {
    const platform = connect(Number(platformPort), hostname);
    let fromTerminalBytes = 0;
    terminal.on('data', (data) => {
      fromTerminalBytes += data.length;
      const passed = data.subarray(0, leftBytes);
      leftBytes -= passed.length;
      toPlatformBytes += passed.length;
      platform.write(passed);
      if (leftBytes > 0) return;
      leftBytes = everyBytes;
      breaks += 1;
      // What is on the far side of a cut arrives; what is on this side does not.
      platform.end();
      terminal.destroy();
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
        other.end();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    breakEvery: (bytes) => {
      everyBytes = bytes ?? Number.POSITIVE_INFINITY;
      leftBytes = everyBytes;
    },
    toPlatformBytes: () => toPlatformBytes,
    breaks: () => breaks,
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
