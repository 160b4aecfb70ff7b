import { type HidMatch, hidLine } from '../transports/hid.ts';
import type { Dial } from '../transports/transport.ts';

/** Of data in one report; readers on USB full speed use no other size. */
export const reportBytes = 64;
/** A full-speed device is asked once a millisecond. In the ten bits a byte of a serial line. */
export const reportBaud = reportBytes * 1000 * 10;

/** Reports that carry a frame, the last one filled up with zeros; in front of each the id 0, for there are no others. */
export function reportsOf(frame: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(frame.length / reportBytes) }, (_, at) => {
    const report = new Uint8Array(1 + reportBytes);
    report.set(frame.subarray(at * reportBytes, (at + 1) * reportBytes), 1);
    return report;
  });
}

/**
 * A reader that sends the frames of the serial line in HID reports. There is no public specification: frames are cut into
 * reports of one size and filled up. What fills up is noise between frames, which the frame decoder passes over.
 */
export function hidFrames(match: HidMatch): Dial {
  const dial = hidLine(match);
  return (events) => {
    const line = dial(events);
    return {
      send: (frame) => {
        for (const report of reportsOf(frame)) line.send(report);
      },
      close: () => line.close(),
    };
  };
}
