import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { DeviceSettings } from '../../../main/contract/device-host.ts';
import type { CardEvent } from '../../../main/contract/devices/id-card-reader.ts';
import { sampleCard } from '../../../native/id-card/sample-cards.ts';
import { virtualReaderIds } from '../../../native/id-card/virtual-line.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import { type DeviceOnLine, deviceOnSerial, deviceOnUsb } from './device-line.ts';
import type { Bench, Family, Reached } from './family.ts';
import { lineFaults } from './faulty-line.ts';
import type { WatchedHost } from './host.ts';
import type { VirtualDevice } from './virtual-device.ts';

const readWithinMs = 10_000;
const baud = 115_200;
const card = 'resident-wang';
/**
 * So many answers after a card was lifted, the driver has seen that it is gone: a look takes up to three questions, one was
 * under way, and two must see nothing.
 */
const looksThatSeeItGone = 9;

const states = ['idle', 'watching', 'waiting', 'reading', 'releasing'] as const;
const stateOf = z.enum(states);
const faults = [...lineFaults, 'card-torn-away'] as const;
const faultOf = z.enum(faults);

const script = 'native/id-card/virtual.ts';

export const idCardReaderFamily: Family = {
  name: 'id-card-reader',
  states,
  faults,
  open: async (folder, random) => {
    const on = await deviceOnSerial(script, baud, folder, random);
    return benchOf(on, { transport: 'serial', path: on.path, baud }, random);
  },
};

/** The same frames in the reports of a HID device. */
export const usbIdCardReaderFamily: Family = {
  name: 'usb-id-card-reader',
  states,
  faults,
  open: async (folder, random) =>
    benchOf(await deviceOnUsb(script, folder, random), { transport: 'hid', ...virtualReaderIds }, random),
};

function benchOf(
  { device, line, env, close }: DeviceOnLine,
  idCardReader: NonNullable<DeviceSettings['idCardReader']>,
  random: Random,
): Bench {
  const newTicket = () => Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');

  return {
    settings: { idCardReader },
    env,
    working: 'ready',
    reach: async (host, given) => {
      const ticket = newTicket();
      const reached = await reach(host, device, ticket, stateOf.parse(given));
      return reached;
    },
    cause: async (given) => {
      const fault = faultOf.parse(given);
      if (fault === 'card-torn-away') await device.order({ do: 'lift' });
      else await line.spoil(fault);
    },
    mend: () => line.mend(),
    reads: (host) => {
      const status = host.statuses().idCardReader;
      const more = status.state === 'fault' ? zh.readerFault[status.fault] : '';
      return { state: status.state, sentence: `${zh.readerState[status.state]}${more}` };
    },
    expected: (given) => {
      switch (faultOf.parse(given)) {
        case 'unplugged':
          return ['no-reader'];
        case 'silent':
        case 'garbage':
          return ['fault'];
        case 'wrong-device':
          // Where it is known by its ids, that is no reader at all.
          return [idCardReader.transport === 'hid' ? 'no-reader' : 'fault'];
        case 'half-an-answer':
          // Half a report holds a short answer whole.
          return idCardReader.transport === 'hid' ? ['fault', 'ready'] : ['fault'];
        case 'very-slow':
          return ['fault', 'ready'];
        case 'card-torn-away':
          return ['ready'];
      }
    },
    use: async (host) => {
      const ticket = newTicket();
      await device.order({ do: 'lift' });
      host.send({ message: 'watch-card', ticket });
      host.send({ message: 'read-card', ticket });
      await readAnew(host, device, ticket);
      await release(host, device, ticket);
    },
    close,
  };
}

async function reach(
  host: WatchedHost,
  device: VirtualDevice,
  ticket: string,
  state: (typeof states)[number],
): Promise<Reached> {
  const nothingAsked = { answered: async () => {} };
  if (state === 'idle') return nothingAsked;
  await device.order({ do: 'lift' });
  host.send({ message: 'watch-card', ticket });
  if (state === 'watching') return nothingAsked;
  if (state === 'releasing') {
    await device.order({ do: 'lay', card });
    const since = host.now();
    host.send({ message: 'release-card', ticket });
    await host.until('the card lies there', readWithinMs, (message) =>
      message.message === 'card-present' && message.ticket === ticket && message.present ? true : undefined,
    );
    return {
      answered: async (withinMs) => {
        await device.order({ do: 'lift' });
        await untilGone(host, ticket, withinMs, since);
      },
    };
  }
  host.send({ message: 'read-card', ticket });
  await untilCard(host, ticket, 'waiting', readWithinMs);
  const since = host.now();
  if (state === 'reading') {
    await device.order({ do: 'lay', card });
    await untilCard(host, ticket, 'reading', readWithinMs, since);
  }
  // The same person goes on in the same session: what was asked for comes, with the card laid down once more.
  return { answered: () => readAnew(host, device, ticket, since) };
}

/** Lifts the card, lays it down again, and compares what was read; a card that had been read all the same is as good. */
async function readAnew(host: WatchedHost, device: VirtualDevice, ticket: string, since = host.now()): Promise<void> {
  await device.order({ do: 'lift' });
  await untilSeenGone(device);
  await device.order({ do: 'lay', card });
  const read = await untilCard(host, ticket, 'read', readWithinMs, since);
  const { name } = sampleCard(card);
  if (read.event !== 'read' || read.card.name !== name) throw new Error('what was read is not what lies there');
}

async function release(host: WatchedHost, device: VirtualDevice, ticket: string): Promise<void> {
  const since = host.now();
  host.send({ message: 'release-card', ticket });
  await device.order({ do: 'lift' });
  await untilGone(host, ticket, readWithinMs, since);
}

/** Counted by the reader itself: the driver says nothing of an empty look. */
async function untilSeenGone(device: VirtualDevice): Promise<void> {
  const answers = async () => z.object({ answers: z.number() }).parse(await device.order({ do: 'state' })).answers;
  const first = await answers();
  while ((await answers()) < first + looksThatSeeItGone) await pause(50);
}

function untilCard(
  host: WatchedHost,
  ticket: string,
  event: CardEvent['event'],
  withinMs: number,
  since?: number,
): Promise<CardEvent> {
  return host.until(
    `the card event ${event}`,
    withinMs,
    (message) =>
      message.message === 'card' && message.ticket === ticket && message.card.event === event
        ? message.card
        : undefined,
    since,
  );
}

function untilGone(host: WatchedHost, ticket: string, withinMs: number, since: number): Promise<boolean> {
  return host.until(
    'the card is gone',
    withinMs,
    (message) =>
      message.message === 'card-present' && message.ticket === ticket && !message.present ? true : undefined,
    since,
  );
}
