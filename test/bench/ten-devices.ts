import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { DeviceSettings } from '../../main/contract/device-host.ts';
import { virtualReaderIds as codeReaderIds } from '../../native/barcode/virtual-line.ts';
import { virtualReaderIds as cardReaderIds } from '../../native/id-card/virtual-line.ts';
import { startHidBus } from '../../native/transports/testbed/hid-bus.ts';
import { cpuMsOf } from '../torture/devices/host.ts';
import { startVirtualDevice, type VirtualDevice } from '../torture/devices/virtual-device.ts';

const baud = 115_200;
/** A terminal idles for hours: what is compiled in its first minutes is not what it needs for idling. */
const warmUpMs = 60_000;
const idleMs = 60_000;
const paperWidthMm = 80;

/**
 * What one process that looks after ten idle devices needs of a core, in percent, by the kernel's own count: all seven that a
 * terminal can have, and a second reader for ID cards, for codes and a second receipt printer, on another kind of line each.
 */
export async function idleCpuPercentOfTen(folder: string): Promise<number> {
  const bus = await startHidBus(folder);
  const started: VirtualDevice[] = [];
  const start = async (name: string, family: string, args: readonly string[]): Promise<VirtualDevice> => {
    const own = path.join(folder, name);
    await mkdir(own);
    const device = await startVirtualDevice(`native/${family}/virtual.ts`, args, own);
    started.push(device);
    return device;
  };
  const at = (name: string): string => path.join(folder, name);
  const onBus = ['--hid-bus', bus.socketPath];
  const onLine = (name: string) => ['--link', at(name), '--baud', String(baud)];
  const paper = ['--paper-folder', at('paper-of-ten')];
  try {
    await start('ten-cards', 'id-card', onLine('ten-card-port'));
    await start('ten-codes', 'barcode', onLine('ten-code-port'));
    await start('ten-hid-cards', 'id-card', onBus);
    await start('ten-hid-codes', 'barcode', onBus);
    await start('ten-keys', 'keypad', onBus);
    const receipts = await start('ten-receipts', 'receipt-printer', paper);
    await start('ten-serial-receipts', 'receipt-printer', [...paper, ...onLine('ten-receipt-port')]);
    const pages = await start('ten-pages', 'page-printer', []);
    const scanner = await start('ten-scanner', 'document-scanner', []);
    const slot = await start('ten-slot', 'smart-card', []);
    const settings: readonly DeviceSettings[] = [
      {
        idCardReader: { transport: 'serial', path: at('ten-card-port'), baud },
        codeReader: { transport: 'serial', path: at('ten-code-port'), baud, model: 'honeywell' },
        receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port: portOf(receipts), paperWidthMm },
        pagePrinter: { transport: 'ipp', url: `ipp://127.0.0.1:${portOf(pages)}/ipp/print` },
        documentScanner: { transport: 'escl', url: `http://127.0.0.1:${portOf(scanner)}/eSCL` },
        smartCardReader: { transport: 'pcsc', reader: '*(SN 0001) 00 00' },
        keypad: { transport: 'hid', vendorId: 0x1209, productId: 0x0f03, keysAt: 2, keys: { 40: 'ok' } },
      },
      {
        idCardReader: { transport: 'hid', ...cardReaderIds },
        codeReader: { transport: 'hid', ...codeReaderIds },
        receiptPrinter: { transport: 'serial', path: at('ten-receipt-port'), baud, paperWidthMm },
      },
    ];
    const { socket } = z.object({ socket: z.string() }).parse(slot.ready);
    const host = fork(path.join(import.meta.dirname, 'ten-devices-host.ts'), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, ...bus.env, PCSCLITE_CSOCK_NAME: socket },
    });
    try {
      host.send(settings);
      await once(host, 'message');
      await pause(warmUpMs);
      const before = cpuMsOf(host.pid ?? 0);
      await pause(idleMs);
      return ((cpuMsOf(host.pid ?? 0) - before) / idleMs) * 100;
    } finally {
      host.kill('SIGKILL');
    }
  } finally {
    for (const device of started) await device.stop();
    await bus.stop();
  }
}

const portOf = ({ ready }: VirtualDevice): number => z.object({ port: z.number() }).parse(ready).port;
