import path from 'node:path';
import type { Random } from '../random.ts';
import type { FaultyLine } from './faulty-line.ts';
import { faultySerialLine } from './faulty-serial-line.ts';
import { faultyUsbCable } from './faulty-usb-cable.ts';
import { startVirtualDevice, type VirtualDevice } from './virtual-device.ts';

/** A virtual device at the end of a line that may fail, and what the device host needs to find it. */
export interface DeviceOnLine {
  readonly device: VirtualDevice;
  readonly line: FaultyLine;
  /** The path of a serial line. */
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function deviceOnSerial(
  script: string,
  baud: number,
  folder: string,
  random: Random,
  flags: readonly string[] = [],
): Promise<DeviceOnLine> {
  const [hostLink, deviceLink] = [path.join(folder, 'port'), path.join(folder, 'device')];
  const device = await startVirtualDevice(script, ['--link', deviceLink, ...flags], folder);
  const line = await faultySerialLine(hostLink, deviceLink, baud, String(random.next()));
  const close = async (): Promise<void> => {
    line.close();
    await device.stop();
  };
  return { device, line, path: hostLink, env: {}, close };
}

export async function deviceOnUsb(script: string, folder: string, random: Random): Promise<DeviceOnLine> {
  const usb = await faultyUsbCable(folder, random);
  const device = await startVirtualDevice(script, ['--hid-bus', usb.socketPath], folder);
  const close = async (): Promise<void> => {
    usb.line.close();
    await device.stop();
    await usb.stop();
  };
  return { device, line: usb.line, path: '', env: usb.env, close };
}
