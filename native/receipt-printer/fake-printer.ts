import type { Dial, TransportEvents } from '../transports/transport.ts';
import type { PrinterCommand } from './codec.ts';
import { createCommandDecoder } from './command-decoder.ts';
import { clearedAnswer, createRequestFilter } from './real-time.ts';

/** A printer for the driver's tests: says what it is told to say, remembers what it was sent, and knows no time. */
export interface FakePrinter {
  readonly dial: Dial;
  /** Its answers to the four status questions. */
  statusBytes: readonly [number, number, number, number];
  /** How many fences it still answers: 0 is a printer that stopped. */
  fencesLeft: number;
  /** Whether it is there to be called. */
  isThere: boolean;
  isSilent: boolean;
  confirmsClearing: boolean;
  /** Called at every status question, before it is answered: the moment for something to happen. */
  beforeAnswer: () => void;
  readonly received: PrinterCommand[];
  readonly receivedBytes: () => number;
  readonly clearings: () => number;
  readonly dials: () => number;
  answerFence(): void;
  say(...bytes: readonly number[]): void;
  /** The network between the two breaks. */
  breakLine(): void;
}

export const idle = [0x12, 0x12, 0x12, 0x12] as const;
export const noPaper = [0x1a, 0x32, 0x12, 0x7e] as const;
export const coverOpen = [0x1a, 0x16, 0x12, 0x12] as const;
export const cutterStuck = [0x1a, 0x52, 0x1a, 0x12] as const;
export const headTooHot = [0x1a, 0x52, 0x52, 0x12] as const;

export function createFakePrinter(): FakePrinter {
  let events: TransportEvents | undefined;
  let clearings = 0;
  let dials = 0;
  let receivedBytes = 0;

  const say = (...bytes: readonly number[]) => {
    const to = events;
    queueMicrotask(() => {
      if (to === events) to?.bytes(Uint8Array.from(bytes));
    });
  };

  const printer: FakePrinter = {
    statusBytes: idle,
    fencesLeft: Number.POSITIVE_INFINITY,
    isThere: true,
    isSilent: false,
    confirmsClearing: true,
    beforeAnswer: () => {},
    received: [],
    receivedBytes: () => receivedBytes,
    clearings: () => clearings,
    dials: () => dials,
    answerFence: () => say(0x00),
    say,
    breakLine: () => {
      const to = events;
      events = undefined;
      to?.lost({ kind: 'unplugged' });
    },
    dial: (to) => {
      dials += 1;
      const takeRequests = createRequestFilter();
      const decoder = createCommandDecoder();
      queueMicrotask(() => {
        if (!printer.isThere) {
          to.lost({ kind: 'missing' });
          return;
        }
        events = to;
        to.opened();
      });
      return {
        send: (bytes) => {
          if (printer.isSilent || events !== to) return;
          const { requests, rest } = takeRequests(bytes);
          for (const request of requests) {
            if (request.request === 'status') {
              printer.beforeAnswer();
              say(printer.statusBytes[request.question - 1] ?? 0x12);
            } else {
              clearings += 1;
              if (printer.confirmsClearing) say(...clearedAnswer);
            }
          }
          receivedBytes += rest.length;
          for (const command of decoder.push(rest)) {
            printer.received.push(command);
            if (command.command === 'fence' && printer.fencesLeft > 0) {
              printer.fencesLeft -= 1;
              printer.answerFence();
            }
          }
        },
        close: () =>
          queueMicrotask(() => {
            if (events !== to) return;
            events = undefined;
            to.closed();
          }),
      };
    },
  };
  return printer;
}
