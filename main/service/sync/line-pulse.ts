import { connect } from 'node:net';
import type { Timers } from '../timers.ts';

const everyMs = 3000;
/** An answer to a connection's first packet takes longer than this only over a line that is as good as none. */
const patienceMs = 3000;

/**
 * Feels whether the platform can be reached: a bare TCP connection, opened and closed, with not a byte on it. A signed
 * contact every few seconds would tell as much, and would cost a province with ten thousand terminals a thousand
 * handshakes a second; without either, the screen says "connected" for half a minute after the cable was pulled.
 * It proves nothing: `onBroken` is a reason to make a true contact now.
 */
export function startLinePulse(url: string, timers: Timers, onBroken: () => void): { stop(): void } {
  const { hostname, port } = new URL(url);
  let stopped = false;
  let cancel = () => {};

  const feel = () => {
    const socket = connect({ host: hostname, port: port === '' ? 443 : Number(port) });
    let over = false;
    const end = (broken: boolean) => {
      if (over) return;
      over = true;
      cancelPatience();
      socket.destroy();
      if (stopped) return;
      if (broken) onBroken();
      cancel = timers.after(everyMs, feel);
    };
    const cancelPatience = timers.after(patienceMs, () => end(true));
    socket.on('connect', () => end(false));
    socket.on('error', () => end(true));
    cancel = () => end(false);
  };
  cancel = timers.after(everyMs, feel);

  return {
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
