import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { serialModels } from './commands.ts';
import { plugHidReader, plugSerialReader, type PluggedReader } from './virtual-line.ts';
import { createVirtualCodeReader, faultKinds } from './virtual-reader.ts';

/**
 * A virtual code reader, as a process of its own: a person's hands on a Unix socket, and either a serial port
 *
 *   node native/barcode/virtual.ts --control PATH --link PATH [--model honeywell|newland|gm65|datalogic] [--baud 9600]
 *
 * or a HID point-of-sale device on a virtual bus (native/transports/testbed)
 *
 *   node native/barcode/virtual.ts --control PATH --hid-bus SOCKET [--serial-number N]
 *
 * Each line of JSON to the control socket is an order, and is answered by one line: `{ok: true, ...state}` or
 * `{ok: false, error}`.
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
    'exit-with-parent': z.boolean().default(false),
  }),
  z.object({
    control: z.string(),
    'hid-bus': z.string(),
    'serial-number': z.string().default('CODE1'),
    'exit-with-parent': z.boolean().default(false),
  }),
]);
type Settings = z.infer<typeof settingsOf>;

function settingsFrom(args: readonly string[]): Settings | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      control: { type: 'string' },
      link: { type: 'string' },
      model: { type: 'string' },
      baud: { type: 'string' },
      'hid-bus': { type: 'string' },
      'serial-number': { type: 'string' },
      'exit-with-parent': { type: 'boolean' },
    },
  });
  return settingsOf.safeParse(values).data;
}

async function run(settings: Settings): Promise<void> {
  const { control } = settings;
  const reader = createVirtualCodeReader('link' in settings ? settings.model : 'hid');
  let line: PluggedReader | undefined = await plug();

  function plug(): Promise<PluggedReader> {
    return 'link' in settings
      ? plugSerialReader(settings.link, settings.baud, reader)
      : plugHidReader(settings['hid-bus'], settings['serial-number'], reader);
  }

  async function carryOut(given: z.infer<typeof order>): Promise<void> {
    switch (given.do) {
      case 'scan':
        for (const output of reader.scan(iconv.encode(given.text, given.encoding))) line?.send(output);
        return;
      case 'fault':
        reader.addFault(given.kind, given.count);
        return;
      case 'mend':
        reader.mend();
        return;
      case 'unplug':
        line?.unplug();
        line = undefined;
        return;
      case 'plug':
        line ??= await plug();
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
    return { ok: true, plugged: line !== undefined, ...reader.state() };
  }

  function leave(): void {
    line?.unplug();
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
  if (settings['exit-with-parent']) process.stdin.resume().on('close', leave);
  rmSync(control, { force: true });
  server.listen(control, () => {
    const port = 'link' in settings ? { port: settings.link } : {};
    process.stdout.write(`${JSON.stringify({ ready: true, ...port })}\n`);
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
