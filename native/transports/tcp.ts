import { connect } from 'node:net';
import type { Clock } from '../clock.ts';
import { type Dial, lossReasonOf, type Transport } from './transport.ts';

export interface TcpSettings {
  readonly host: string;
  readonly port: number;
  /** The operating system would try a host that is switched off for two minutes. */
  readonly connectTimeoutMs: number;
}

/** A TCP connection to a device on the hall's network. The device hanging up is `lost`, as a pulled plug is. */
export function tcpLine(settings: TcpSettings, clock: Clock): Dial {
  return (events): Transport => {
    const socket = connect({ host: settings.host, port: settings.port, noDelay: true, keepAlive: true });
    let state: 'opening' | 'open' | 'over' = 'opening';

    function end(tell: () => void): void {
      if (state === 'over') return;
      state = 'over';
      cancelTimeout();
      socket.destroy();
      tell();
    }

    const cancelTimeout = clock.after(settings.connectTimeoutMs, () => end(() => events.lost({ kind: 'missing' })));
    socket.on('connect', () => {
      if (state === 'over') return;
      state = 'open';
      cancelTimeout();
      events.opened();
    });
    socket.on('data', (chunk) => {
      if (state === 'open') events.bytes(chunk);
    });
    socket.on('error', (error) => end(() => events.lost(lossReasonOf(error))));
    socket.on('end', () => end(() => events.lost({ kind: 'unplugged' })));
    socket.on('close', () => end(() => events.lost({ kind: 'unplugged' })));

    return {
      send: (bytes) => {
        if (state === 'open') socket.write(bytes);
      },
      // Told in the next turn, so that nobody hears `closed` from inside the call that asked for it.
      close: () => queueMicrotask(() => end(events.closed)),
    };
  };
}
