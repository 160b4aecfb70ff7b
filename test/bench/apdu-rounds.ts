import { CardDisposition, CardMode, Client, type Reader } from 'pcsc-mini';
import { z } from 'zod';
import { systemClock } from '../../native/clock.ts';
import { ask } from '../../native/smart-card/exchange.ts';
import { selectFile } from '../../native/smart-card/social-security-card.ts';
import { type CardSlot, watchCardSlot } from '../../native/transports/pcsc.ts';
import { startVirtualDevice } from '../torture/devices/virtual-device.ts';

/** The half of the APDU bench that runs in a network of its own: one line of JSON with the milliseconds of each round, by turns. */
const times = 4000;
const inTurns = 80;
const warmUpTurns = 8;
const reader = 'Virtual Card Reader (SN 0001) 00 00';
/** Answered with a status alone, whatever is selected. */
const command = selectFile(0xef05);

const [folder = ''] = process.argv.slice(2);
const device = await startVirtualDevice('native/smart-card/virtual.ts', [], folder);
process.env['PCSCLITE_CSOCK_NAME'] = z.object({ socket: z.string() }).parse(device.ready).socket;
await device.order({ do: 'insert', card: 'social-wang' });

async function timed(round: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  for (let time = 0; time < times / inTurns; time += 1) {
    const beganMs = performance.now();
    await round();
    took.push(performance.now() - beganMs);
  }
  return took;
}

/** Both watch the slot all the time, and one after the other has the card. */
const slot = await new Promise<CardSlot>((resolve) => {
  const watched: CardSlot = watchCardSlot({
    reader,
    clock: systemClock,
    onState: ({ state }) => {
      if (state === 'card') resolve(watched);
    },
    onNoService: () => undefined,
  });
});
const bareReader = await new Promise<Reader>((resolve) => {
  const client = new Client().on('error', () => undefined);
  client.on('reader', (found) => {
    if (found.name() === reader) resolve(found);
  });
  client.start();
});

const ours: (readonly number[])[] = [];
const bare: (readonly number[])[] = [];

async function byOurWay(): Promise<void> {
  const line = await slot.connect();
  if (!line.ok) throw new Error(`no card: ${line.error.kind}`);
  ours.push(await timed(() => ask(line.value, systemClock, command)));
  await line.value.close();
}

async function byBareLibrary(): Promise<void> {
  const card = await bareReader.connect(CardMode.EXCLUSIVE);
  bare.push(await timed(() => card.transmit(command)));
  await card.disconnect(CardDisposition.UNPOWER);
}

for (let turn = 0; turn < inTurns + warmUpTurns; turn += 1) {
  // Whoever comes second finds the machine warmer.
  for (const round of turn % 2 === 0 ? [byOurWay, byBareLibrary] : [byBareLibrary, byOurWay]) await round();
}
process.stdout.write(`${JSON.stringify({ ours: ours.slice(warmUpTurns), bare: bare.slice(warmUpTurns) })}\n`);
await device.stop();
process.exit(0);
