import { type HidMatch, hidLine } from '../transports/hid.ts';
import type { Dial } from '../transports/transport.ts';

const barCodeUsagePage = 0x8c;
const honeywell = 0x0c2e;
/** Feature report 254: 1 puts a Honeywell reader into this mode; until then it reads and tells nobody. */
const honeywellPointOfSaleMode = Uint8Array.of(254, 1);

/** A HID point-of-sale reader, ready to read once it is opened. */
export function pointOfSaleLine(match: Pick<HidMatch, 'vendorId' | 'productId' | 'serialNumber'>): Dial {
  const dial = hidLine({ ...match, usagePage: barCodeUsagePage });
  return (events) => {
    const transport = dial({
      ...events,
      opened: () => {
        if (match.vendorId === honeywell) transport.sendFeature(honeywellPointOfSaleMode);
        events.opened();
      },
    });
    return transport;
  };
}
