import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { idCard } from '../../main/contract/card.ts';
import { type Command, commands } from './codec.ts';
import { blocksOf, sampleCardBlocks, sampleCardNames } from './sample-cards.ts';
import { type PluggedReader, plugHidReader, plugSerialReader } from './virtual-line.ts';
import { createVirtualReader, faultKinds } from './virtual-reader.ts';

/**
 * A virtual ID-card reader, as a process of its own: a person's hands on a Unix socket, and SAM-V on a pseudo-terminal or in
 * the reports of a HID device on a virtual bus (native/transports/testbed).
 *
 *   node native/id-card/virtual.ts --control PATH --link PATH [--baud 115200] [--exit-with-parent]
 *   node native/id-card/virtual.ts --control PATH --hid-bus SOCKET [--serial-number N] [--exit-with-parent]
 *
 * Each line of JSON to the control socket is an order, and is answered by one line: `{ok: true, ...state}` or
 * `{ok: false, error}`.
 */
const order = z.union([
  z.strictObject({ do: z.literal('lay'), card: z.enum(sampleCardNames) }),
  z.strictObject({ do: z.literal('lay'), text: idCard }),
  z.strictObject({ do: z.literal('lift') }),
  z.strictObject({
    do: z.literal('fault'),
    kind: z.enum(faultKinds),
    count: z.number().int().min(1).max(1000),
    on: z.enum(commands as readonly [Command, ...Command[]]).optional(),
  }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('state') }),
]);
type Order = z.infer<typeof order>;

interface Settings {
  readonly control: string;
  readonly way:
    | { readonly link: string; readonly baud: number }
    | { readonly bus: string; readonly serialNumber: string };
  readonly exitWithParent: boolean;
}

function settingsFrom(args: readonly string[]): Settings | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      link: { type: 'string' },
      control: { type: 'string' },
      baud: { type: 'string', default: '115200' },
      'hid-bus': { type: 'string' },
      'serial-number': { type: 'string', default: 'CARD1' },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  });
  const { link, control, 'hid-bus': bus, 'serial-number': serialNumber } = values;
  const baud = Number(values.baud);
  if (control === undefined || (link === undefined) === (bus === undefined) || !(baud > 0)) return undefined;
  const way = bus !== undefined ? { bus, serialNumber } : { link: link ?? '', baud };
  return { control, way, exitWithParent: values['exit-with-parent'] };
}

async function run({ control, way, exitWithParent }: Settings): Promise<void> {
  const reader = createVirtualReader();
  let card: string | null = null;
  /** Told, so that whoever moves cards can wait until the driver has looked. */
  let answers = 0;
  let line: PluggedReader | undefined = await plug();

  function plug(): Promise<PluggedReader> {
    const answered = (): void => {
      answers += 1;
    };
    return 'bus' in way
      ? plugHidReader(way.bus, way.serialNumber, reader, answered)
      : plugSerialReader(way.link, way.baud, reader, answered);
  }

  async function carryOut(given: Order): Promise<void> {
    switch (given.do) {
      case 'lay':
        reader.lay('card' in given ? sampleCardBlocks(given.card) : blocksOf(given.text));
        card = 'card' in given ? given.card : 'own-text';
        return;
      case 'lift':
        reader.lift();
        card = null;
        return;
      case 'fault':
        reader.addFault(given);
        return;
      case 'unplug':
        line?.unplug();
        line = undefined;
        return;
      case 'plug':
        if (line !== undefined) return;
        reader.powerCycle();
        line = await plug();
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
    const stage = reader.cardStage() ?? null;
    return { ok: true, plugged: line !== undefined, card, stage, faultsLeft: reader.faultsLeft(), answers };
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
  if (exitWithParent) process.stdin.resume().on('close', leave);
  rmSync(control, { force: true });
  server.listen(control, () =>
    process.stdout.write(`${JSON.stringify({ ready: true, ...('link' in way && { port: way.link }) })}\n`),
  );
}

const settings = settingsFrom(process.argv.slice(2));
if (settings === undefined) {
  process.stderr.write(
    'usage: virtual.ts --control PATH (--link PATH [--baud 115200] | --hid-bus SOCKET [--serial-number N]) [--exit-with-parent]\n',
  );
  process.exitCode = 2;
} else {
  await run(settings);
}
