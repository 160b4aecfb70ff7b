import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../random.ts';
import { openPacedPty } from '../../../native/paced-pty.ts';
import { serialLine } from '../../../native/transports/serial.ts';

/**
 * What can be wrong with any line, whatever speaks on it. Only what the device says is spoilt: a device that is not heard is
 * the same to its driver as one that does not hear.
 */
export const lineFaults = ['unplugged', 'silent', 'garbage', 'half-an-answer', 'very-slow', 'wrong-device'] as const;
export type LineFault = (typeof lineFaults)[number];

/** Stands between a driver and its virtual device, as a bad cable or a bad device would. */
export interface FaultyLine {
  spoil(fault: LineFault): void;
  mend(): Promise<void>;
  close(): void;
}

/** So many bytes at a time, this far apart: 320 bytes a second. */
const drip = { bytes: 16, everyMs: 50 } as const;
/** A satellite receiver: the thing most often found on a serial port that was meant for something else. */
const otherDevice = Buffer.from('$GPGGA,092750.000,3119.3,N,12120.9,E,1,8,1.03,61.7,M,55.2,M,,*76\r\n');

/** What the driver gets of what the device said, under a fault. `pass` may be called later, and more than once. */
function spoilt(fault: LineFault | null, random: Random, pass: (bytes: Uint8Array) => void) {
  const waiting: Uint8Array[] = [];
  let dripper: NodeJS.Timeout | undefined;
  const passOne = (): void => {
    const part = waiting.shift();
    if (part !== undefined) pass(part);
  };
  return {
    device: (said: Uint8Array): void => {
      switch (fault) {
        case null:
          pass(said);
          return;
        case 'unplugged':
        case 'silent':
        case 'wrong-device':
          return;
        case 'garbage':
          pass(said.map(() => random.between(0, 255)));
          return;
        case 'half-an-answer':
          pass(said.subarray(0, said.length >> 1));
          return;
        case 'very-slow':
          for (let at = 0; at < said.length; at += drip.bytes) {
            waiting.push(Uint8Array.from(said.subarray(at, at + drip.bytes)));
          }
          dripper ??= setInterval(passOne, drip.everyMs);
          return;
        default:
          fault satisfies never;
      }
    },
    /** What was on its way slowly comes at once. */
    end: () => {
      clearInterval(dripper);
      while (waiting.length > 0) passOne();
    },
  };
}

/** A serial line: the driver opens `hostLink`, the device is at `deviceLink`. */
export async function faultySerialLine(
  hostLink: string,
  deviceLink: string,
  baud: number,
  random: Random,
): Promise<FaultyLine> {
  let pty: ReturnType<typeof openPacedPty> | undefined;
  let toDriver = spoilt(null, random, () => {});
  let chatter: NodeJS.Timeout | undefined;
  let fault: LineFault | null = null;
  const send = (bytes: Uint8Array): void => pty?.send({ bytes, slow: false });
  const device = await openDevice();
  const plug = (): void => {
    // The wire's pace is kept by the virtual device already.
    pty ??= openPacedPty(hostLink, 10_000_000, (heard) => {
      if (fault !== 'wrong-device') device.send(heard);
    });
  };

  function openDevice(): Promise<{ send(bytes: Uint8Array): void; close(): void }> {
    return new Promise((resolve, reject) => {
      const transport = serialLine({ path: deviceLink, baud })({
        opened: () => resolve(transport),
        bytes: (chunk) => toDriver.device(Uint8Array.from(chunk)),
        closed: () => {},
        lost: (reason) => reject(new Error(`no virtual device at ${deviceLink}: ${reason.kind}`)),
      });
    });
  }

  function become(next: LineFault | null): void {
    toDriver.end();
    clearInterval(chatter);
    fault = next;
    toDriver = spoilt(next, random, send);
    if (next === 'wrong-device') chatter = setInterval(() => send(otherDevice), 200);
    // Another device cannot come to a port that the first one has not left.
    if (next === 'unplugged' || next === 'wrong-device') {
      pty?.unplug();
      pty = undefined;
    }
    if (next !== 'unplugged') plug();
  }
  become(null);

  return {
    spoil: become,
    mend: async () => become(null),
    close: () => {
      become('unplugged');
      device.close();
    },
  };
}

/** A TCP port before the device's own. Its number stays the same when it is unplugged and plugged in again. */
export async function faultyTcpLine(
  devicePort: number,
  random: Random,
): Promise<FaultyLine & { readonly port: number }> {
  let fault: LineFault | null = null;
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  const respoil = new Set<() => void>();

  function accept(driver: Socket): void {
    const device = connect(devicePort, '127.0.0.1');
    let toDriver = spoilt(fault, random, (bytes) => driver.write(bytes));
    const again = (): void => {
      toDriver.end();
      toDriver = spoilt(fault, random, (bytes) => driver.write(bytes));
    };
    respoil.add(again);
    for (const socket of [driver, device]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        respoil.delete(again);
        toDriver.end();
        driver.destroy();
        device.destroy();
      });
    }
    driver.on('data', (heard) => {
      if (fault === 'wrong-device') driver.write(otherDevice);
      else device.write(heard);
    });
    device.on('data', (said) => toDriver.device(said));
  }

  const plug = (): Promise<void> => {
    if (server !== undefined) return Promise.resolve();
    const listening = createServer(accept);
    server = listening;
    return new Promise((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', () => {
        const address = listening.address();
        if (address !== null && typeof address === 'object') port = address.port;
        resolve();
      });
    });
  };
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const unplug = (): void => {
    server?.close();
    server = undefined;
    hangUp();
  };
  await plug();

  return {
    port,
    spoil: (next) => {
      fault = next;
      for (const again of respoil) again();
      if (next === 'unplugged') unplug();
      if (next === 'wrong-device') hangUp();
    },
    mend: async () => {
      fault = null;
      for (const again of respoil) again();
      await plug();
    },
    close: unplug,
  };
}
