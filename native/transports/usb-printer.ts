import { close, constants, open, read, stat, write } from 'node:fs';
import type { Clock } from '../clock.ts';
import { type Dial, lossReasonOf, type Transport } from './transport.ts';

/** How often the device is looked at: while an answer may be on its way, and otherwise. */
const expectingMs = 10;
const idleMs = 250;
/** So long after something was sent an answer may still come. */
const expectsForMs = 3_000;
const readBytes = 256;

/**
 * A printer on USB as Linux shows it: a character device such as /dev/usb/lp0, made by the kernel's usblp, that takes bytes
 * and gives bytes. It is opened so that nothing ever waits in it: a printer that takes nothing, because it is out of paper,
 * would otherwise hold a thread of this process for as long as it likes, and four of those hold all file work there is.
 * The price is that it has to be looked at; Node cannot be told by such a device that there is something to read.
 */
export function usbPrinterLine(settings: { readonly path: string }, clock: Clock): Dial {
  return (events): Transport => {
    let state: 'opening' | 'open' | 'hung-up' | 'over' = 'opening';
    let fd: number | undefined;
    let waiting: readonly Buffer[] = [];
    let isReading = false;
    let isWriting = false;
    let lastSentMs = Number.NEGATIVE_INFINITY;
    let stopTimer: () => void = () => {};

    /** Tells the end once nothing is under way in the device any more: its number may be another file's after that. */
    function end(tell: () => void): void {
      if (state === 'over') return;
      state = 'over';
      stopTimer();
      waiting = [];
      toldAtEnd = tell;
      endIfQuiet();
    }
    let toldAtEnd: (() => void) | undefined;
    function endIfQuiet(): void {
      if (toldAtEnd === undefined || isReading || isWriting) return;
      const tell = toldAtEnd;
      toldAtEnd = undefined;
      if (fd === undefined) tell();
      else close(fd, () => tell());
    }
    const fail = (error: NodeJS.ErrnoException): void => end(() => events.lost(goneReason(error)));

    function look(): void {
      stopTimer();
      if (state !== 'open') return;
      receive();
      flush();
      const isExpecting = waiting.length > 0 || clock.nowMs() - lastSentMs < expectsForMs;
      stopTimer = clock.after(isExpecting ? expectingMs : idleMs, look);
    }

    function receive(): void {
      if (isReading || fd === undefined || state !== 'open') return;
      isReading = true;
      const buffer = Buffer.alloc(readBytes);
      read(fd, buffer, 0, readBytes, null, (error, lengthBytes) => {
        isReading = false;
        if (state !== 'open') endIfQuiet();
        else if (error !== null) {
          if (!isNotNow(error)) fail(error);
        } else if (lengthBytes > 0) {
          events.bytes(buffer.subarray(0, lengthBytes));
          receive();
        } else {
          // Nothing came: an empty answer on USB, or the device's name is gone, and it with it.
          stat(settings.path, (gone) => {
            if (gone !== null && state === 'open') fail(gone);
          });
        }
      });
    }

    function flush(): void {
      const [next] = waiting;
      if (isWriting || next === undefined || fd === undefined) return;
      isWriting = true;
      write(fd, next, (error, writtenBytes) => {
        isWriting = false;
        if (state !== 'open') endIfQuiet();
        else if (error !== null) {
          if (!isNotNow(error)) fail(error);
        } else {
          lastSentMs = clock.nowMs();
          waiting =
            writtenBytes === next.length ? waiting.slice(1) : [next.subarray(writtenBytes), ...waiting.slice(1)];
          flush();
        }
      });
    }

    open(settings.path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY, (error, opened) => {
      if (error !== null) {
        const wasHungUp = state === 'hung-up';
        end(wasHungUp ? events.closed : () => events.lost(reasonOf(error)));
        return;
      }
      fd = opened;
      if (state === 'hung-up') {
        end(events.closed);
        return;
      }
      state = 'open';
      events.opened();
      look();
    });

    return {
      send: (bytes) => {
        if (state !== 'open') return;
        waiting = [...waiting, Buffer.from(bytes)];
        lastSentMs = clock.nowMs();
        look();
      },
      close: () => {
        if (state === 'opening') state = 'hung-up';
        // Told in a later turn, so that nobody hears `closed` from inside the call that asked for it.
        else if (state === 'open') queueMicrotask(() => end(events.closed));
      },
    };
  };
}

/** It takes or has nothing just now. usblp says ENOSPC of a printer that reports itself out of paper. */
function isNotNow({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EAGAIN' || code === 'EINTR' || code === 'ENOSPC';
}

/** A device that was open and says one of these has been pulled out. */
function goneReason(error: NodeJS.ErrnoException): ReturnType<typeof lossReasonOf> {
  return error.code === 'ENODEV' || error.code === 'ENOENT' || error.code === 'EIO'
    ? { kind: 'unplugged' }
    : reasonOf(error);
}

function reasonOf({ code, message }: NodeJS.ErrnoException): ReturnType<typeof lossReasonOf> {
  return lossReasonOf({ message, ...(code !== undefined && { code }) });
}
