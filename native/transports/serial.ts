import { existsSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { type Dial, lossReasonOf, type Transport } from './transport.ts';

export interface SerialSettings {
  readonly path: string;
  readonly baud: number;
}

/**
 * The name of a port that was pulled goes away. The library mostly tells of that in milliseconds, but one hang-up in twelve of
 * a pseudo-terminal was told by nothing before the next write failed, and a device that only listens is not written to.
 */
const nameLookMs = 400;

/**
 * A serial line, 8N1. Modem lines are neither read nor set: card readers do not use them, and a pseudo-terminal, which
 * has none, answers ENOTTY.
 *
 * Every chunk is wiped as soon as its listener returns: it is a view into the port's read pool, where a card's text and
 * photo would otherwise stay until the pool is used up.
 */
export function serialLine(settings: SerialSettings): Dial {
  return (events): Transport => {
    const port = new SerialPort({ path: settings.path, baudRate: settings.baud, autoOpen: false });
    let state: 'opening' | 'open' | 'hung-up' | 'over' = 'opening';

    let nameLooks: NodeJS.Timeout | undefined;

    function end(tell: () => void): void {
      if (state === 'over') return;
      state = 'over';
      clearInterval(nameLooks);
      tell();
    }

    function watchName(): void {
      // A port on Windows has a name that is no file.
      if (process.platform === 'win32') return;
      nameLooks = setInterval(() => {
        // At once and not by a thread: names of devices are in memory, and the way there and back costs ten times the look.
        if (existsSync(settings.path) || state !== 'open') return;
        end(() => events.lost({ kind: 'unplugged' }));
        if (port.isOpen) port.close();
      }, nameLookMs);
    }

    // Without a data listener serialport does not read, and a port that does not read does not see that it was unplugged.
    port.on('data', (chunk: Buffer) => {
      if (state === 'open') events.bytes(chunk);
      chunk.fill(0);
    });
    // A write that fails is followed by the close below, which tells the loss; without a listener it would throw.
    port.on('error', () => undefined);
    port.on('close', (error: Error | null) => {
      const byUs = state === 'hung-up' || error === null;
      end(byUs ? events.closed : () => events.lost({ kind: 'unplugged' }));
    });

    port.open((error) => {
      if (error !== null) {
        end(state === 'hung-up' ? events.closed : () => events.lost(openFailure(error)));
        return;
      }
      if (state === 'hung-up') {
        port.close();
        return;
      }
      // What came in while nobody held the port belongs to a conversation that is over.
      port.flush(() => {
        if (state !== 'opening') return;
        state = 'open';
        watchName();
        events.opened();
      });
    });

    return {
      send: (bytes) => {
        if (state === 'open') port.write(Buffer.from(bytes));
      },
      close: () => {
        if (state === 'over' || state === 'hung-up') return;
        const wasOpening = port.opening;
        state = 'hung-up';
        if (!wasOpening) port.close();
      },
    };
  };
}

/** serialport gives no error code for a failed open, only a sentence that ends in the operating system's words. */
function openFailure(error: Error): ReturnType<typeof lossReasonOf> {
  const code = /no such (file|device)|file not found/i.test(error.message)
    ? 'ENOENT'
    : /permission denied|access denied/i.test(error.message)
      ? 'EACCES'
      : /busy|cannot lock/i.test(error.message)
        ? 'EBUSY'
        : undefined;
  return lossReasonOf({ message: error.message, ...(code !== undefined && { code }) });
}
