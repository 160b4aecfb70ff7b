import { z } from 'zod';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { CardLine, CardLoss, CardSlot, WatchCardSlot } from './pcsc.ts';
import { atMs, hex, type Write } from './recording.ts';

/*
 * The same for a card slot: its states as they come, and what is asked of a card and answered. One thing is asked at a time, so
 * the order says which answer is whose.
 */

const slotState = z.union([
  z.strictObject({ state: z.enum(['no-service', 'no-reader', 'several-readers', 'empty']) }),
  z.strictObject({ state: z.literal('card'), mute: z.boolean() }),
]);
const cardLoss = z.union([
  z.strictObject({ kind: z.enum(['pulled', 'mute', 'in-use']) }),
  z.strictObject({ kind: z.literal('failed'), detail: z.string() }),
]);
const cardEvent = z.union([
  z.strictObject({ atMs, slot: slotState }),
  z.strictObject({ atMs, asked: z.enum(['connect', 'close']) }),
  z.strictObject({ atMs, asked: z.literal('transmit'), command: hex }),
  z.strictObject({ atMs, done: z.enum(['connect', 'close']) }),
  z.strictObject({ atMs, answer: hex }),
  z.strictObject({ atMs, loss: cardLoss }),
]);
type CardEvent = z.infer<typeof cardEvent>;

/** What may be written down of an exchange: as many bytes, with those replaced that are a person's. */
export type CardMask = (command: Uint8Array, answer: Uint8Array) => Uint8Array;

/** A slot like that of `watch`, whose exchanges are written down. */
export function recordCards(watch: WatchCardSlot, mask: CardMask, write: Write): WatchCardSlot {
  return (settings) => {
    const { clock } = settings;
    const startMs = clock.nowMs();
    const note = (event: object): void =>
      write(JSON.stringify({ atMs: Math.round(clock.nowMs() - startMs), ...event }));
    const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

    const lineOf = (line: CardLine): CardLine => ({
      transmit: async (command) => {
        note({ asked: 'transmit', command: hexOf(command) });
        const answer = await line.transmit(command);
        note(answer.ok ? { answer: hexOf(mask(command, answer.value)) } : { loss: answer.error });
        return answer;
      },
      close: async () => {
        note({ asked: 'close' });
        await line.close();
        note({ done: 'close' });
      },
    });
    const slot = watch({
      ...settings,
      onState: (state) => {
        note({ slot: state });
        settings.onState(state);
      },
    });
    return {
      connect: async () => {
        note({ asked: 'connect' });
        const line = await slot.connect();
        note(line.ok ? { done: 'connect' } : { loss: line.error });
        return line.ok ? ok(lineOf(line.value)) : line;
      },
    };
  };
}

/** The slot's side of a recording, in its own time. A driver that asks for something else than it did then is a bug and throws. */
export function replayCards(recording: string): { readonly watch: WatchCardSlot; left(): number } {
  let events: readonly CardEvent[] = recording
    .trimEnd()
    .split('\n')
    .map((line) => cardEvent.parse(JSON.parse(line)));
  let lastAtMs = 0;
  let isWaiting = false;
  let settle: ((event: CardEvent) => void) | undefined;

  const take = (): void => {
    lastAtMs = events[0]?.atMs ?? lastAtMs;
    events = events.slice(1);
  };

  const watch: WatchCardSlot = ({ clock, onState }) => {
    function play(): void {
      const [next] = events;
      if (next === undefined || 'asked' in next || isWaiting) return;
      isWaiting = true;
      clock.after(Math.max(0, next.atMs - lastAtMs), () => {
        isWaiting = false;
        take();
        if ('slot' in next) onState(next.slot);
        else {
          const tell = settle;
          settle = undefined;
          tell?.(next);
        }
        play();
      });
    }

    function ask(what: string): Promise<CardEvent> {
      const [next] = events;
      const then =
        next !== undefined && 'asked' in next
          ? `${next.asked} ${'command' in next ? hexOf(next.command) : ''}`
          : 'nothing';
      if (then.trim() !== what) throw new Error(`asked for ${what}, and then it was ${then.trim()}`);
      take();
      return new Promise((resolve) => {
        settle = resolve;
        play();
      });
    }

    const lossIn = (event: CardEvent): CardLoss => ('loss' in event ? event.loss : { kind: 'pulled' });
    const slot: CardSlot = {
      connect: async () => {
        const told = await ask('connect');
        return 'done' in told ? ok(line) : err(lossIn(told));
      },
    };
    const line: CardLine = {
      transmit: async (command): Promise<Result<Uint8Array, CardLoss>> => {
        const told = await ask(`transmit ${hexOf(command)}`);
        return 'answer' in told ? ok(told.answer) : err(lossIn(told));
      },
      close: async () => {
        await ask('close');
      },
    };
    play();
    return slot;
  };

  return { watch, left: () => events.length };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
