import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Dial, LossReason, Transport } from './transport.ts';

/*
 * A conversation with a device, written down where it goes over the line: one event, one line of JSON. What a person's is
 * has been replaced before an event is made; nothing is written first and cleaned afterwards.
 */

export const hex = z
  .string()
  .regex(/^(?:[0-9a-f]{2})+$/)
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
export const lossReason = z.union([
  z.strictObject({ kind: z.enum(['missing', 'unplugged', 'busy', 'not-permitted']) }),
  z.strictObject({ kind: z.literal('failed'), detail: z.string() }),
]);
/** Since the recording began. */
export const atMs = z.number().min(0);

const lineEvent = z.union([
  z.strictObject({ atMs, event: z.enum(['dialled', 'opened', 'hung-up', 'closed']) }),
  z.strictObject({ atMs, sent: hex }),
  z.strictObject({ atMs, received: hex }),
  z.strictObject({ atMs, lost: lossReason }),
]);
export type LineEvent = z.infer<typeof lineEvent>;

/** Takes one line of a recording. */
export type Write = (line: string) => void;

/**
 * What may be written down of one family's bytes: as many as came, with those replaced that are a person's. What it does not
 * understand it replaces.
 */
export interface Mask {
  /** What the driver sends at once. */
  sent(bytes: Uint8Array): Uint8Array;
  /** May hold back what is no whole message yet. */
  received(bytes: Uint8Array): Uint8Array;
  /** What was held back, replaced. Nothing is held back afterwards. */
  rest(): Uint8Array;
}

/** A line like `dial`, whose conversations are written down. `createMask` is called for each connection. */
export function recordLine(dial: Dial, clock: Clock, createMask: () => Mask, write: Write): Dial {
  const startMs = clock.nowMs();
  const at = (): { readonly atMs: number } => ({ atMs: Math.round(clock.nowMs() - startMs) });

  return (events): Transport => {
    const mask = createMask();
    let heldSinceMs = at();
    const note = (event: object, when = at()): void => write(JSON.stringify({ ...when, ...event }));
    const noteBytes = (name: 'sent' | 'received', bytes: Uint8Array, when = at()): void => {
      if (bytes.length > 0) note({ [name]: Buffer.from(bytes).toString('hex') }, when);
    };
    const noteRest = (): void => noteBytes('received', mask.rest(), heldSinceMs);
    const noteEnd = (event: object): void => {
      noteRest();
      note(event);
    };

    note({ event: 'dialled' });
    const transport = dial({
      opened: () => {
        note({ event: 'opened' });
        events.opened();
      },
      bytes: (chunk) => {
        heldSinceMs = at();
        noteBytes('received', mask.received(chunk));
        events.bytes(chunk);
      },
      closed: () => {
        noteEnd({ event: 'closed' });
        events.closed();
      },
      lost: (reason: LossReason) => {
        noteEnd({ lost: reason });
        events.lost(reason);
      },
    });
    return {
      send: (bytes) => {
        // What has not become a message until now belongs to the answer before.
        noteRest();
        noteBytes('sent', mask.sent(bytes));
        transport.send(bytes);
      },
      close: () => {
        noteEnd({ event: 'hung-up' });
        transport.close();
      },
    };
  };
}

export interface Replay {
  readonly dial: Dial;
  /** Events that have not been played yet. */
  left(): number;
}

/**
 * The device's side of a recording, in its own time. A driver that says something else than it said then, or calls when it
 * did not, is a bug and throws.
 */
export function replayLine(recording: string, clock: Clock): Replay {
  let events: readonly LineEvent[] = recording
    .trimEnd()
    .split('\n')
    .map((line) => lineEvent.parse(JSON.parse(line)));
  let lastAtMs = 0;
  let isWaiting = false;
  let said: Uint8Array = new Uint8Array(0);
  let hasHungUp = false;

  const dial: Dial = (listener) => {
    const [call] = events;
    if (call === undefined || !('event' in call) || call.event !== 'dialled') throw new Error('nobody called then');
    take();
    hasHungUp = false;
    said = new Uint8Array(0);

    function play(): void {
      const [next] = events;
      if (next === undefined || isWaiting) return;
      if ('sent' in next) {
        if (said.length < next.sent.length) return;
        if (!Buffer.from(next.sent).equals(said.subarray(0, next.sent.length))) {
          throw new Error(`said ${hexOf(said)}, and then it was ${hexOf(next.sent)}`);
        }
        said = said.subarray(next.sent.length);
        take();
        play();
        return;
      }
      if ('event' in next && next.event === 'dialled') return;
      if ('event' in next && next.event === 'hung-up') {
        if (!hasHungUp) return;
        take();
        play();
        return;
      }
      isWaiting = true;
      clock.after(Math.max(0, next.atMs - lastAtMs), () => {
        isWaiting = false;
        take();
        tell(next);
        play();
      });
    }

    function tell(event: LineEvent): void {
      if ('received' in event) listener.bytes(event.received);
      else if ('lost' in event) listener.lost(event.lost);
      else if ('event' in event && event.event === 'opened') listener.opened();
      else listener.closed();
    }

    play();
    return {
      send: (bytes) => {
        said = Buffer.concat([said, bytes]);
        play();
      },
      close: () => {
        hasHungUp = true;
        play();
      },
    };
  };

  function take(): void {
    lastAtMs = events[0]?.atMs ?? lastAtMs;
    events = events.slice(1);
  }

  return { dial, left: () => events.length };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
