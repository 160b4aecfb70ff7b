import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { steps, type Step, type VirtualCard } from './virtual-card.ts';

/**
 * `silent`: no answer. `slow`: after 3 s. `garbage`: bytes that are no answer. `cut`: half of it. `refuse`: status 6F00.
 * `pull`: the card is pulled in the middle of the exchange.
 */
export const faultKinds = ['silent', 'slow', 'garbage', 'cut', 'refuse', 'pull'] as const;
export type FaultKind = (typeof faultKinds)[number];
export const faultSteps = steps;

export interface Fault {
  readonly kind: FaultKind;
  readonly on: Step | undefined;
  left: number;
}

export interface InsertedCard {
  pull(): void;
}

const slowMs = 3000;
/** Direct convention, T=1, no historical bytes. */
const answerToReset = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);
/** What comes when the contacts touch the wrong places. */
const noAnswerToReset = Uint8Array.of(0x00, 0x11, 0x22, 0x33);
/** A service that was just started does not listen yet. */
const connectTries = 50;
const connectAgainMs = 100;

/**
 * Puts a card into a slot of vsmartcard-vpcd: a connection is a card. Messages are a 2-byte big-endian length and so many
 * bytes; of one byte 0, 1 and 2 are power off, on and reset, which have no answer, and 4 asks for the answer to reset;
 * everything longer is a command to the card.
 */
export async function insertCard(settings: {
  readonly port: number;
  readonly upsideDown: boolean;
  readonly startUp: () => VirtualCard;
  readonly faultFor: (step: Step | undefined) => FaultKind | undefined;
  readonly onPulled: () => void;
}): Promise<InsertedCard> {
  const socket = await connected(settings.port);
  socket.setNoDelay(true);
  let unread: Uint8Array = new Uint8Array();
  let card = settings.startUp();

  function send(message: Uint8Array): void {
    if (socket.writable) socket.write(Uint8Array.of(message.length >> 8, message.length & 0xff, ...message));
  }

  function control(code: number | undefined): void {
    if (code === 4) {
      send(settings.upsideDown ? noAnswerToReset : answerToReset);
      return;
    }
    if (code !== 0) card = settings.startUp();
  }

  function answer(command: Uint8Array): void {
    const { step, bytes } = card.answer(command);
    const fault = settings.faultFor(step);
    switch (fault) {
      case undefined:
        return send(bytes);
      case 'silent':
        return;
      case 'slow':
        setTimeout(() => send(bytes), slowMs);
        return;
      case 'garbage':
        return send(Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0x11));
      case 'cut':
        return send(bytes.subarray(0, Math.floor(bytes.length / 2)));
      case 'refuse':
        return send(Uint8Array.of(0x6f, 0x00));
      case 'pull':
        socket.destroy();
        return;
      default:
        fault satisfies never;
    }
  }

  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const length = ((unread[0] ?? 0) << 8) | (unread[1] ?? 0);
      if (unread.length < 2 || unread.length < 2 + length) return;
      const message = Uint8Array.from(unread.subarray(2, 2 + length));
      unread = unread.subarray(2 + length);
      if (message.length === 1) control(message[0]);
      else answer(message);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', settings.onPulled);
  return { pull: () => socket.destroy() };
}

async function connected(port: number): Promise<Socket> {
  for (let tries = 1; ; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if (tries === connectTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, connectAgainMs));
    }
  }
}
