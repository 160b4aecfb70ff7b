import type { Mask } from '../../native/transports/recording.ts';

/** HID's number for the keypad's Enter, which is what every key becomes. */
export const recordedKey = 0x58;

/** HID 1.11: 1 to 3 are errors, and no keys. */
const mostErrors = 3;

/** Whatever was pressed, in the recording it is one key, as often as it was; of several at once one stays. */
export function keypadMask(keysAt: number, key: number): () => Mask {
  return () => ({
    // A keypad is asked nothing.
    sent: (bytes) => new Uint8Array(bytes.length),
    received: (report) => report.map((byte, at) => (at < keysAt ? 0 : byte <= mostErrors ? byte : key)),
    rest: () => new Uint8Array(0),
  });
}
