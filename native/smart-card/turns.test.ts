import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SocialCardEvent, StaffCardEvent } from '../../main/contract/devices/smart-card.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import { createManualClock } from '../manual-clock.ts';
import type { CardLine, CardLoss, SlotState } from '../transports/pcsc.ts';
import { startSmartCardReader } from './driver.ts';
import { ask } from './exchange.ts';
import { selectFile } from './social-security-card.ts';
import { createVirtualCard, type VirtualCard } from './virtual-card.ts';

/** What happens while a card is being talked to: answers come when the test lets them. */
const holder = { cardNumber: 'A12345678', socialSecurityNumber: '341202198805173024', name: '王晓澜' };
const answerLimitMs = 5000;

function opened() {
  const clock = createManualClock();
  const told: string[] = [];
  const answered: Uint8Array[] = [];
  const lines: { readonly card: VirtualCard; isPulled: boolean; isClosed: boolean }[] = [];
  let waiting: (() => void)[] = [];
  let isHeld = false;
  let canLetGo = true;
  let onState: (state: SlotState) => void = () => {};
  /** At once, or when it is let. */
  const inTurn = <T>(value: () => T): Promise<T> =>
    isHeld ? new Promise((resolve) => (waiting = [...waiting, () => resolve(value())])) : Promise.resolve(value());

  function connect(): Promise<Result<CardLine, CardLoss>> {
    const at = { card: createVirtualCard({ kind: 'social-security', holder }), isPulled: false, isClosed: false };
    lines.push(at);
    return inTurn(() =>
      ok({
        transmit: (command) =>
          inTurn((): Result<Uint8Array, CardLoss> => {
            if (at.isPulled) return err({ kind: 'pulled' });
            const { bytes } = at.card.answer(command);
            answered.push(bytes);
            return ok(bytes);
          }),
        close: () => {
          at.isClosed = true;
          return canLetGo ? Promise.resolve() : new Promise<void>(() => {});
        },
      }),
    );
  }

  const reader = startSmartCardReader({
    clock,
    slot: (listener) => {
      onState = listener;
      return { connect };
    },
    onStatus: ({ state }) => told.push(state),
    onSocialCard: (_ticket, { event }: SocialCardEvent) => told.push(event),
    onPresent: () => {},
    onStaffCard: (_challenge, { event }: StaffCardEvent) => told.push(`staff ${event}`),
    onUnknownCard: () => {},
  });
  const state = async (next: SlotState): Promise<void> => {
    onState(next);
    await clock.advance(0);
  };
  return {
    ...{ reader, clock, told, lines, answered },
    hold: () => {
      isHeld = true;
    },
    letGo: async () => {
      isHeld = false;
      const now = waiting;
      waiting = [];
      for (const tell of now) tell();
      await clock.advance(0);
    },
    neverCloses: () => {
      canLetGo = false;
    },
    insert: () => state({ state: 'card', mute: false }),
    pull: () => {
      for (const line of lines) line.isPulled = true;
      return state({ state: 'empty' });
    },
  };
}

async function reading() {
  const slot = opened();
  await slot.pull();
  slot.reader.watch('ticket');
  slot.reader.read('ticket');
  slot.hold();
  await slot.insert();
  slot.told.length = 0;
  return slot;
}

it('talks to one card at a time, and to the next one afterwards', async () => {
  const slot = await reading();
  await slot.pull();
  await slot.insert();
  expect(slot.lines).toHaveLength(1);
  await slot.letGo();
  expect(slot.lines).toHaveLength(2);
  expect(slot.told.at(-1)).toBe('read');
});

it('gives a card up that says nothing, and waits for it no longer', async () => {
  const slot = await reading();
  await slot.letGo();
  const other = await reading();
  other.neverCloses();
  // Its start is answered, and its first command never.
  await slot.clock.advance(0);
  await other.clock.advance(answerLimitMs);
  expect(other.told).toEqual(['fault', 'insert-again']);
});

it('does not blame a card for the one that was in before it', async () => {
  const slot = await reading();
  await slot.pull();
  slot.reader.stop('ticket');
  await slot.insert();
  await slot.clock.advance(answerLimitMs);
  expect(slot.told).not.toContain('fault');
});

it('tells nothing of a card that was asked for by somebody who has gone on', async () => {
  const slot = await reading();
  slot.reader.stop('ticket');
  await slot.letGo();
  expect(slot.told).toEqual([]);
});

it('wipes what a card said', async () => {
  const slot = await reading();
  await slot.letGo();
  expect(slot.told).toEqual(['read']);
  expect(slot.answered.length).toBeGreaterThan(5);
  for (const bytes of slot.answered.slice(2)) expect(bytes.subarray(0, -2).every((byte) => byte === 0)).toBe(true);
});

it('asks for the card again once staff are done', async () => {
  const slot = opened();
  await slot.pull();
  slot.reader.watch('ticket');
  slot.reader.read('ticket');
  slot.reader.challenge('challenge', createHash('sha256').update('x').digest());
  slot.told.length = 0;
  slot.reader.drop('challenge');
  expect(slot.told).toEqual(['waiting']);
});

it('lets go of a card that starts too late', async () => {
  const slot = await reading();
  await slot.clock.advance(answerLimitMs);
  expect(slot.told).toContain('insert-again');
  expect(slot.lines.map(({ isClosed }) => isClosed)).toEqual([false]);
  await slot.letGo();
  expect(slot.lines.map(({ isClosed }) => isClosed)).toEqual([true]);
});

it('does not fetch the rest for ever, and wipes the parts it put together', async () => {
  let times = 0;
  const parts: Uint8Array[] = [];
  const say = (bytes: readonly number[]): Promise<Result<Uint8Array, CardLoss>> => {
    const part = Uint8Array.from(bytes);
    parts.push(part);
    return Promise.resolve(ok(part));
  };
  const endless: CardLine = {
    transmit: () => {
      times += 1;
      if (times > 20) throw new Error('it goes on and on');
      return say([1, 2, 0x61, 2]);
    },
    close: () => Promise.resolve(),
  };
  expect(await ask(endless, createManualClock(), selectFile(1))).toEqual({ ok: false, error: 'garbled' });
  parts.length = 0;
  const twoParts: CardLine = {
    ...endless,
    transmit: () => say(parts.length === 0 ? [7, 8, 0x61, 2] : [9, 10, 0x90, 0]),
  };
  const whole = await ask(twoParts, createManualClock(), selectFile(1));
  expect(whole.ok && [...whole.value.data]).toEqual([7, 8, 9, 10]);
  expect(parts.map((part) => [...part.subarray(0, 2)])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
