import { z } from 'zod';

/** USB vendor and product ids, as `lsusb` shows them but in decimal, or 0x1234 in YAML. */
export const usbId = z.number().int().min(0).max(0xffff);

/** A HID device, wherever it is plugged in. `serialNumber` where two of a kind are attached. */
export const atHid = {
  transport: z.literal('hid'),
  vendorId: usbId,
  productId: usbId,
  serialNumber: z.string().min(1).optional(),
} as const;
