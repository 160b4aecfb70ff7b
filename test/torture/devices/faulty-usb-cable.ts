import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { startHidBus } from '../../../native/transports/testbed/hid-bus.ts';
import type { Random } from '../random.ts';
import { type FaultyLine, type LineFault, spoilt } from './faulty-line.ts';

/** A bus of its own, and a cable to it. */
export interface FaultyUsb {
  readonly line: FaultyLine;
  /** Where the virtual device plugs itself in. */
  readonly socketPath: string;
  /** The surroundings in which the device host sees the bus. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const inputReport = 0x49;
const headBytes = 5;
/** Of the ids in a device's first message; see native/transports/testbed/hid-bus-device.ts. */
const productIdAt = headBytes + 2;

/** The messages are those of native/transports/testbed/hid-bus.c; of what the device says only its reports are spoilt. */
export async function faultyUsbCable(folder: string, random: Random): Promise<FaultyUsb> {
  const bus = await startHidBus(folder);
  const socketPath = path.join(folder, 'cable');
  let device: Socket | undefined;
  let plug: Buffer | undefined;
  let toBus: Socket | undefined;
  let isOtherIn = false;
  let spoiling = spoilt(null, random, pass);

  function pass(report: Uint8Array): void {
    if (report.length === 0) return;
    const head = Buffer.alloc(headBytes);
    head.writeUInt32LE(report.length + 1, 0);
    head[4] = inputReport;
    toBus?.write(Buffer.concat([head, report]));
  }

  async function plugIn(isOther = false): Promise<void> {
    if (plug === undefined) return;
    const socket = connect(bus.socketPath);
    toBus = socket;
    socket.on('error', () => socket.destroy());
    const first = Buffer.from(plug);
    if (isOther) first.writeUInt16LE(first.readUInt16LE(productIdAt) ^ 0x5555, productIdAt);
    socket.write(first);
    // Whole messages alone: half of one, cut off with the cable, would put the device out of step for good.
    const cut = cutMessages((message) => {
      if (!isOther) device?.write(message);
      socket.emit('plugged');
    });
    socket.on('data', cut);
    await once(socket, 'plugged');
  }

  async function pullOut(): Promise<void> {
    if (toBus === undefined) return;
    const closed = once(toBus, 'close');
    toBus.destroy();
    await closed;
    toBus = undefined;
  }

  function hear(message: Buffer): void {
    if (message[4] === inputReport) {
      spoiling.device(message.subarray(headBytes));
      return;
    }
    plug ??= Buffer.from(message);
    void plugIn();
  }

  const server = createServer((socket) => {
    device = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', cutMessages(hear));
  });
  server.listen(socketPath);
  await once(server, 'listening');

  const become = (fault: LineFault | null): void => {
    spoiling.end();
    spoiling = spoilt(fault, random, pass);
  };
  return {
    socketPath,
    env: bus.env,
    line: {
      spoil: async (fault) => {
        become(fault);
        if (fault === 'unplugged' || fault === 'wrong-device') await pullOut();
        if (fault === 'wrong-device') await plugIn(true);
        isOtherIn = fault === 'wrong-device';
      },
      mend: async () => {
        become(null);
        if (isOtherIn) await pullOut();
        isOtherIn = false;
        if (toBus === undefined) await plugIn();
      },
      close: () => {
        spoiling.end();
        toBus?.destroy();
        device?.destroy();
        server.close();
      },
    },
    stop: () => bus.stop(),
  };
}

/** What comes on one connection, message by message. */
function cutMessages(hear: (message: Buffer) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= headBytes && held.length >= 4 + held.readUInt32LE(0)) {
      const end = 4 + held.readUInt32LE(0);
      const message = Buffer.from(held.subarray(0, end));
      held = held.subarray(end);
      hear(message);
    }
  };
}
