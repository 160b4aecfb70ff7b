import type { CardEvent, ReaderStatus } from '../../main/contract/devices/id-card-reader.ts';
import { createManualClock } from '../manual-clock.ts';
import type { LossReason, TransportEvents } from '../transports/transport.ts';
import { startIdCardReader } from './driver.ts';
import { sampleCardBlocks } from './sample-cards.ts';
import type { CardTextFault } from './text-layouts.ts';
import { createVirtualReader } from './virtual-reader.ts';

/** For tests: a driver on a virtual reader, the line between them in the test's hands and time too. */
export function createDriverBench() {
  const clock = createManualClock();
  const reader = createVirtualReader();
  const statuses: ReaderStatus[] = [];
  const cards: { readonly ticket: string; readonly event: CardEvent }[] = [];
  const presences: { readonly ticket: string; readonly present: boolean }[] = [];
  const unknown: CardTextFault[] = [];
  const noLine: LossReason[] = [];
  const dialledAtMs: number[] = [];
  let port: LossReason | 'there' = 'there';
  let open: TransportEvents | undefined;
  let onRequest: ((request: Uint8Array) => void) | undefined;

  function startDriver() {
    return startIdCardReader({
      baud: 115_200,
      clock,
      dial: (events) => {
        dialledAtMs.push(clock.nowMs());
        clock.after(1, () => {
          if (port !== 'there') return events.lost(port);
          open = events;
          return events.opened();
        });
        return {
          send: (bytes) => {
            onRequest?.(bytes);
            for (const output of reader.hear(bytes)) {
              // In three pieces, as a serial line would bring them.
              const third = Math.ceil(output.bytes.length / 3);
              for (const at of [0, 1, 2]) {
                const piece = output.bytes.slice(at * third, (at + 1) * third);
                clock.after(1 + at * (output.slow ? 100 : 1), () => {
                  if (open === events && piece.length > 0) events.bytes(piece);
                });
              }
            }
          },
          close: () => {
            if (open === events) open = undefined;
            events.closed();
          },
        };
      },
      onStatus: (status) => statuses.push(status),
      onCard: (ticket, event) => cards.push({ ticket, event }),
      onPresent: (ticket, present) => presences.push({ ticket, present }),
      onNoLine: (reason) => noLine.push(reason),
      onUnknownCard: (fault) => unknown.push(fault),
    });
  }

  return {
    clock,
    reader,
    statuses,
    cards,
    presences,
    unknown,
    noLine,
    dialledAtMs,
    startDriver,
    driver: startDriver(),
    /** The events under a ticket, by name, in order. */
    told: (ticket: string): readonly string[] =>
      cards.filter((one) => one.ticket === ticket).map((one) => one.event.event),
    lay: (name: Parameters<typeof sampleCardBlocks>[0]) => reader.lay(sampleCardBlocks(name)),
    pull: (reason: LossReason = { kind: 'missing' }) => {
      port = reason;
      const events = open;
      open = undefined;
      events?.lost({ kind: 'unplugged' });
    },
    plug: () => {
      port = 'there';
      reader.powerCycle();
    },
    /** Does something the moment a command goes out, before the reader hears it. */
    atCommand: (code: number, action: () => void) => {
      onRequest = (request) => {
        if (((request[7] ?? 0) << 8) + (request[8] ?? 0) === code) {
          onRequest = undefined;
          action();
        }
      };
    },
    answerAlways: (bytes: Uint8Array) => {
      onRequest = () => {
        const events = open;
        clock.after(1, () => events?.bytes(bytes.slice()));
      };
      reader.addFault({ kind: 'silent', count: 1000 });
    },
  };
}
