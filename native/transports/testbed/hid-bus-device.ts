import { connect } from 'node:net';

/** What a HID device says of itself when it is plugged in. */
export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly name: string;
  readonly reportDescriptor: Uint8Array;
}

/** What the host does to the device. */
export interface HidDeviceEvents {
  /** Plugged in, as /dev/hidraw`node`. */
  plugged(node: number): void;
  /** One output report, its id first. */
  output(report: Uint8Array): void;
  /** A feature report was set, its id first. */
  feature(report: Uint8Array): void;
}

/** One device on a virtual bus, for as long as it is plugged in. */
export interface HidBusDevice {
  /** One input report, its id first if the device numbers them. */
  input(report: Uint8Array): void;
  unplug(): void;
}

const kinds = { plug: 0x50, input: 0x49, plugged: 0x4e, output: 0x4f, feature: 0x53 } as const;
const headBytes = 5;

/** Plugs a device into the bus at `socketPath`. `outputBytes`: of one output report, its id counted. */
export function plugIntoHidBus(
  socketPath: string,
  identity: HidIdentity,
  outputBytes: number,
  events: HidDeviceEvents,
): HidBusDevice {
  const socket = connect(socketPath);
  let held = Buffer.alloc(0);
  let outputs = Buffer.alloc(0);

  function say(kind: number, payload: Uint8Array): void {
    const head = Buffer.alloc(headBytes);
    head.writeUInt32LE(payload.length + 1, 0);
    head[4] = kind;
    socket.write(Buffer.concat([head, payload]));
  }

  function hear(kind: number, payload: Buffer): void {
    if (kind === kinds.plugged) {
      // Plugged in once more: half a report from before is nobody's.
      outputs = Buffer.alloc(0);
      events.plugged(Number(payload.toString()));
    }
    if (kind === kinds.feature) events.feature(payload);
    if (kind !== kinds.output) return;
    outputs = Buffer.concat([outputs, payload]);
    while (outputs.length >= outputBytes) {
      events.output(outputs.subarray(0, outputBytes));
      outputs = outputs.subarray(outputBytes);
    }
  }

  // The bus that ends takes its devices with it; without a listener that would end the device's process as a bug.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= headBytes && held.length >= 4 + held.readUInt32LE(0)) {
      const end = 4 + held.readUInt32LE(0);
      hear(held[4] ?? 0, held.subarray(headBytes, end));
      held = held.subarray(end);
    }
  });
  const numbers = Buffer.alloc(4);
  numbers.writeUInt16LE(identity.vendorId, 0);
  numbers.writeUInt16LE(identity.productId, 2);
  const names = Buffer.from(`${identity.serialNumber}\0${identity.name}\0`);
  say(kinds.plug, Buffer.concat([numbers, names, identity.reportDescriptor]));
  return { input: (report) => say(kinds.input, report), unplug: () => socket.destroy() };
}
