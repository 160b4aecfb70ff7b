import { z } from 'zod';

/** USB vendor and product ids, as `lsusb` shows them but in decimal, or 0x1234 in YAML. */
export const usbId = z.number().int().min(0).max(0xffff);
