import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** So little goes through at once that an answer waits no longer than 10 ms behind it at 1 Mbit/s. */
const sliceBytes = 1250;

export interface PacedLine {
  readonly url: string;
  /** What has gone to the far end so far, handshakes and all. */
  upBytes(): number;
  close(): void;
}

/** A line to `url` that carries so many bits a second each way, shared by all connections. */
export async function openPacedLine(url: string, bitsPerSecond: number): Promise<PacedLine> {
  const { hostname, port } = new URL(url);
  const [up, down] = [createPace(bitsPerSecond), createPace(bitsPerSecond)];
  let upBytes = 0;
  const counted: Pace = (bytes) => {
    upBytes += bytes;
    return up(bytes);
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    pass(near, far, counted);
    pass(far, near, down);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${address.port}`, upBytes: () => upBytes, close: () => server.close() };
}

type Pace = (bytes: number) => Promise<void>;

/** Resolves when so many bytes more have gone through. Timers are late by up to a millisecond; the next slice makes up for it. */
function createPace(bitsPerSecond: number): Pace {
  let freeAtMs = 0;
  return async (bytes) => {
    freeAtMs = Math.max(freeAtMs, performance.now()) + (bytes * 8000) / bitsPerSecond;
    const waitMs = freeAtMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
}

function pass(from: Socket, to: Socket, pace: Pace): void {
  const run = async () => {
    for await (const part of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < part.length; at += sliceBytes) {
        const slice = part.subarray(at, at + sliceBytes);
        await pace(slice.length);
        to.write(slice);
      }
    }
    to.end();
  };
  run().catch(() => to.destroy());
}
