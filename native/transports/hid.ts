import { devicesAsync, HIDAsync } from 'node-hid';
import { type LossReason, lossReasonOf, type Transport, type TransportEvents } from './transport.ts';

/** What a device is known by. It is looked for anew at every dialling, so it may come back at another port or node. */
export interface HidMatch {
  readonly vendorId: number;
  readonly productId: number;
  /** Tells two of a kind apart. Without it the first that fits is taken. */
  readonly serialNumber?: string | undefined;
  /** Of the device's top collection: a composite device shows one node for each. */
  readonly usagePage?: number | undefined;
}

/** Reports in and out. A chunk of `bytes` is exactly one input report; `send` takes exactly one output report. */
export interface HidTransport extends Transport {
  /** Report id first, as for `send`: 0 where the device does not number its reports. */
  sendFeature(report: Uint8Array): void;
}

export type DialHid = (events: TransportEvents) => HidTransport;

/**
 * A line to a HID device. Input reports come as the operating system gives them: with their id in front where the device
 * numbers its reports, without one where it does not; output reports always have it.
 *
 * Everything is asynchronous: the library's other half blocks the whole host when a device stops answering.
 */
export function hidLine(match: HidMatch): DialHid {
  return (events) => {
    let device: HIDAsync | undefined;
    let state: 'opening' | 'open' | 'hung-up' | 'over' = 'opening';

    function end(tell: () => void): void {
      if (state === 'over') return;
      state = 'over';
      if (device === undefined) tell();
      // A device that has gone cannot be closed properly; its handle is given back all the same.
      else device.close().then(tell, tell);
    }

    function lose(reason: LossReason): void {
      end(state === 'hung-up' ? events.closed : () => events.lost(reason));
    }

    async function open(): Promise<void> {
      const path = (await devicesAsync()).find((one) => fits(match, one))?.path;
      if (path === undefined) return lose({ kind: 'missing' });
      device = await HIDAsync.open(path);
      if (state === 'hung-up') return end(events.closed);
      device.on('error', () => lose({ kind: 'unplugged' }));
      device.on('data', (report: Buffer) => {
        if (state === 'open') events.bytes(report);
        report.fill(0);
      });
      state = 'open';
      events.opened();
    }

    /** In order: the library queues what it is given. */
    function write(report: Uint8Array, kind: 'write' | 'sendFeatureReport'): void {
      if (state !== 'open' || device === undefined) return;
      device[kind](Buffer.from(report)).catch(() => lose({ kind: 'unplugged' }));
    }

    open().catch((error: unknown) => lose(openFailure(error)));
    return {
      send: (report) => write(report, 'write'),
      sendFeature: (report) => write(report, 'sendFeatureReport'),
      close: () => {
        if (state === 'over' || state === 'hung-up') return;
        const wasOpen = state === 'open';
        state = 'hung-up';
        // Told in the next turn, so that nobody hears `closed` from inside the call that asked for it.
        if (wasOpen) queueMicrotask(() => end(events.closed));
      },
    };
  };
}

interface Listed {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | undefined;
  readonly usagePage?: number | undefined;
}

function fits(match: HidMatch, one: Listed): boolean {
  return (
    one.vendorId === match.vendorId &&
    one.productId === match.productId &&
    (match.serialNumber === undefined || one.serialNumber === match.serialNumber) &&
    (match.usagePage === undefined || one.usagePage === match.usagePage)
  );
}

/** The library gives no error code, only a sentence that ends in the operating system's words. */
function openFailure(error: unknown): LossReason {
  const message = error instanceof Error ? error.message : String(error);
  if (/permission denied|access is denied/i.test(message)) return lossReasonOf({ message, code: 'EACCES' });
  // Listed, and gone before it was opened.
  if (/no such (file|device)/i.test(message)) return lossReasonOf({ message, code: 'ENODEV' });
  return lossReasonOf({ message });
}
