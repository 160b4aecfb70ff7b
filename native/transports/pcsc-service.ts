import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { Clock } from '../clock.ts';

/**
 * Whether PC/SC's service answers: asked over its own socket, because the library must not be asked. It waits for a service
 * that hangs for as long as that hangs, on the thread that all devices share.
 *
 * The question is pcsc-lite's first one, "which version": size, command and two version numbers in the machine's byte order,
 * and any answer will do. Windows and macOS have no such socket; there the service belongs to the system.
 */
export function cardServiceAnswers(clock: Clock): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  const path = process.env['PCSCLITE_CSOCK_NAME'] ?? '/run/pcscd/pcscd.comm';
  if (!existsSync(path)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(path);
    const finish = (answers: boolean): void => {
      cancel();
      socket.destroy();
      resolve(answers);
    };
    const cancel = clock.after(limitMs, () => finish(false));
    socket.on('connect', () => socket.write(whichVersion()));
    socket.on('data', () => finish(true));
    socket.on('error', () => finish(false));
    socket.on('end', () => finish(false));
  });
}

const limitMs = 1000;

function whichVersion(): Uint8Array {
  const words = Uint32Array.of(12, 0x11, 4, 4, 0);
  return new Uint8Array(words.buffer);
}
