import { parseArgs } from 'node:util';
import { z } from 'zod';
import { idCard } from '../../main/contract/card.ts';
import { controlFlags, countChanges, linePlug, serveControl } from '../virtual-control.ts';
import { type Command, commands } from './codec.ts';
import { blocksOf, sampleCardBlocks, sampleCardNames } from './sample-cards.ts';
import { plugHidReader, plugSerialReader } from './virtual-line.ts';
import { createVirtualReader, faultKinds, samStatuses } from './virtual-reader.ts';

/**
 * A virtual ID-card reader, as a process of its own: a person's hands on a Unix socket, and SAM-V on a pseudo-terminal or in
 * the reports of a HID device on a virtual bus (native/transports/testbed).
 *
 *   node native/id-card/virtual.ts --control PATH --link PATH [--baud 115200] [--exit-with-parent]
 *   node native/id-card/virtual.ts --control PATH --hid-bus SOCKET [--serial-number N] [--exit-with-parent]
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
  z.strictObject({ do: z.literal('sam-status'), status: z.enum(samStatuses) }),
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
      ...controlFlags,
      link: { type: 'string' },
      baud: { type: 'string', default: '115200' },
      'hid-bus': { type: 'string' },
      'serial-number': { type: 'string', default: 'CARD1' },
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
  const changes = countChanges();
  const answered = (): void => {
    answers += 1;
    changes.note();
  };
  const plug = linePlug(() =>
    'bus' in way
      ? plugHidReader(way.bus, way.serialNumber, reader, answered)
      : plugSerialReader(way.link, way.baud, reader, answered),
  );

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
        plug.unplug();
        return;
      case 'plug':
        if (plug.line() === undefined) reader.powerCycle();
        return plug.plug();
      case 'sam-status':
        reader.setSamStatus(given.status);
        return;
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
      const stage = reader.cardStage() ?? null;
      return { plugged: plug.line() !== undefined, card, stage, faultsLeft: reader.faultsLeft(), answers };
    },
    leave: plug.unplug,
    changes,
    exitWithParent,
    ready: () => ('link' in way ? { port: way.link } : {}),
  });
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
