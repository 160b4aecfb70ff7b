import { openPacedPty } from '../paced-pty.ts';
import { plugIntoHidBus } from '../transports/testbed/hid-bus-device.ts';
import type { CodeOutput, VirtualCodeReader } from './virtual-reader.ts';

/** A reader that is attached. */
export interface PluggedReader {
  send(output: CodeOutput): void;
  unplug(): void;
}

export function plugSerialReader(link: string, baud: number, reader: VirtualCodeReader): Promise<PluggedReader> {
  const pty = openPacedPty(link, baud, (chunk) => {
    for (const output of reader.hear(chunk)) pty.send(output);
  });
  return Promise.resolve(pty);
}

/** Made-up ids of a Honeywell reader, so that its mode has to be set. */
export const virtualReaderIds = { vendorId: 0x0c2e, productId: 0x0f01 } as const;

/**
 * A bar-code scanner's collection (usage page 8C, usage 2): input report 2 of 63 bytes, feature report 254 of one. Real ones
 * name every field; a host goes by the collection and the report's number.
 */
const reportDescriptor = Uint8Array.from(
  Buffer.from('058c0902a101850209121500 26ff007508953f8102 85fe09109501b102 c0'.replaceAll(' ', ''), 'hex'),
);
const slowReportMs = 100;

export function plugHidReader(bus: string, serialNumber: string, reader: VirtualCodeReader): Promise<PluggedReader> {
  const identity = { ...virtualReaderIds, serialNumber, name: 'Virtual code reader', reportDescriptor };
  return new Promise((resolve) => {
    let plugged = true;
    let dueMs = 0;
    const device = plugIntoHidBus(bus, identity, 64, {
      plugged: () =>
        resolve({
          send: ({ bytes, slow }) => {
            if (!slow) {
              device.input(bytes);
              return;
            }
            dueMs = Math.max(performance.now(), dueMs) + slowReportMs;
            setTimeout(() => {
              if (plugged) device.input(bytes);
            }, dueMs - performance.now());
          },
          unplug: () => {
            plugged = false;
            device.unplug();
          },
        }),
      output: () => undefined,
      feature: (report) => reader.noteFeature(report),
    });
  });
}
