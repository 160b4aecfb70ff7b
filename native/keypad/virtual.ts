import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type HidBusDevice, plugIntoHidBus } from '../transports/testbed/hid-bus-device.ts';

/**
 * A virtual keypad, as a process of its own: a person's fingers on a Unix socket, and a HID device on a virtual bus
 * (native/transports/testbed) whose reports list the keys that are down from byte 2 on.
 *
 *   node native/keypad/virtual.ts --control PATH --hid-bus SOCKET [--exit-with-parent]
 *
 * Each line of JSON to the control socket is an order, and is answered by one line: `{ok: true, plugged}` or
 * `{ok: false, error}`.
 */
const keyNumber = z.number().int().min(4).max(255);
const order = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('press'), key: keyNumber }),
  /** Rubbish: reports of other lengths and contents. */
  z.strictObject({ do: z.literal('garbage'), count: z.number().int().min(1).max(1000) }),
  /** Goes down and stays down. */
  z.strictObject({ do: z.literal('jam'), key: keyNumber }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('state') }),
]);

/** Made up. A vendor's collection of 8 bytes in; a keyboard's own would be taken by the system and typed into the page. */
const identity = {
  vendorId: 0x1209,
  productId: 0x0f03,
  serialNumber: 'KEYS1',
  name: 'Virtual keypad',
  reportDescriptor: Uint8Array.from(Buffer.from('0600ff0901a101150026ff007508950809018102950809019102c0', 'hex')),
};
const nothingDown = new Uint8Array(8);

function run(control: string, bus: string, exitWithParent: boolean): void {
  let device: HidBusDevice | undefined;

  function plug(): Promise<void> {
    return new Promise((resolve) => {
      device ??= plugIntoHidBus(bus, identity, 9, {
        plugged: () => resolve(),
        output: () => undefined,
        feature: () => undefined,
      });
    });
  }

  async function carryOut(given: z.infer<typeof order>): Promise<void> {
    switch (given.do) {
      case 'press':
        device?.input(Uint8Array.of(0, 0, given.key, 0, 0, 0, 0, 0));
        device?.input(nothingDown);
        return;
      case 'jam':
        device?.input(Uint8Array.of(0, 0, given.key, 0, 0, 0, 0, 0));
        return;
      case 'garbage':
        for (let at = 0; at < given.count; at += 1) device?.input(Uint8Array.of(at, 1, 2, 3, at % 3));
        device?.input(nothingDown);
        return;
      case 'unplug':
        device?.unplug();
        device = undefined;
        return;
      case 'plug':
        if (device === undefined) await plug();
        return;
      case 'state':
        return;
      default:
        given satisfies never;
    }
  }

  async function answerTo(text: string): Promise<object> {
    try {
      await carryOut(order.parse(JSON.parse(text)));
    } catch (error) {
      return { ok: false, error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) };
    }
    return { ok: true, plugged: device !== undefined };
  }

  function leave(): void {
    device?.unplug();
    rmSync(control, { force: true });
    process.exit(0);
  }

  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (text) => {
      void answerTo(text).then((answer) => socket.write(`${JSON.stringify(answer)}\n`));
    });
  });
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
  if (exitWithParent) process.stdin.resume().on('close', leave);
  rmSync(control, { force: true });
  void plug().then(() => server.listen(control, () => process.stdout.write(`${JSON.stringify({ ready: true })}\n`)));
}

const { values } = parseArgs({
  options: {
    control: { type: 'string' },
    'hid-bus': { type: 'string' },
    'exit-with-parent': { type: 'boolean', default: false },
  },
});
const { control, 'hid-bus': bus } = values;
if (control === undefined || bus === undefined) {
  process.stderr.write('usage: virtual.ts --control PATH --hid-bus SOCKET [--exit-with-parent]\n');
  process.exitCode = 2;
} else {
  run(control, bus, values['exit-with-parent']);
}
