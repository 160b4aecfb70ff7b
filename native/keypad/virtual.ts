import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type HidBusDevice, plugIntoHidBus } from '../transports/testbed/hid-bus-device.ts';
import { controlFlags, linePlug, serveControl } from '../virtual-control.ts';

/**
 * A virtual keypad, as a process of its own: a person's fingers on a Unix socket, and a HID device on a virtual bus
 * (native/transports/testbed) whose reports list the keys that are down from byte 2 on.
 *
 *   node native/keypad/virtual.ts --control PATH --hid-bus SOCKET [--exit-with-parent]
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

async function run(control: string, bus: string, exitWithParent: boolean): Promise<void> {
  const plug = linePlug(
    () =>
      new Promise<HidBusDevice>((resolve) => {
        const device = plugIntoHidBus(bus, identity, 9, {
          plugged: () => resolve(device),
          output: () => undefined,
          feature: () => undefined,
        });
      }),
  );

  async function carryOut(given: z.infer<typeof order>): Promise<void> {
    const device = plug.line();
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
        plug.unplug();
        return;
      case 'plug':
        return plug.plug();
      case 'state':
        return;
      default:
        given satisfies never;
    }
  }

  await plug.plug();
  await serveControl({
    path: control,
    order,
    carryOut: async (given) => {
      await carryOut(given);
      return { plugged: plug.line() !== undefined };
    },
    leave: plug.unplug,
    exitWithParent,
    ready: () => ({}),
  });
}

const { values } = parseArgs({
  options: {
    ...controlFlags,
    'hid-bus': { type: 'string' },
  },
});
const { control, 'hid-bus': bus } = values;
if (control === undefined || bus === undefined) {
  process.stderr.write('usage: virtual.ts --control PATH --hid-bus SOCKET [--exit-with-parent]\n');
  process.exitCode = 2;
} else {
  await run(control, bus, values['exit-with-parent']);
}
