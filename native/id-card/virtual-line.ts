import { openPacedPty } from '../paced-pty.ts';
import { plugIntoHidBus } from '../transports/testbed/hid-bus-device.ts';
import { reportBytes, reportsOf } from './hid-frames.ts';
import type { ReaderOutput, VirtualReader } from './virtual-reader.ts';

/** A reader that is attached. */
export interface PluggedReader {
  unplug(): void;
}

/** `answered`: told for each answer that goes out. */
export function plugSerialReader(
  link: string,
  baud: number,
  reader: VirtualReader,
  answered: () => void,
): Promise<PluggedReader> {
  const pty = openPacedPty(link, baud, (chunk) => {
    for (const output of reader.hear(chunk)) {
      answered();
      pty.send(output);
    }
  });
  return Promise.resolve(pty);
}

/** Made up. */
export const virtualReaderIds = { vendorId: 0x0400, productId: 0x0f02 } as const;
/** A vendor's collection: 64 bytes in, 64 bytes out, no report ids. */
const reportDescriptor = Uint8Array.from(Buffer.from('0600ff0901a101150026ff007508954009018102954009019102c0', 'hex'));
const slowReportMs = 100;

export function plugHidReader(
  bus: string,
  serialNumber: string,
  reader: VirtualReader,
  answered: () => void,
): Promise<PluggedReader> {
  const identity = { ...virtualReaderIds, serialNumber, name: 'Virtual ID card reader', reportDescriptor };
  return new Promise((resolve) => {
    let plugged = true;
    let dueMs = 0;
    const send = ({ bytes, slow }: ReaderOutput): void => {
      for (const report of reportsOf(bytes)) {
        dueMs = Math.max(performance.now(), dueMs) + (slow ? slowReportMs : 0);
        const give = (): void => {
          if (plugged) device.input(report.subarray(1));
        };
        if (slow) setTimeout(give, dueMs - performance.now());
        else give();
      }
    };
    const device = plugIntoHidBus(bus, identity, 1 + reportBytes, {
      plugged: () =>
        resolve({
          unplug: () => {
            plugged = false;
            device.unplug();
          },
        }),
      output: (report) => {
        for (const output of reader.hear(report.subarray(1))) {
          answered();
          send(output);
        }
      },
      feature: () => undefined,
    });
  });
}
