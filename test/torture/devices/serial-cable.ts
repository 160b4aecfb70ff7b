import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { openPacedPty, type PacedPty } from '../../../native/paced-pty.ts';
import { serialLine } from '../../../native/transports/serial.ts';
import type { Transport } from '../../../native/transports/transport.ts';
import { randomFrom } from '../random.ts';
import { type LineFault, lineFaults, otherDevice, spoilt } from './faulty-line.ts';

/*
 * A serial cable with faults, as a process of its own:
 *
 *   fork('serial-cable.ts', [HOST_LINK, DEVICE_LINK, BAUD, SEED])
 *
 * It says a message when it is there and after each order `{ fault }`, and ends with its parent.
 */
const order = z.strictObject({ fault: z.enum(lineFaults).nullable() });
const [hostLink, deviceLink, baud, seed] = z
  .tuple([z.string(), z.string(), z.coerce.number(), z.string()])
  .parse(process.argv.slice(2));
const random = randomFrom(seed);
const chatterMs = 200;

let pty: PacedPty | undefined;
let fault: LineFault | null = null;
let chatter: NodeJS.Timeout | undefined;
const send = (bytes: Uint8Array): void => pty?.send({ bytes, slow: false });
let toDriver = spoilt(null, random, send);
const device = await openDevice();

function openDevice(): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const transport = serialLine({ path: deviceLink, baud })({
      opened: () => resolve(transport),
      bytes: (chunk) => toDriver.device(Uint8Array.from(chunk)),
      closed: () => {},
      lost: (reason) => reject(new Error(`no virtual device at ${deviceLink}: ${reason.kind}`)),
    });
  });
}

function unplug(): void {
  pty?.unplug();
  pty = undefined;
}

function become(next: LineFault | null): void {
  toDriver.end();
  clearInterval(chatter);
  // Another device cannot come to a port that the one before has not left.
  if (next === 'unplugged' || next === 'wrong-device' || fault === 'wrong-device') unplug();
  fault = next;
  toDriver = spoilt(next, random, send);
  if (next === 'wrong-device') chatter = setInterval(() => send(otherDevice), chatterMs);
  if (next === 'unplugged') return;
  if (pty !== undefined) return;
  // The wire's pace is kept by the virtual device already.
  pty = openPacedPty(hostLink, 10_000_000, (heard) => {
    if (fault !== 'wrong-device') device.send(heard);
  });
  // Whoever opens it as a USB printer's file does not take the terminal's habits from it.
  execFileSync('stty', ['-F', hostLink, 'raw', '-echo']);
}

process.on('message', (raw) => {
  become(order.parse(raw).fault);
  process.send?.('done');
});
process.on('disconnect', () => {
  unplug();
  process.exit(0);
});
become(null);
process.send?.('done');
