import { closeSync, constants, openSync, rmSync, symlinkSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { open as openPty } from '@lydell/node-pty';

// The package exports `open` and leaves it out of its types.
declare module '@lydell/node-pty' {
  export function open(options: { readonly encoding: null }): {
    readonly master: ReadStream;
    readonly slave: ReadStream;
    readonly ptsName: string;
  };
}

/** The device's end of a serial line: a pseudo-terminal that keeps the pace the wire would have. */
export interface PacedPty {
  /** `slow`: at a tenth of the pace. */
  send(output: { readonly bytes: Uint8Array; readonly slow: boolean }): void;
  /** Pulls the plug: the port's name goes away and whoever has it open sees it hang up. */
  unplug(): void;
}

interface Sending {
  readonly bytes: Uint8Array;
  readonly startMs: number;
  readonly bytesPerMs: number;
}

/**
 * Opens a pseudo-terminal and makes `linkPath` a link to it. A pty passes bytes on at once, whatever its baud rate says,
 * so both directions wait as long as a wire would need: ten bits a byte.
 */
export function openPacedPty(linkPath: string, baud: number, hear: (chunk: Uint8Array) => void): PacedPty {
  const bytesPerMs = baud / 10_000;
  const pty = openPty({ encoding: null });
  // Held and never read: without any open slave end, Linux ends the master with EIO each time the host closes the port.
  const held = openSync(pty.ptsName, constants.O_RDWR | constants.O_NOCTTY);
  pty.slave.destroy();
  rmSync(linkPath, { force: true });
  symlinkSync(pty.ptsName, linkPath);

  let plugged = true;
  let heardUntilMs = 0;
  let sentUntilMs = 0;
  let waiting: readonly Sending[] = [];

  pty.master.on('data', (chunk: Buffer) => {
    heardUntilMs = Math.max(performance.now(), heardUntilMs) + chunk.length / bytesPerMs;
    setTimeout(
      () => {
        if (plugged) hear(chunk);
      },
      Math.max(0, heardUntilMs - performance.now()),
    );
  });

  /**
   * Sends what the wire would have carried by now, and comes back for the rest. One after the other, however late a timer
   * is: on a busy machine the next would otherwise begin in the middle of the one before.
   */
  function trickle(sent: number): void {
    const [now, ...later] = waiting;
    if (!plugged || now === undefined) return;
    const carried = Math.floor((performance.now() - now.startMs) * now.bytesPerMs);
    const due = Math.max(sent, Math.min(now.bytes.length, carried));
    if (due > sent) pty.master.write(now.bytes.subarray(sent, due));
    if (due === now.bytes.length) waiting = later;
    if (waiting.length > 0) setTimeout(() => trickle(due === now.bytes.length ? 0 : due), 1);
  }

  return {
    send: ({ bytes, slow }) => {
      const pace = slow ? bytesPerMs / 10 : bytesPerMs;
      const startMs = Math.max(performance.now(), sentUntilMs);
      sentUntilMs = startMs + bytes.length / pace;
      waiting = [...waiting, { bytes, startMs, bytesPerMs: pace }];
      if (waiting.length === 1) setTimeout(() => trickle(0), 0);
    },
    unplug: () => {
      plugged = false;
      rmSync(linkPath, { force: true });
      pty.master.destroy();
      closeSync(held);
    },
  };
}
