import { parseArgs } from 'node:util';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { controlFlags, countChanges, linePlug, serveControl } from '../virtual-control.ts';
import { serialModels } from './commands.ts';
import { plugHidReader, plugSerialReader } from './virtual-line.ts';
import { createVirtualCodeReader, faultKinds, type VirtualCodeReader } from './virtual-reader.ts';

/**
 * A virtual code reader, as a process of its own: a person's hands on a Unix socket, and either a serial port
 *
 *   node native/barcode/virtual.ts --control PATH --link PATH [--model honeywell|newland|gm65|datalogic] [--baud 9600]
 *
 * or a HID point-of-sale device on a virtual bus (native/transports/testbed)
 *
 *   node native/barcode/virtual.ts --control PATH --hid-bus SOCKET [--serial-number N]
 */
const order = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('scan'),
    text: z.string().min(1).max(8000),
    encoding: z.enum(['utf-8', 'gb18030']).default('utf-8'),
  }),
  z.strictObject({ do: z.literal('fault'), kind: z.enum(faultKinds), count: z.number().int().min(1).max(1000) }),
  /** Works again: what is left of its faults is forgotten. */
  z.strictObject({ do: z.literal('mend') }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('state') }),
]);

const settingsOf = z.union([
  z.object({
    control: z.string(),
    link: z.string(),
    model: z.enum(serialModels).default('honeywell'),
    baud: z.coerce.number().positive().default(9600),
    'exit-with-parent': z.boolean(),
  }),
  z.object({
    control: z.string(),
    'hid-bus': z.string(),
    'serial-number': z.string().default('CODE1'),
    'exit-with-parent': z.boolean(),
  }),
]);
type Settings = z.infer<typeof settingsOf>;

function settingsFrom(args: readonly string[]): Settings | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...controlFlags,
      link: { type: 'string' },
      model: { type: 'string' },
      baud: { type: 'string' },
      'hid-bus': { type: 'string' },
      'serial-number': { type: 'string' },
    },
  });
  return settingsOf.safeParse(values).data;
}

async function run(settings: Settings): Promise<void> {
  const silentReader = createVirtualCodeReader('link' in settings ? settings.model : 'hid');
  const changes = countChanges();
  const reader: VirtualCodeReader = {
    ...silentReader,
    hear: (chunk) => {
      const outputs = silentReader.hear(chunk);
      changes.note();
      return outputs;
    },
    noteFeature: (report) => {
      silentReader.noteFeature(report);
      changes.note();
    },
  };
  const plug = linePlug(() =>
    'link' in settings
      ? plugSerialReader(settings.link, settings.baud, reader)
      : plugHidReader(settings['hid-bus'], settings['serial-number'], reader),
  );

  async function carryOut(given: z.infer<typeof order>): Promise<void> {
    switch (given.do) {
      case 'scan':
        for (const output of reader.scan(iconv.encode(given.text, given.encoding))) plug.line()?.send(output);
        return;
      case 'fault':
        reader.addFault(given.kind, given.count);
        return;
      case 'mend':
        reader.mend();
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
    path: settings.control,
    order,
    carryOut: async (given) => {
      await carryOut(given);
      return { plugged: plug.line() !== undefined, ...reader.state() };
    },
    leave: plug.unplug,
    changes,
    exitWithParent: settings['exit-with-parent'],
    ready: () => ('link' in settings ? { port: settings.link } : {}),
  });
}

const settings = settingsFrom(process.argv.slice(2));
if (settings === undefined) {
  process.stderr.write(
    'usage: virtual.ts --control PATH (--link PATH [--model M] [--baud N] | --hid-bus SOCKET [--serial-number N]) [--exit-with-parent]\n',
  );
  process.exitCode = 2;
} else {
  await run(settings);
}
