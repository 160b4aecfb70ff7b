import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SocialCardEvent, StaffCardEvent } from '../../../main/contract/devices/smart-card.ts';
import { zh } from '../../../renderer/words/zh.ts';
import type { Random } from '../random.ts';
import type { Bench, Family, Reached } from './family.ts';
import type { WatchedHost } from './host.ts';
import { startVirtualDevice, type VirtualDevice } from './virtual-device.ts';

const states = ['idle', 'waiting', 'reading', 'left-behind', 'signing'] as const;
type State = (typeof states)[number];
const stateOf = z.enum(states);

/** Of a card that is in, or of the next one. */
const cardFaults = ['silent', 'garbage', 'half-an-answer', 'very-slow'] as const;
const faults = [
  ...(['unplugged', ...cardFaults, 'wrong-device'] as const),
  ...(['card-pulled', 'upside-down', 'service-stopped', 'service-hangs'] as const),
] as const;
const faultOf = z.enum(faults);

/** An unplugged reader is one to the service as well: pcsc-lite takes the virtual one from its settings when it starts. */
const endsService: readonly string[] = ['unplugged', 'service-stopped'] satisfies readonly (typeof faults)[number][];

/** As the virtual card names them. */
const kindOf = { silent: 'silent', garbage: 'garbage', 'half-an-answer': 'cut', 'very-slow': 'slow' } as const;
const forEver = 1000;
const readWithinMs = 15_000;
const socialCard = 'social-li';
const expectedName = '李承远';

/** The card slot, on Debian's own card service. What can be wrong on the way there is wrong in the card, the reader or the service. */
export const smartCardFamily: Family = { name: 'smart-card', states, faults, open };

async function open(folder: string, random: Random): Promise<Bench> {
  const device = await startVirtualDevice('native/smart-card/virtual.ts', [], folder);
  const { socket } = z.object({ socket: z.string() }).parse(device.ready);
  const newName = () => Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');
  let state: State = 'idle';

  const insert = (card: string, more: object = {}): Promise<object> => device.order({ do: 'insert', card, ...more });
  /** The slot must have been seen empty, or the next card counts as one that was in before. */
  const pull = async (host: WatchedHost): Promise<void> => {
    await device.order({ do: 'pull' });
    await untilSlot(host, 'ready');
  };

  /** Whatever was read or not: pulled, and inserted once more where it must be. */
  async function readAnew(host: WatchedHost, ticket: string, since: number): Promise<void> {
    const read = social(host, ticket, 'read', readWithinMs, since);
    read.catch(() => {});
    await pull(host);
    await insert(socialCard);
    const event = await read;
    if (event.event !== 'read' || event.card.name !== expectedName) throw new Error('what was read is not what is in');
    await pull(host);
  }

  async function signAnew(host: WatchedHost, challenge: string, since: number): Promise<void> {
    const answered = staff(host, challenge, 'answered', readWithinMs, since);
    answered.catch(() => {});
    await pull(host);
    await insert('staff');
    await answered;
    host.send({ message: 'drop-staff-card', challenge });
    await pull(host);
  }

  async function reach(host: WatchedHost): Promise<Reached> {
    const [name, since] = [newName(), host.now()];
    switch (state) {
      case 'idle':
        return { answered: () => pull(host) };
      case 'waiting':
      case 'reading':
        host.send({ message: 'watch-card', ticket: name });
        host.send({ message: 'read-social-card', ticket: name });
        await social(host, name, 'waiting', readWithinMs, since);
        if (state === 'reading') {
          // Three seconds in which a fault finds its middle.
          await device.order({ do: 'fault', kind: 'slow', count: 1, on: 'record' });
          await insert(socialCard);
          await social(host, name, 'reading', readWithinMs, since);
        }
        return { answered: () => readAnew(host, name, since) };
      case 'left-behind':
        await insert(socialCard);
        // A session that ends with an empty slot has left nothing behind.
        await untilSlot(host, 'card-in');
        host.send({ message: 'release-card', ticket: name });
        await present(host, name, true, since);
        return {
          answered: async () => {
            await device.order({ do: 'pull' });
            await present(host, name, false, since);
          },
        };
      case 'signing':
        await device.order({ do: 'fault', kind: 'slow', count: 1, on: 'sign' });
        await insert('staff');
        host.send({ message: 'challenge-staff-card', challenge: name, digest: digestOf(name) });
        await staff(host, name, 'asking', readWithinMs, since);
        return { answered: () => signAnew(host, name, since) };
      default:
        return state satisfies never;
    }
  }

  return {
    settings: { smartCardReader: { transport: 'pcsc', reader: '*(SN 0001) 00 00' } },
    env: { PCSCLITE_CSOCK_NAME: socket },
    working: 'card-in',
    reach: (host, given) => {
      state = stateOf.parse(given);
      return reach(host);
    },
    cause: async (given) => {
      const fault = faultOf.parse(given);
      switch (fault) {
        case 'unplugged':
          await device.order({ do: 'unplug' });
          return;
        case 'service-stopped':
          await device.order({ do: 'stop-service' });
          return;
        case 'service-hangs':
          await device.order({ do: 'hang-service' });
          return;
        case 'wrong-device':
          await insert('bank');
          return;
        case 'upside-down':
          await insert(socialCard, { upsideDown: true });
          return;
        case 'card-pulled':
          await device.order({ do: 'pull' });
          return;
        default:
          await device.order({ do: 'fault', kind: kindOf[fault], count: forEver });
          // Without a card nothing is said that could be spoilt.
          if (state === 'idle' || state === 'waiting') await insert(socialCard);
      }
    },
    mend: async (given) => {
      switch (faultOf.parse(given)) {
        case 'unplugged':
          await device.order({ do: 'plug' });
          return;
        case 'service-stopped':
          await device.order({ do: 'start-service' });
          return;
        case 'service-hangs':
          await device.order({ do: 'resume-service' });
          return;
        default:
          await device.order({ do: 'mend' });
          // Which card is at fault a person sees, and pulls it.
          await device.order({ do: 'pull' });
      }
    },
    reads: (host) => {
      const status = host.statuses().smartCardReader;
      const more = status.state === 'fault' ? zh.smartCardReaderFault[status.fault] : '';
      return { state: status.state, sentence: `${zh.smartCardReaderState[status.state]}${more}` };
    },
    expected: (given) => {
      const fault = faultOf.parse(given);
      // Nobody talks to the card: what it would say is not known.
      const isAsked = state === 'waiting' || state === 'reading' || state === 'signing';
      switch (fault) {
        case 'unplugged':
          return ['no-reader'];
        case 'service-stopped':
        case 'service-hangs':
          return ['no-service'];
        case 'wrong-device':
          return ['card-in'];
        case 'card-pulled':
          return ['ready'];
        case 'silent':
        case 'garbage':
        case 'half-an-answer':
        case 'upside-down':
          return isAsked ? ['fault'] : ['card-in'];
        case 'very-slow':
          return ['card-in'];
      }
    },
    // pcsc-mini 0.1.3 keeps the connection of a card that it could not let go of, because the service had ended meanwhile.
    mayLeave: (fault) => (endsService.includes(faultOf.parse(fault)) ? ['socket'] : []),
    use: async (host) => {
      await pull(host);
      const [ticket, challenge, since] = [newName(), newName(), host.now()];
      host.send({ message: 'watch-card', ticket });
      host.send({ message: 'read-social-card', ticket });
      await readAnew(host, ticket, since);
      host.send({ message: 'release-card', ticket });
      host.send({ message: 'challenge-staff-card', challenge, digest: digestOf(challenge) });
      await signAnew(host, challenge, since);
    },
    close: () => stop(device),
  };
}

/** A service that hangs does not end when it is told to. */
async function stop(device: VirtualDevice): Promise<void> {
  await device.order({ do: 'resume-service' });
  await device.stop();
}

async function untilSlot(host: WatchedHost, state: 'ready' | 'card-in'): Promise<void> {
  const isSo = (): true | undefined => (host.statuses().smartCardReader.state === state ? true : undefined);
  if (isSo() === undefined) await host.until(`the slot ${state}`, readWithinMs, isSo);
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

function social(
  host: WatchedHost,
  ticket: string,
  event: SocialCardEvent['event'],
  withinMs: number,
  since: number,
): Promise<SocialCardEvent> {
  return host.until(
    `the card event ${event}`,
    withinMs,
    (message) =>
      message.message === 'social-card' && message.ticket === ticket && message.card.event === event
        ? message.card
        : undefined,
    since,
  );
}

function staff(
  host: WatchedHost,
  challenge: string,
  event: StaffCardEvent['event'],
  withinMs: number,
  since: number,
): Promise<StaffCardEvent> {
  return host.until(
    `the staff card event ${event}`,
    withinMs,
    (message) =>
      message.message === 'staff-card' && message.challenge === challenge && message.card.event === event
        ? message.card
        : undefined,
    since,
  );
}

function present(host: WatchedHost, ticket: string, isIn: boolean, since: number): Promise<boolean> {
  return host.until(
    isIn ? 'the card is in' : 'the card is out',
    readWithinMs,
    (message) =>
      message.message === 'social-card-present' && message.ticket === ticket && message.present === isIn
        ? true
        : undefined,
    since,
  );
}
