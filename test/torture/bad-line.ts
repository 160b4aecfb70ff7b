import { once } from 'node:events';
import net from 'node:net';
import type { FaultCount } from './fault-count.ts';
import type { Random } from './random.ts';

export interface BadLine {
  readonly port: number;
  close(): Promise<void>;
}

type Fault =
  | { readonly kind: 'none' | 'refused' }
  | {
      readonly kind: 'cut' | 'ended' | 'silent' | 'flipped';
      readonly direction: 'up' | 'down';
      /** After so many bytes in that direction. */
      readonly at: number;
    }
  | { readonly kind: 'slow'; readonly delayMs: number };

/** A batch of fifty cases on its way up, an acknowledgement on its way down: faults fall before, within and behind either. */
const mostBytes = { up: 300_000, down: 40_000 } as const;

/**
 * What cables, radios and routers do, connection by connection: they refuse, reset, end early, fall silent, flip a bit,
 * are slow. Below TLS nothing can be forged, so all that may come of it is a contact that fails.
 */
export async function startBadLine(
  toPort: number,
  { random, faulty, count }: { readonly random: Random; readonly faulty: number; readonly count: FaultCount },
): Promise<BadLine> {
  const open = new Set<net.Socket>();
  const listener = net.createServer((terminal) => {
    const fault = drawFault(random, faulty);
    if (fault.kind !== 'none') count.note(`line-${fault.kind}`);
    terminal.on('error', () => terminal.destroy());
    if (fault.kind === 'refused') {
      terminal.resetAndDestroy();
      return;
    }
    const platform = net.connect(toPort, '127.0.0.1');
    const both = [terminal, platform] as const;
    for (const socket of both) {
      open.add(socket);
      socket.on('error', () => reset(both));
      socket.on('close', () => {
        open.delete(socket);
        for (const other of both) other.end();
      });
    }
    carry(terminal, platform, 'up', fault, both);
    carry(platform, terminal, 'down', fault, both);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP listener has a port.');
  return {
    port: address.port,
    close: async () => {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function drawFault(random: Random, faulty: number): Fault {
  if (!random.chance(faulty)) return { kind: 'none' };
  // Rarely: it costs the terminal its whole limit of twenty seconds.
  if (random.chance(0.02)) return { kind: 'silent', direction: 'down', at: random.sized(1, mostBytes.down) };
  const kind = random.pick(['refused', 'cut', 'cut', 'ended', 'flipped', 'flipped', 'slow'] as const);
  if (kind === 'refused') return { kind };
  if (kind === 'slow') return { kind, delayMs: random.sized(2, 100) };
  const direction = random.pick(['up', 'down'] as const);
  return { kind, direction, at: random.sized(1, mostBytes[direction]) };
}

type Pair = readonly [net.Socket, net.Socket];

function carry(from: net.Socket, to: net.Socket, direction: 'up' | 'down', fault: Fault, both: Pair): void {
  let carried = 0;
  from.on('data', (chunk) => {
    const before = carried;
    carried += chunk.length;
    if (fault.kind === 'slow') {
      setTimeout(() => to.write(chunk), fault.delayMs);
      return;
    }
    if (!('direction' in fault) || fault.direction !== direction || fault.at >= carried) {
      to.write(chunk);
      return;
    }
    const at = Math.max(0, fault.at - before);
    switch (fault.kind) {
      case 'cut':
        to.write(chunk.subarray(0, at), () => reset(both));
        return;
      case 'ended':
        from.removeAllListeners('data');
        to.end(chunk.subarray(0, at));
        from.destroy();
        return;
      case 'silent':
        // Both ways, and for good: whoever waits must have a limit of their own.
        for (const socket of both) socket.removeAllListeners('data').resume();
        return;
      case 'flipped': {
        const flipped = Buffer.from(chunk);
        if (fault.at >= before) flipped[at] = (flipped[at] ?? 0) ^ 0x10;
        to.write(flipped);
        return;
      }
      default:
        fault satisfies never;
    }
  });
  from.on('end', () => setTimeout(() => to.end(), fault.kind === 'slow' ? fault.delayMs : 0));
}

function reset(sockets: Pair): void {
  for (const socket of sockets) {
    socket.resetAndDestroy();
    // That alone leaves a socket that is still connecting until it is connected.
    socket.destroy();
  }
}
