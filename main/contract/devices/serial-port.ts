import { z } from 'zod';
import { usbId } from './usb.ts';

const baud = z.union([z.literal(9600), z.literal(19200), z.literal(38400), z.literal(57600), z.literal(115200)]);

/** A serial port by its path. On Linux those in /dev/serial/by-id stay the same wherever the device is plugged in. */
export const atSerialPath = { transport: z.literal('serial'), path: z.string().min(1), baud } as const;

/** A serial adapter on USB, wherever it is plugged in. `serialNumber` where two of a kind are attached. */
export const atUsbSerial = {
  transport: z.literal('usb-serial'),
  vendorId: usbId,
  productId: usbId,
  serialNumber: z.string().min(1).optional(),
  baud,
} as const;
