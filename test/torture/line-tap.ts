import { once } from 'node:events';
import net from 'node:net';

/** Handshakes stay below this in either direction; a request with a case, and the answer to it, do not. */
const handshakeBytes = { up: 1500, down: 1800 } as const;

/** What passes on the line to the platform, as far as it can be seen from outside of TLS. */
export type Passing =
  /** More than a handshake has gone up: a request is on its way, and not yet handed on whole. */
  | 'request-on-its-way'
  /** The platform has answered, and the answer has not been handed on. */
  | 'answer-held'
  /** The answer has been handed on. */
  | 'answer-given';

/** Bytes since there is a weigher, over all connections. */
export interface Carried {
  readonly up: number;
  readonly down: number;
}

export interface LineTap {
  readonly port: number;
  /** Called at each of them, before anything else is handed on. One listener; null for none. */
  listen(listener: ((passing: Passing) => void) | null): void;
  /** Called with every piece that comes from either side, before it is handed on. One weigher; null for none. */
  weigh(weigher: ((carried: Carried, from: 'terminal' | 'platform') => void) | null): void;
  /** Connections are reset and new ones refused, or let in again. */
  setOpen(open: boolean): void;
  close(): Promise<void>;
}

/** Hands bytes on between terminal and platform, and tells what passes. */
export async function tapLine(toPort: number): Promise<LineTap> {
  let listener: ((passing: Passing) => void) | null = null;
  let weigher: Parameters<LineTap['weigh']>[0] = null;
  let weighed: Carried = { up: 0, down: 0 };
  let isOpen = true;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((terminal) => {
    terminal.on('error', () => terminal.destroy());
    if (!isOpen) {
      terminal.resetAndDestroy();
      return;
    }
    const platform = net.connect(toPort, '127.0.0.1');
    for (const [socket, other] of [
      [terminal, platform],
      [platform, terminal],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('end', () => other.end());
      socket.on('close', () => {
        sockets.delete(socket);
        other.end();
      });
    }
    const carried = { up: 0, down: 0 };
    const isPast = (direction: 'up' | 'down', bytes: number): boolean => {
      const before = carried[direction];
      carried[direction] += bytes;
      return before < handshakeBytes[direction] && carried[direction] >= handshakeBytes[direction];
    };
    terminal.on('data', (chunk) => {
      if (isPast('up', chunk.length)) listener?.('request-on-its-way');
      weighed = { ...weighed, up: weighed.up + chunk.length };
      weigher?.(weighed, 'terminal');
      platform.write(chunk);
    });
    platform.on('data', (chunk) => {
      const isAnswer = isPast('down', chunk.length);
      if (isAnswer) listener?.('answer-held');
      weighed = { ...weighed, down: weighed.down + chunk.length };
      weigher?.(weighed, 'platform');
      terminal.write(chunk, () => {
        if (isAnswer) listener?.('answer-given');
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP listener has a port.');
  return {
    port: address.port,
    listen: (next) => {
      listener = next;
    },
    weigh: (next) => {
      weigher = next;
      weighed = { up: 0, down: 0 };
    },
    setOpen: (open) => {
      isOpen = open;
      if (!open) for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
